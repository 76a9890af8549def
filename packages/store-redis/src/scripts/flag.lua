-- flag: puts a number into quarantine by hand, or lifts it.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] slug key, [7] until when; "inf": until it is lifted; "lift"
--
-- Answers "again", "zones" (see acquire.lua), or "flagged" and "1" if the number is known.

local key, till = ARGV[6], ARGV[7]

local answer = kit.advance()
if answer then return answer end

local number = kit.number_now(key)
if not number or (number[POOLS] == "" and kit.known_until(number) <= kit.now) then
  kit.flush()
  return { "flagged", "" }
end
if till == "lift" then
  number[BLOCKS] = ""
  number[QUARANTINED_UNTIL] = 0
elseif till == "inf" then
  number[QUARANTINED_UNTIL] = math.huge
else
  number[QUARANTINED_UNTIL] = tonumber(till)
end
kit.save_number(key)
kit.refresh_everywhere(key)
kit.flush()
return { "flagged", "1" }
