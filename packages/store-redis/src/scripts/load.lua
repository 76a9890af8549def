-- load: a batch of a pool's members. A small load is one run; a big one is several, of which the first begins it, the last
-- completes it, and the pool's own verbs wait meanwhile.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] the pool's id, [7] its version as the caller knows it: 0 if it knows none
-- ARGV[8] the loader's own token
-- ARGV[9] "1" begins the load, [10] "1" completes it
-- ARGV[11] rules, as JSON: see pool.lua; ARGV[12] the policy and ARGV[13] the buckets' ids by name, as JSON, for other processes
-- ARGV[14] JSON: { order: whether the order's name changed, counts: whether callees are counted, dropped: ids of buckets that go }
-- ARGV[15] JSON: slug keys of members that leave
-- ARGV[16] JSON: members that come or change, each a list: slug key, weight, activeSince or −1, own limits or false, ids of buckets,
--   draw or −1; ARGV[17…] their numbers as JSON, in the same order
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
local answer = advance()
if answer then return answer end

local server = call("TIME")
local server_now = server[1] * 1000 + floor(server[2] / 1000)
local index = call("HGET", prefix .. "pools", pool_id)
local known = index and rules_of(index)
local is_beginning, is_completing = ARGV[9] == "1", ARGV[10] == "1"
local fresh = cjson.decode(ARGV[11])
local plan = cjson.decode(ARGV[14])

if is_beginning then
  if (known and known[VERSION] or 0) ~= tonumber(ARGV[7]) then return { "stale" } end
  local other = index and next_rules_of(index)
  if other and other[LOADER] ~= token and other[LOADED_BY] > server_now then return { "busy" } end
  if not index then
    pool_count = pool_count + 1
    index = text(pool_count)
    set_field(prefix .. "pools", pool_id, index)
    write("i" .. index, pool_id)
  end
  version_count = version_count + 1
  head_changed = true
  fresh[VERSION] = version_count
  set_field(prefix .. "def:" .. index, "buckets", ARGV[13])
else
  local other = index and next_rules_of(index)
  if not other or other[LOADER] ~= token then return { "taken" } end
  fresh[VERSION] = other[VERSION]
end
fresh[LOADER], fresh[LOADED_BY] = token, server_now + PATIENCE_MS
next_rules[index] = fresh
local zone = fresh[ZONE]
if zone and not zones[zone] then
  if is_beginning then next_rules[index] = nil end
  return { "zones", text(now), { zone } }
end
-- Where the caller has just made the periods of a zone, `begin` has written them.

local order = fresh[ORDER]

-- Takes a member out of all indexes; it stays in the namespace.
local function take_out(id, key, member, old)
  local old_order = old[ORDER]
  for slot = 1, #member.ids do
    local name = index .. ":" .. member.ids[slot]
    if member.free_at == 0 then
      if old_order == WEIGHTED_TURNS then count_units(name, -units_of(old_order, member.weight)) end
      leave(old_order, name, key)
      -- After a load that was left half done the order may be another.
      place(prefix .. "g:" .. name, key, false)
    else
      place(prefix .. "w:" .. name, key, false)
    end
    if member.over >= 0 then place(prefix .. "o:" .. name, key, false) end
  end
  if member.due_at > 0 then place(prefix .. "due", id, false) end
end

local function take_leave(key)
  local id = index .. ":" .. key
  local member = member_of(id)
  if not member then return end
  take_out(id, key, member, rules_for(index, member.generation))
  members[id] = false
  save_member(id)
  place(prefix .. "members:" .. index, key, false)
  place(prefix .. "r:" .. index, key, false)
  set_field(prefix .. "num:" .. index, key, false)
  if known and known[ORDER] == LEARNED_RANKING then
    for step = 1, 8 do
      set_field(prefix .. "a:" .. index, step .. ":" .. key, false)
      place(prefix .. "al:" .. index, step .. ":" .. key, false)
    end
  end
  local number = number_now(key)
  number.pools = (";" .. number.pools):gsub(";" .. index .. ";", ";"):sub(2)
  if number.pools == "" then number.last_sequence, number.last_at = 0, -1 end
  save_number(key)
end

-- Where a member stood in each bucket that it keeps; under clocks what is left, or the score if it stays free.
local function take_in(spec, number_text)
  local key, weight, active_since, own, ids, draw = spec[1], spec[2], spec[3], spec[4], spec[5], spec[6]
  local id = index .. ":" .. key
  local old = member_of(id)
  local number = number_now(key) or new_number(key)
  local was_free, old_weight, old_starts = false, weight, {}
  if old then
    take_out(id, key, old, rules_for(index, old.generation))
    was_free = old.free_at == 0
    old_weight = old.weight
    for slot = 1, #old.ids do old_starts[old.ids[slot]] = old.starts[slot] end
  else
    number.pools = number.pools .. index .. ";"
    place(prefix .. "strays", key, false)
    if number.resting_until > now then place(prefix .. "r:" .. index, key, number.resting_until) end
    place(prefix .. "members:" .. index, key, 0)
  end
  set_field(prefix .. "num:" .. index, key, number_text)
  local member = {
    free_at = 0, weight = weight, active_since = active_since, generation = fresh[VERSION], due_at = 0, over = -1,
    score = IS_WATCHED[order] and score_of(order, number) or 0, ids = ids, starts = {},
    own_limits = own and encode(own), limits = own or nil,
  }
  members[id] = member
  local free_at = free_at_of(number, limits_of(member, fresh), active_since, zone_of(fresh))
  member.free_at = free_at
  for slot = 1, #ids do
    local name = index .. ":" .. ids[slot]
    local start = old_starts[ids[slot]]
    local stays = start and was_free
    if not start then
      start = order == CLOCKS and draw or ((order == TURNS or order == WEIGHTED_TURNS) and virtual_time(bucket_of(name)) or 0)
    end
    member.starts[slot] = start
    if stays then
      if order == CLOCKS and weight ~= old_weight then
        member.starts[slot] = bucket_of(name).base + residual(name, start, old_weight) / weight
      end
      if order == WEIGHTED_TURNS then count_units(name, units_of(order, weight)) end
      if free_at > 0 then part(order, name, member, slot) end
    elseif free_at == 0 then
      join(order, name, member, slot)
    end
    if free_at == 0 then enter(order, name, member, slot, key)
    elseif free_at < huge then place(prefix .. "w:" .. name, key, free_at) end
  end
  save_member(id)
  save_number(key)
  follow_up(index, key, id, member, number, order, fresh[OVERFLOWS])
end

local leaving, coming = cjson.decode(ARGV[15]), cjson.decode(ARGV[16])
local ids = {}
for at = 1, #leaving do ids[at] = index .. ":" .. leaving[at] end
for at = 1, #coming do ids[#ids + 1] = index .. ":" .. coming[at][1] end
prefetch_members(ids)
local names = {}
for at = 1, #coming do
  for slot = 1, #coming[at][5] do names[#names + 1] = "b" .. index .. ":" .. coming[at][5][slot] end
end
prefetch(names)
for at = 1, #leaving do take_leave(leaving[at]) end
for at = 1, #coming do take_in(coming[at], ARGV[16 + at]) end

if not is_completing then
  write("q" .. index, encode(fresh))
  flush()
  return { "loading", index }
end

if plan.order then
  unlinked[#unlinked + 1] = prefix .. "a:" .. index
  unlinked[#unlinked + 1] = prefix .. "al:" .. index
  write("v" .. index, false)
end
for at = 1, #plan.dropped do
  local name = index .. ":" .. plan.dropped[at]
  write("b" .. name, false)
end
flush()
if plan.counts and not counts_callees then
  counts_callees = true
  head_changed = true
end
fresh[SIZE] = call("ZCARD", prefix .. "members:" .. index)
fresh[LOADER], fresh[LOADED_BY] = nil, nil
write("p" .. index, encode(fresh))
write("q" .. index, false)
set_field(prefix .. "def:" .. index, "policy", ARGV[12])
set_field(prefix .. "def:" .. index, "buckets", ARGV[13])
flush()
return { "loaded", index, text(fresh[VERSION]) }
