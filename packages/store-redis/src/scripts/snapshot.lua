-- snapshot: copies the namespace as of this moment, for an export to be read from. One run, for nothing may come between: it
-- takes as long as copying takes, about a fifth of a second for each 100,000 numbers.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] what keys of the copy begin with
-- ARGV[7] "1": of a state that may be damaged: nothing is woken, and what cannot be read is left out
--
-- Answers "again", "zones" (see acquire.lua), or "copied", now, sequence, whether callees are counted, whether there is anything,
-- then for each pool a list: its id, its index, the policy, the buckets' ids; the latter two are null where they are lost

-- Whoever stops reading may leave a copy behind; the server forgets it after an hour.
local KEPT_MS = 3600000

local answer = kit.look(ARGV[7])
if answer then return answer end

local copy = ARGV[6]
local function take(name)
  kit.call("COPY", kit.prefix .. name, copy .. name, "REPLACE")
  kit.call("PEXPIRE", copy .. name, KEPT_MS)
end

for _, name in ipairs({ "s", "strays", "ages", "chunks", "pools" }) do take(name) end
local chunks = redis.pcall("ZRANGE", kit.prefix .. "chunks", 0, -1)
if chunks.err then chunks = {} end
chunks[#chunks + 1] = tostring(math.floor(kit.sequence / 1024))
for at = 1, #chunks do take("l:" .. chunks[at]) end
local pools = redis.pcall("HGETALL", kit.prefix .. "pools")
if pools.err then
  if ARGV[7] ~= "1" then return pools end
  pools = {}
end
-- Where the list is lost, indexes tell what was in it.
if ARGV[7] == "1" then
  local listed = {}
  for at = 2, #pools, 2 do listed[pools[at]] = true end
  for index = 1, math.min(kit.pool_count, 10000) do
    local name = not listed[kit.text(index)] and kit.field_in("s", "i" .. kit.text(index))
    if name then pools[#pools + 1], pools[#pools + 2] = name, kit.text(index) end
  end
end
local known = { "copied", kit.text(kit.now), kit.text(kit.sequence), kit.counts_callees and "1" or "",
  table.concat(chunks, ",") }
for at = 1, #pools, 2 do
  local index = pools[at + 1]
  if ARGV[7] == "1" or kit.rules_of(index) then
    for _, name in ipairs({ "members:", "num:", "def:", "a:", "al:" }) do take(name .. index) end
    known[#known + 1] = { pools[at], index, kit.field_in("def:" .. index, "policy"), kit.field_in("def:" .. index, "buckets") }
  end
end
return known
