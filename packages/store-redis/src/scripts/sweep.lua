-- sweep: unlinks keys of a generation that nobody uses any more, or of a copy; some in each run.
--
-- KEYS[1] what its keys begin with, [2] see buffer.lua
-- ARGV[1] chunks of leases joined by ",", [2] at which of a pool's buckets to go on, [3] "1": the state too, which else tells where the
--   namespace is now, [4] the generation, if it was staged and never used
--
-- Answers "swept", or "more" and where to go on

local BATCH = 500

local pool_id, index = unpack(kit.call("HGETALL", kit.prefix .. "pools"), 1, 2)
if pool_id then
  local text = kit.call("HGET", kit.prefix .. "def:" .. index, "buckets")
  local known = text and cjson.decode(text) or { ids = {}, retired = {} }
  local ids = known.retired
  for _, id in pairs(known.ids) do ids[#ids + 1] = id end
  table.sort(ids)
  local first = tonumber(ARGV[2])
  for at = first, math.min(first + BATCH - 1, #ids) do
    local name = index .. ":" .. ids[at]
    kit.call("UNLINK", kit.prefix .. "f:" .. name, kit.prefix .. "g:" .. name, kit.prefix .. "o:" .. name)
  end
  if first + BATCH <= #ids then return { "more", kit.text(first + BATCH) } end
  for _, name in ipairs({ "members:", "num:", "def:", "a:", "al:", "r:" }) do kit.call("UNLINK", kit.prefix .. name .. index) end
  kit.call("HDEL", kit.prefix .. "pools", pool_id)
  return { "more", "1" }
end
for chunk in ARGV[1]:gmatch("%d+") do kit.call("UNLINK", kit.prefix .. "l:" .. chunk) end
for _, name in ipairs({ "due", "held", "ages", "strays", "chunks", "pools" }) do kit.call("UNLINK", kit.prefix .. name) end
if ARGV[3] == "1" then kit.call("UNLINK", kit.state_key) end
if ARGV[4] ~= "" then kit.call("ZREM", KEYS[2] .. "staged", ARGV[4]) end
return { "swept" }
