-- stage: gives out a new generation.
--
-- KEYS[1] [2] see buffer.lua
--
-- Answers "staged", the generation, then generations that were begun long ago and never used: to be swept

-- An import that is not done after a day is taken for dead.
local PATIENCE_MS = 86400000

local server = kit.call("TIME")
local now = server[1] * 1000
local generation = kit.call("INCR", KEYS[2] .. "generations")
kit.call("ZADD", KEYS[2] .. "staged", now, generation)
local dead = kit.call("ZRANGEBYSCORE", KEYS[2] .. "staged", "-inf", now - PATIENCE_MS, "LIMIT", 0, 10)
local answer = { "staged", kit.text(generation) }
for at = 1, #dead do answer[at + 2] = dead[at] end
return answer
