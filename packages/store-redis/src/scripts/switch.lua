-- switch: has the namespace go on under the keys of another generation. What was kept before is gone at once, though its keys
-- are still to be swept.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1] the other generation, [2] "1": whatever is kept now, and however damaged it is; [3] "1": something was imported into it
--
-- Answers "moved" (see clock.lua), "filled" when something is kept, "lost" when what was imported is gone, or "switched", the chunks that
-- leases were kept in, and how many pools there were

local is_replacing = ARGV[2] == "1"
local is_state = redis.pcall("HLEN", kit.state_key)
if type(is_state) == "number" then
  local moved = kit.moved_to()
  if moved then return { "moved", moved } end
elseif not is_replacing then
  return is_state
end
if ARGV[3] == "1" and kit.call("EXISTS", KEYS[2] .. ARGV[1] .. ":s") == 0 then return { "lost" } end
-- A head that cannot be read leaves all at what a new namespace has.
kit.sequence, kit.callee_count, kit.pool_count = 0, 0, 0
local is_read, fault = pcall(kit.read_head)
if not is_replacing then
  if not is_read then error(fault) end
  local is_filled = kit.sequence > 0 or kit.callee_count > 0 or kit.call("EXISTS", kit.prefix .. "pools", kit.prefix .. "strays") > 0
  if is_filled then return { "filled" } end
end
local chunks = redis.pcall("ZRANGE", kit.prefix .. "chunks", 0, -1)
if chunks.err then chunks = {} end
chunks[#chunks + 1] = tostring(math.floor(kit.sequence / 1024))
kit.call("UNLINK", kit.state_key)
-- Whoever still uses these keys learns where the namespace is now, and so does whoever opens it. This is all that stays of a generation.
kit.call("HSET", kit.state_key, "moved", ARGV[1])
local first = KEYS[2] .. "0:s"
if first ~= kit.state_key then
  kit.call("UNLINK", first)
  kit.call("HSET", first, "moved", ARGV[1])
end
kit.call("UNLINK", KEYS[2] .. "current")
kit.call("HSET", KEYS[2] .. "current", "generation", ARGV[1])
redis.pcall("ZREM", KEYS[2] .. "staged", ARGV[1])
return { "switched", table.concat(chunks, ","), kit.text(kit.pool_count) }
