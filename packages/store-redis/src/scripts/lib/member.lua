-- Members: numbers as they stand in one pool. Field `m<pool>:<slug key>` of `s`.
--
-- `starts` has a value for each bucket: under turns the member's start; under clocks its score while it is free and what
-- is left on its clock while it is parked.

local MEMBER = "<dddddddHH"
local MEMBER_BYTES = 7 * 8 + 2 * 2

local members = {}
local changed_members = {}
-- Formats of the lists at the end of a field, by the number of buckets.
local list_formats = {}

local function list_format(count)
  local format = list_formats[count]
  if not format then
    format = "<" .. ("I"):rep(count) .. ("d"):rep(count)
    list_formats[count] = format
  end
  return format
end

-- @param id <pool>:<slug key>
local function member_of(id)
  local member = members[id]
  if member ~= nil then return member end
  local field = read("m" .. id)
  if not field then
    members[id] = false
    return false
  end
  local free_at, weight, active_since, generation, due_at, score, over, count, own_bytes = unpack_struct(MEMBER, field)
  local ids, starts = {}, {}
  if count == 1 then
    ids[1], starts[1] = unpack_struct("<Id", field, MEMBER_BYTES + 1)
  elseif count > 1 then
    local list = { unpack_struct(list_format(count), field, MEMBER_BYTES + 1) }
    for index = 1, count do
      ids[index] = list[index]
      starts[index] = list[count + index]
    end
  end
  member = {
    free_at = free_at, -- 0: free; infinite: parked for good
    weight = weight,
    active_since = active_since, -- −1: needs no warm-up
    generation = generation, -- version of the pool that it was made under
    due_at = due_at, -- when it is to be looked at again; 0: never
    score = score, -- its score in f, under orders that watch what the number carries
    over = over, -- its score in o; −1: is not there
    ids = ids, -- of its buckets
    starts = starts,
    own_limits = own_bytes > 0 and field:sub(MEMBER_BYTES + 1 + count * 12), -- packed
  }
  members[id] = member
  return member
end

local function save_member(id) changed_members[id] = true end

savers[#savers + 1] = function()
  for id in pairs(changed_members) do
    local m = members[id]
    if m then
      local count = #m.ids
      local lists = ""
      if count == 1 then
        lists = pack("<Id", m.ids[1], m.starts[1])
      elseif count > 1 then
        local values = {}
        for index = 1, count do
          values[index] = m.ids[index]
          values[count + index] = m.starts[index]
        end
        lists = pack(list_format(count), unpack(values))
      end
      local own = m.own_limits or ""
      write("m" .. id, pack(MEMBER, m.free_at, m.weight, m.active_since, m.generation, m.due_at, m.score, m.over, count, #own)
        .. lists .. own)
    else
      write("m" .. id, false)
    end
  end
  changed_members = {}
end

local function limits_of(member, pool)
  if not member.own_limits then return pool[LIMITS] end
  if not member.limits then member.limits = decode(member.own_limits) end
  return member.limits
end

-- The score of a free member in f, under orders that watch what its number carries.
local function score_of(order, number)
  if order == DAY_LOAD then return number.day_total * LOAD_UNIT + number.last_sequence end
  if order == LIVE_LOAD then return in_flight(number) * LOAD_UNIT + number.last_sequence end
  return number.last_sequence
end

-- Enters a free member into the index of one of its buckets.
local function enter(order, name, member, slot, key)
  if order == TURNS then
    place(prefix .. "f:" .. name, key, member.starts[slot] + 1)
  elseif order == WEIGHTED_TURNS then
    local start = member.starts[slot]
    local has_begun = start <= virtual_time(bucket_of(name)) + EPSILON
    place(prefix .. "f:" .. name, key, has_begun and start + UNITS / units_of(order, member.weight))
    place(prefix .. "g:" .. name, key, not has_begun and start)
  elseif order == CLOCKS then
    place(prefix .. "f:" .. name, key, member.starts[slot])
  elseif IS_WATCHED[order] then
    place(prefix .. "f:" .. name, key, member.score)
  else
    place(prefix .. "f:" .. name, key, 0)
  end
end

-- Takes a free member out of it.
local function leave(order, name, key)
  place(prefix .. "f:" .. name, key, false)
  if order == WEIGHTED_TURNS then place(prefix .. "g:" .. name, key, false) end
end

local function count_units(name, by)
  local bucket = bucket_of(name)
  bucket.units = bucket.units + by
  save_bucket(name)
end

-- A member becomes free: it claims no turn from the time that it was away.
local function join(order, name, member, slot)
  if order == TURNS or order == WEIGHTED_TURNS then
    local time = virtual_time(bucket_of(name))
    if member.starts[slot] < time then member.starts[slot] = time end
    if order == WEIGHTED_TURNS then count_units(name, units_of(order, member.weight)) end
  elseif order == CLOCKS then
    member.starts[slot] = bucket_of(name).base + member.starts[slot] / member.weight
  end
end

-- What is left on a free member's clock.
local function residual(name, score, weight)
  local left = (score - bucket_of(name).base) * weight
  return left > 0 and left or 0
end

-- A member is free no longer.
local function part(order, name, member, slot)
  if order == CLOCKS then
    member.starts[slot] = residual(name, member.starts[slot], member.weight)
  elseif order == WEIGHTED_TURNS then
    count_units(name, -units_of(order, member.weight))
  end
end

-- When a member must be looked at again, though nothing happens to it but time; 0: never.
local function next_look(member, number, order, overflows)
  local at = member.free_at
  if at == 0 then
    at = huge
    if order == DAY_LOAD then at = number.day_leaves_at
    elseif order == LIVE_LOAD then at = number.next_lapse end
  end
  if overflows and number.quarantined_until > now and number.quarantined_until < at then at = number.quarantined_until end
  return at < huge and at or 0
end

-- Brings the indexes of overflow, and the time of the next look, into line.
local function follow_up(index, key, id, member, number, order, overflows)
  local over = overflows and number.quarantined_until <= now and number.last_sequence or -1
  if over ~= member.over then
    member.over = over
    for slot = 1, #member.ids do
      place(prefix .. "o:" .. index .. ":" .. member.ids[slot], key, over >= 0 and over)
    end
    save_member(id)
  end
  local due_at = next_look(member, number, order, overflows)
  if due_at ~= member.due_at then
    member.due_at = due_at
    place(prefix .. "due", id, due_at > 0 and due_at)
    save_member(id)
  end
end

-- Parks or wakes a member as its limits say now. Called whenever something of its number changed, or its time has come.
local function refresh(index, key)
  local id = index .. ":" .. key
  local member, number = member_of(id), number_now(key)
  local pool = rules_for(index, member.generation)
  local order = pool[ORDER]
  local before = member.free_at
  local free_at = free_at_of(number, limits_of(member, pool), member.active_since, zone_of(pool))
  local score = IS_WATCHED[order] and score_of(order, number) or 0
  if free_at ~= before or (free_at == 0 and score ~= member.score) then
    member.free_at = free_at
    member.score = score
    for slot = 1, #member.ids do
      local name = index .. ":" .. member.ids[slot]
      if free_at == 0 then
        if before > 0 then
          join(order, name, member, slot)
          place(prefix .. "w:" .. name, key, false)
        end
        enter(order, name, member, slot, key)
      else
        if before == 0 then
          part(order, name, member, slot)
          leave(order, name, key)
        end
        place(prefix .. "w:" .. name, key, free_at < huge and free_at)
      end
    end
    save_member(id)
  end
  follow_up(index, key, id, member, number, order, pool[OVERFLOWS])
end

-- Looks anew at a number of which something changed, in every pool that has it.
local function refresh_everywhere(key)
  local number = numbers[key]
  if number.pools == "" then return end
  for index in number.pools:gmatch("(%d+);") do refresh(index, key) end
end
