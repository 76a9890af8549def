-- record: counts a call that was placed elsewhere.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] slug key, [7] the callee's digits, [8] when it was placed, [9] "1" if it was answered
--
-- Answers "again", "zones" (see acquire.lua), or "recorded".

local key, digits = ARGV[6], ARGV[7]
kit.fetch({ "h", "z", "n" .. key, "c" .. digits }, 4)

local answer = kit.advance()
if answer then return answer end

kit.enter_call(key, digits, tonumber(ARGV[8]), ARGV[9] == "1")
kit.flush()
return { "recorded" }
