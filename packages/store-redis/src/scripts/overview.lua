-- overview: what there is to check.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
--
-- Answers "again", "zones" (see acquire.lua), or "overview", now, sequence, chunks of leases joined by ",", how many callees there are, how many
-- leases wait for their deadline or were to be unknown within the last 22 hours, then for each pool a list: its id, its index, the buckets' ids

-- Leases that are held for as long as this past their deadline may be forgotten already.
local SEEN_MS = 79200000

local answer = kit.advance()
if answer then return answer end
kit.flush()
local chunks = kit.call("ZRANGE", kit.prefix .. "chunks", 0, -1)
chunks[#chunks + 1] = tostring(math.floor(kit.sequence / 1024))
local overview = { "overview", kit.text(kit.now), kit.text(kit.sequence), table.concat(chunks, ","),
  kit.text(kit.call("ZCARD", kit.prefix .. "ages")), 
  kit.text(kit.call("ZCOUNT", kit.prefix .. "held", "(" .. kit.text(kit.now - SEEN_MS), "+inf")) }
local pools = kit.call("HGETALL", kit.prefix .. "pools")
for at = 1, #pools, 2 do
  if kit.rules_of(pools[at + 1]) then
    overview[#overview + 1] = { pools[at], pools[at + 1], kit.call("HGET", kit.prefix .. "def:" .. pools[at + 1], "buckets") }
  end
end
return overview
