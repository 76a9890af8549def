-- switch: has the namespace go on under the keys of another generation. What was kept before is gone at once, though its keys
-- are still to be swept.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1] the other generation, [2] "1": whatever is kept now
--
-- Answers "moved" (see clock.lua), "filled" when something is kept, or "switched", and the chunks that leases were kept in

if kit.read("moved") then return { "moved", kit.read("moved") } end
kit.read_head()
if ARGV[2] ~= "1" then
  local is_filled = kit.sequence > 0 or kit.callee_count > 0 or kit.call("EXISTS", kit.prefix .. "pools", kit.prefix .. "strays") > 0
  if is_filled then return { "filled" } end
end
local chunks = kit.call("ZRANGE", kit.prefix .. "chunks", 0, -1)
chunks[#chunks + 1] = tostring(math.floor(kit.sequence / 1024))
kit.call("UNLINK", kit.state_key)
-- Whoever still uses these keys learns where the namespace is now. This is all that stays of a generation.
kit.call("HSET", kit.state_key, "moved", ARGV[1])
kit.call("ZREM", KEYS[2] .. "staged", ARGV[1])
return { "switched", table.concat(chunks, ",") }
