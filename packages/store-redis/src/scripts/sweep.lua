-- sweep: unlinks keys of a generation that nobody uses any more, or of a copy; some in each run. Goes by numbers alone, so that nothing of
-- what is damaged stays behind.
--
-- KEYS[1] what its keys begin with, [2] see buffer.lua
-- ARGV[1] chunks of leases joined by ",", [2] how many pools there were; both are read where the state still is
-- ARGV[3] at which pool to go on, [4] and at which of its buckets
-- ARGV[5] "1": the state too, which else tells where the namespace is now, [6] the generation, if it was staged and never used
--
-- Answers "swept", or "more", the pool and the bucket to go on at

local BATCH = 500

kit.pool_count, kit.sequence = 0, 0
if ARGV[5] == "1" then pcall(kit.read_head) end
local last_pool = math.max(tonumber(ARGV[2]), kit.pool_count)
local index = tonumber(ARGV[3])
if index <= last_pool then
  local first, gone = tonumber(ARGV[4]), 0
  for bucket = first, first + BATCH - 1 do
    local name = kit.text(index) .. ":" .. kit.text(bucket)
    gone = gone + kit.call("UNLINK", kit.prefix .. "f:" .. name, kit.prefix .. "g:" .. name, kit.prefix .. "o:" .. name)
  end
  -- Ids of buckets rise, and those that were given up leave gaps; the definition knows the last.
  local text = redis.pcall("HGET", kit.prefix .. "def:" .. kit.text(index), "buckets")
  local is_read, known = pcall(cjson.decode, text)
  local last = is_read and type(known) == "table" and tonumber(known.next) or 0
  if gone > 0 or first + BATCH <= last then return { "more", kit.text(index), kit.text(first + BATCH) } end
  for _, name in ipairs({ "members:", "num:", "def:", "a:", "al:", "r:", "e:" }) do kit.call("UNLINK", kit.prefix .. name .. kit.text(index)) end
  return { "more", kit.text(index + 1), "1" }
end
for chunk in ARGV[1]:gmatch("%d+") do kit.call("UNLINK", kit.prefix .. "l:" .. chunk) end
if ARGV[5] == "1" then
  local chunks = redis.pcall("ZRANGE", kit.prefix .. "chunks", 0, -1)
  if not chunks.err then
    for at = 1, #chunks do kit.call("UNLINK", kit.prefix .. "l:" .. chunks[at]) end
  end
  kit.call("UNLINK", kit.prefix .. "l:" .. math.floor(kit.sequence / 1024))
end
for _, name in ipairs({ "due", "held", "ages", "strays", "chunks", "pools" }) do kit.call("UNLINK", kit.prefix .. name) end
if ARGV[5] == "1" then kit.call("UNLINK", kit.state_key) end
if ARGV[6] ~= "" then redis.pcall("ZREM", KEYS[2] .. "staged", ARGV[6]) end
return { "swept" }
