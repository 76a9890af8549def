-- record: counts a call that was placed elsewhere.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] slug key, [7] the callee's digits, [8] when it was placed, [9] "1" if it was answered
--
-- Answers "again", "zones" (see acquire.lua), or "recorded".

local key, digits = ARGV[6], ARGV[7]
kit.prefetch({ "h", "z", "moved", "n" .. key, "c" .. digits })

local answer = kit.advance()
if answer then return answer end

local at = tonumber(ARGV[8])
if at > kit.now then at = kit.now end
local number = kit.number_now(key) or kit.new_number(key)
local taken = kit.next_sequence()
kit.change_calls(number, at, 1, 1)
if kit.counts_callees then kit.add_call(digits, at) end
kit.remember(digits, REACHED, key, taken, at)
if ARGV[9] == "1" then kit.remember(digits, ANSWERED, key, taken, at) end
if number.pools ~= "" then
  number.last_sequence = taken
  if at > number.last_at then number.last_at = at end
end
kit.save_number(key)
kit.refresh_everywhere(key)
kit.flush()
return { "recorded" }
