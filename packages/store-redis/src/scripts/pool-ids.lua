-- pool-ids: ids of the pools that were loaded.
--
-- KEYS[1] [2] see buffer.lua
--
-- Answers "moved" (see clock.lua), or "ids" and each id.

local moved = kit.moved_to()
if moved then return { "moved", moved } end
local pools = kit.call("HGETALL", kit.prefix .. "pools")
local names = {}
for at = 2, #pools, 2 do names[#names + 1] = "p" .. pools[at] end
kit.prefetch(names)
local answer = { "ids" }
for at = 1, #pools, 2 do
  if kit.read("p" .. pools[at + 1]) then answer[#answer + 1] = pools[at] end
end
return answer
