-- flag: puts a number into quarantine by hand, or lifts it.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] slug key, [7] until when; "inf": until it is lifted; "lift"
--
-- Answers "again", "zones" (see acquire.lua), or "flagged" and "1" if the number is known.

local key, till = ARGV[6], ARGV[7]

local answer = advance()
if answer then return answer end

local number = number_now(key)
if not number or (number.pools == "" and known_until(number) <= now) then
  flush()
  return { "flagged", "" }
end
if till == "lift" then
  number.blocks = ""
  number.quarantined_until = 0
elseif till == "inf" then
  number.quarantined_until = huge
else
  number.quarantined_until = tonumber(till)
end
save_number(key)
refresh_everywhere(key)
flush()
return { "flagged", "1" }
