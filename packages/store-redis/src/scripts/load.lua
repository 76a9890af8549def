-- load: a batch of a pool's members, and of calls that they placed before it was known. A small load is one run; a big one is several, of
-- which the first begins it, the last completes it, and the pool's own verbs wait meanwhile.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] the pool's id, [7] its version as the caller knows it: 0 if it knows none
-- ARGV[8] the loader's own token
-- ARGV[9] "1" begins the load, [10] "1" completes it
-- ARGV[11] rules, as JSON: see pool.lua; ARGV[12] the policy and ARGV[13] the buckets' ids by name, as JSON, for other processes
-- ARGV[14] JSON: { turns: virtual time of buckets in an import, lists of id, base, picks, rate; order: whether the order's name changed, counts: whether callees are counted, dropped: ids of buckets that go }
-- ARGV[15] JSON: slug keys of members that leave
-- ARGV[16] JSON: members that come or change, each a list: slug key, weight, activeSince or −1, own limits or false, ids of buckets,
--   draw or −1, and in an import how it stands: whether it is free, and its start in each bucket
-- ARGV[17] JSON: calls to be counted, the oldest first, each a list: id, slug key, the callee's digits, when it was placed, whether it was answered
-- ARGV[18…] numbers of the members that come, as JSON, in the same order
--
-- Ids of the calls that were counted by runs before are in `e:<index>` until the load is complete, so that whoever does the load of a
-- dead loader over counts none twice.
--
-- Answers "again", "zones" (see acquire.lua), or
--   "stale"             the pool has another version
--   "busy"              another load of the pool is under way
--   "taken"             this load was taken over by another
--   "loading", index    go on with the next batch
--   "loaded", index, version

-- A loader that sends nothing for this long is taken for dead.
local PATIENCE_MS = 10000

local pool_id, token = ARGV[6], ARGV[8]
local answer = kit.advance()
if answer then return answer end
kit.flush()

local server = kit.call("TIME")
local server_now = server[1] * 1000 + math.floor(server[2] / 1000)
local index = kit.call("HGET", kit.prefix .. "pools", pool_id)
local known = index and kit.rules_of(index)
local is_beginning, is_completing = ARGV[9] == "1", ARGV[10] == "1"
local fresh = cjson.decode(ARGV[11])
local plan = cjson.decode(ARGV[14])

if is_beginning then
  if (known and known[VERSION] or 0) ~= tonumber(ARGV[7]) then return { "stale" } end
  local other = index and kit.next_rules_of(index)
  if other and other[LOADER] ~= token and other[LOADED_BY] > server_now then return { "busy" } end
  if not index then
    kit.pool_count = kit.pool_count + 1
    index = kit.text(kit.pool_count)
    kit.set_field(kit.prefix .. "pools", pool_id, index)
    kit.write("i" .. index, pool_id)
  end
  kit.version_count = kit.version_count + 1
  kit.head_changed = true
  fresh[VERSION] = kit.version_count
  kit.set_field(kit.prefix .. "def:" .. index, "buckets", ARGV[13])
else
  local other = index and kit.next_rules_of(index)
  if not other or other[LOADER] ~= token then return { "taken" } end
  fresh[VERSION] = other[VERSION]
end
fresh[LOADER], fresh[LOADED_BY] = token, server_now + PATIENCE_MS
kit.next_rules[index] = fresh
local zone = fresh[ZONE]
if zone and not kit.zones[zone] then
  if is_beginning then kit.next_rules[index] = nil end
  return { "zones", kit.text(kit.now), { zone } }
end
-- Where the caller has just made the periods of a zone, `begin` has written them.

local order = fresh[ORDER]

-- Takes a member out of all indexes; it stays in the namespace.
local function take_out(id, key, member, old)
  local old_order = old[ORDER]
  for slot = FIRST_SLOT, #member, 2 do
    local name = index .. ":" .. member[slot]
    if member[FREE_AT] == 0 then
      if old_order == WEIGHTED_TURNS then kit.count_units(name, -kit.units_of(old_order, member[WEIGHT])) end
    end
    kit.leave(old_order, name, key)
    -- After a load that was left half done the order may be another.
    kit.place(kit.prefix .. "g:" .. name, key, false)
    if member[OVER] >= 0 then kit.place(kit.prefix .. "o:" .. name, key, false) end
  end
  if member[DUE_AT] > 0 then kit.place(kit.prefix .. "due", id, false) end
end

local function take_leave(key)
  local id = index .. ":" .. key
  local member = kit.member_of(id)
  if not member then return end
  take_out(id, key, member, kit.rules_for(index, member[GENERATION]))
  kit.members[id] = false
  kit.save_member(id)
  kit.place(kit.prefix .. "members:" .. index, key, false)
  kit.place(kit.prefix .. "r:" .. index, key, false)
  kit.set_field(kit.prefix .. "num:" .. index, key, false)
  if known and known[ORDER] == LEARNED_RANKING then
    for step = 1, 8 do
      kit.set_field(kit.prefix .. "a:" .. index, step .. ":" .. key, false)
      kit.place(kit.prefix .. "al:" .. index, step .. ":" .. key, false)
    end
  end
  local number = kit.number_now(key)
  number[POOLS] = (";" .. number[POOLS]):gsub(";" .. index .. ";", ";"):sub(2)
  if number[POOLS] == "" then number[LAST_SEQUENCE], number[LAST_AT] = 0, -1 end
  kit.save_number(key)
end

-- Where a member stood in each bucket that it keeps; under clocks what is left, or the score if it stays free.
local function take_in(spec, number_text)
  local key, weight, active_since, own, ids, draw = spec[1], spec[2], spec[3], spec[4], spec[5], spec[6]
  local id = index .. ":" .. key
  local old = kit.member_of(id)
  local number = kit.number_now(key) or kit.new_number(key)
  local was_free, old_weight, old_starts = false, weight, {}
  if old then
    take_out(id, key, old, kit.rules_for(index, old[GENERATION]))
    was_free = old[FREE_AT] == 0
    old_weight = old[WEIGHT]
    for slot = FIRST_SLOT, #old, 2 do old_starts[old[slot]] = old[slot + 1] end
  else
    number[POOLS] = number[POOLS] .. index .. ";"
    kit.place(kit.prefix .. "strays", key, false)
    if number[RESTING_UNTIL] > kit.now then kit.place(kit.prefix .. "r:" .. index, key, number[RESTING_UNTIL]) end
    kit.place(kit.prefix .. "members:" .. index, key, 0)
  end
  if spec[7] then
    was_free = spec[7][1]
    for slot = 1, #ids do old_starts[ids[slot]] = spec[7][slot + 1] end
  end
  kit.set_field(kit.prefix .. "num:" .. index, key, number_text)
  local score = kit.is_watched(order) and kit.score_of(order, number) or 0
  local member = { 0, weight, active_since, fresh[VERSION], 0, score, -1, own and cmsgpack.pack(own) or "" }
  kit.members[id] = member
  local free_at = kit.free_at_of(number, kit.limits_of(member, fresh), active_since, kit.zone_of(fresh))
  member[FREE_AT] = free_at
  for at = 1, #ids do
    local bucket_id, slot = ids[at], FIRST_SLOT + 2 * (at - 1)
    local name = index .. ":" .. bucket_id
    -- It is kept of every bucket that has a virtual time, so that one that is lost is missed.
    if (order == TURNS or order == WEIGHTED_TURNS or order == CLOCKS) and not kit.read("b" .. name) then
      kit.bucket_of(name)
      kit.save_bucket(name)
    end
    local start = old_starts[bucket_id]
    local stays = start and was_free
    if not start then
      start = order == CLOCKS and draw or ((order == TURNS or order == WEIGHTED_TURNS) and kit.virtual_time(kit.bucket_of(name)) or 0)
    end
    member[slot], member[slot + 1] = bucket_id, start
    if stays then
      if order == CLOCKS and weight ~= old_weight then
        member[slot + 1] = kit.bucket_of(name).base + kit.residual(name, start, old_weight) / weight
      end
      if order == WEIGHTED_TURNS then kit.count_units(name, kit.units_of(order, weight)) end
      if free_at > 0 then kit.part(order, name, member, slot) end
    elseif free_at == 0 then
      kit.join(order, name, member, slot)
    end
    if free_at == 0 then kit.enter(order, name, member, slot, key)
    else kit.wait(order, name, key, free_at) end
    kit.place(kit.prefix .. "f:" .. name, LONG, -math.huge)
  end
  kit.place(kit.prefix .. "due", LONG, math.huge)
  kit.save_member(id)
  kit.save_number(key)
  kit.follow_up(index, key, id, member, number, order, fresh[OVERFLOWS])
end

local leaving, coming, calls = cjson.decode(ARGV[15]), cjson.decode(ARGV[16]), cjson.decode(ARGV[17])
local ids = {}
for at = 1, #leaving do ids[at] = index .. ":" .. leaving[at] end
for at = 1, #coming do ids[#ids + 1] = index .. ":" .. coming[at][1] end
kit.prefetch_members(ids)
local names = {}
for at = 1, #coming do
  for slot = 1, #coming[at][5] do names[#names + 1] = "b" .. index .. ":" .. coming[at][5][slot] end
end
kit.prefetch(names)
for at = 1, #plan.turns do
  local id, base, picks, rate = unpack(plan.turns[at])
  local bucket = kit.bucket_of(index .. ":" .. id)
  bucket.base, bucket.picks, bucket.rate = base, picks, rate
  kit.save_bucket(index .. ":" .. id)
end
for at = 1, #leaving do take_leave(leaving[at]) end
for at = 1, #coming do take_in(coming[at], ARGV[17 + at]) end

-- Counts the calls of a batch that no run before has counted.
local function count_calls()
  if plan.counts and not kit.counts_callees then
    kit.counts_callees = true
    kit.head_changed = true
  end
  local ids, fields = {}, {}
  for at = 1, #calls do
    ids[at] = calls[at][1]
    fields[2 * at - 1] = "n" .. calls[at][2]
    fields[2 * at] = "c" .. calls[at][3]
  end
  kit.prefetch(fields)
  local is_counted = kit.call("HMGET", kit.prefix .. "e:" .. index, unpack(ids))
  for at = 1, #calls do
    if not is_counted[at] then
      kit.enter_call(calls[at][2], calls[at][3], calls[at][4], calls[at][5])
      if not is_completing then kit.set_field(kit.prefix .. "e:" .. index, ids[at], "") end
    end
  end
end
if #calls > 0 then count_calls() end

if not is_completing then
  kit.write("q" .. index, cmsgpack.pack(fresh))
  kit.flush()
  return { "loading", index }
end

if plan.order then
  kit.unlink(kit.prefix .. "a:" .. index)
  kit.unlink(kit.prefix .. "al:" .. index)
  kit.write("v" .. index, false)
end
for at = 1, #plan.dropped do
  local name = index .. ":" .. plan.dropped[at]
  -- Members that left it may have changed it in this run.
  kit.buckets[name] = nil
  if kit.changed_buckets then kit.changed_buckets[name] = nil end
  kit.write("b" .. name, false)
  kit.unlink(kit.prefix .. "f:" .. name)
end
kit.flush()
if plan.counts and not kit.counts_callees then
  kit.counts_callees = true
  kit.head_changed = true
end
fresh[SIZE] = kit.call("ZCARD", kit.prefix .. "members:" .. index)
fresh[LOADER], fresh[LOADED_BY] = nil, nil
kit.write("p" .. index, cmsgpack.pack(fresh))
kit.write("q" .. index, false)
if not known then kit.unlink(kit.prefix .. "e:" .. index) end
kit.set_field(kit.prefix .. "def:" .. index, "policy", ARGV[12])
kit.set_field(kit.prefix .. "def:" .. index, "buckets", ARGV[13])
kit.flush()
return { "loaded", index, kit.text(fresh[VERSION]) }
