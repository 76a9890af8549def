-- stage: gives out a new generation.
--
-- KEYS[1] [2] see buffer.lua
--
-- Answers "again", "staged", the generation, then generations that were begun long ago and never used: to be swept

-- An import that is not done after a day is taken for dead.
local PATIENCE_MS = 86400000
-- Generations that are looked at in one run.
local MAX_TRIED = 500

local server = kit.call("TIME")
local now = server[1] * 1000

-- A key that holds what the store did not write is made anew: nothing could be staged ever again.
local function next_generation()
  local generation = redis.pcall("INCR", KEYS[2] .. "generations")
  if type(generation) == "number" then return kit.text(generation) end
  kit.call("UNLINK", KEYS[2] .. "generations")
  return kit.text(kit.call("INCR", KEYS[2] .. "generations"))
end

if type(redis.pcall("ZCARD", KEYS[2] .. "staged")) ~= "number" then kit.call("UNLINK", KEYS[2] .. "staged") end
for _ = 1, MAX_TRIED do
  local generation = next_generation()
  -- Should the counter be lost, those that were used are passed over: each has left its mark.
  if kit.call("EXISTS", KEYS[2] .. generation .. ":s") == 0 then
    kit.call("ZADD", KEYS[2] .. "staged", now, generation)
    local dead = kit.call("ZRANGEBYSCORE", KEYS[2] .. "staged", "-inf", now - PATIENCE_MS, "LIMIT", 0, 10)
    local answer = { "staged", generation }
    for at = 1, #dead do answer[at + 2] = dead[at] end
    return answer
  end
end
return { "again" }
