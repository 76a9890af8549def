-- read-leases: a chunk of leases, from a copy.
--
-- KEYS[1] what keys of the copy begin with
-- ARGV[1] the chunk
--
-- Answers "leases" and for each a list: sequence, state, the pool's id, slug key, the callee's digits, when it was acquired, until when it is
-- held, until when it is live, the step's code; slug key is null for one of which no more is known than its state

local rows = kit.call("HGETALL", kit.prefix .. "l:" .. ARGV[1])
local answer = { "leases" }
for at = 1, #rows, 2 do
  local lease = cmsgpack.unpack(rows[at + 1])
  answer[#answer + 1] = { rows[at], lease[STATE], kit.read("i" .. lease[POOL]), lease[SLUG], lease[CALLEE],
    kit.text(lease[ACQUIRED_AT]), kit.text(lease[HOLD_UNTIL]), kit.text(lease[LIVE_UNTIL]), lease[STEP] }
end
return answer
