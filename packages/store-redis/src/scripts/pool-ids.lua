-- pool-ids: ids of the pools that were loaded.
--
-- KEYS[1] [2] see buffer.lua
--
-- Answers "moved" (see clock.lua), or "ids" and each id.

if read("moved") then return { "moved", read("moved") } end
local pools = call("HGETALL", prefix .. "pools")
local names = {}
for at = 2, #pools, 2 do names[#names + 1] = "p" .. pools[at] end
prefetch(names)
local answer = { "ids" }
for at = 1, #pools, 2 do
  if read("p" .. pools[at + 1]) then answer[#answer + 1] = pools[at] end
end
return answer
