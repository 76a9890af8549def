-- snapshot: copies the namespace as of this moment, for an export to be read from. One run, for nothing may come between: it
-- takes as long as copying takes, about a tenth of a second for each 100,000 numbers.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] what keys of the copy begin with
--
-- Answers "again", "zones" (see acquire.lua), or "copied", now, sequence, whether callees are counted, whether there is anything,
-- then for each pool a list: its id, its index, the policy, the buckets' ids

-- Whoever stops reading may leave a copy behind; the server forgets it after an hour.
local KEPT_MS = 3600000

local answer = kit.advance()
if answer then return answer end
kit.flush()

local copy = ARGV[6]
local function take(name)
  kit.call("COPY", kit.prefix .. name, copy .. name, "REPLACE")
  kit.call("PEXPIRE", copy .. name, KEPT_MS)
end

for _, name in ipairs({ "s", "strays", "ages", "chunks", "pools" }) do take(name) end
local chunks = kit.call("ZRANGE", kit.prefix .. "chunks", 0, -1)
chunks[#chunks + 1] = tostring(math.floor(kit.sequence / 1024))
for at = 1, #chunks do take("l:" .. chunks[at]) end
local pools = kit.call("HGETALL", kit.prefix .. "pools")
local known = { "copied", kit.text(kit.now), kit.text(kit.sequence), kit.counts_callees and "1" or "",
  table.concat(chunks, ",") }
for at = 1, #pools, 2 do
  local index = pools[at + 1]
  if kit.rules_of(index) then
    for _, name in ipairs({ "members:", "num:", "def:", "a:", "al:" }) do take(name .. index) end
    local definition = kit.call("HMGET", kit.prefix .. "def:" .. index, "policy", "buckets")
    known[#known + 1] = { pools[at], index, definition[1], definition[2] }
  end
end
return known
