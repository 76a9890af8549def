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
if not number or (number.pools == "" and kit.known_until(number) <= kit.now) then
  kit.flush()
  return { "flagged", "" }
end
if till == "lift" then
  number.blocks = ""
  number.quarantined_until = 0
elseif till == "inf" then
  number.quarantined_until = math.huge
else
  number.quarantined_until = tonumber(till)
end
kit.save_number(key)
kit.refresh_everywhere(key)
kit.flush()
return { "flagged", "1" }
