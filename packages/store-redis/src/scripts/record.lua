-- record: counts a call that was placed elsewhere.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] slug key, [7] the callee's digits, [8] when it was placed, [9] "1" if it was answered
--
-- Answers "again", "zones" (see acquire.lua), or "recorded".

local key, digits = ARGV[6], ARGV[7]
prefetch({ "h", "z", "moved", "n" .. key, "c" .. digits })

local answer = advance()
if answer then return answer end

local at = tonumber(ARGV[8])
if at > now then at = now end
local number = number_now(key) or new_number(key)
local taken = next_sequence()
change_calls(number, at, 1, 1)
if counts_callees then add_call(digits, at) end
remember(digits, REACHED, key, taken, at)
if ARGV[9] == "1" then remember(digits, ANSWERED, key, taken, at) end
if number.pools ~= "" then
  number.last_sequence = taken
  if at > number.last_at then number.last_at = at end
end
save_number(key)
refresh_everywhere(key)
flush()
return { "recorded" }
