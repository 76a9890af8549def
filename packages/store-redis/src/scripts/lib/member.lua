-- Members: numbers as they stand in one pool. Field `m<pool>:<slug key>` of `s`.
--
-- `starts` has a value for each bucket: under turns the member's start; under clocks its score while it is free and what
-- is left on its clock while it is parked.

local MEMBER = "<dddddddHH"
local MEMBER_BYTES = 7 * 8 + 2 * 2

kit.members = {}
kit.changed_members = {}
-- Formats of the lists at the end of a field, by the number of buckets.
kit.list_formats = {}

function kit.list_format(count) -- rarely
  local format = kit.list_formats[count]
  if not format then
    format = "<" .. ("I"):rep(count) .. ("d"):rep(count)
    kit.list_formats[count] = format
  end
  return format
end

-- @param id <pool>:<slug key>
function kit.member_of(id)
  local member = kit.members[id]
  if member ~= nil then return member end
  local field = kit.read("m" .. id)
  if not field then
    kit.members[id] = false
    return false
  end
  local free_at, weight, active_since, generation, due_at, score, over, count, own_bytes = struct.unpack(MEMBER, field)
  local ids, starts = {}, {}
  if count == 1 then
    ids[1], starts[1] = struct.unpack("<Id", field, MEMBER_BYTES + 1)
  elseif count > 1 then
    local list = { struct.unpack(kit.list_format(count), field, MEMBER_BYTES + 1) }
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
  kit.members[id] = member
  return member
end

function kit.save_member(id) kit.changed_members[id] = true end

kit.savers[#kit.savers + 1] = function()
  for id in pairs(kit.changed_members) do
    local m = kit.members[id]
    if m then
      local count = #m.ids
      local lists = ""
      if count == 1 then
        lists = struct.pack("<Id", m.ids[1], m.starts[1])
      elseif count > 1 then
        local values = {}
        for index = 1, count do
          values[index] = m.ids[index]
          values[count + index] = m.starts[index]
        end
        lists = struct.pack(kit.list_format(count), unpack(values))
      end
      local own = m.own_limits or ""
      kit.write("m" .. id, struct.pack(MEMBER, m.free_at, m.weight, m.active_since, m.generation, m.due_at, m.score, m.over, count, #own)
        .. lists .. own)
    else
      kit.write("m" .. id, false)
    end
  end
  kit.changed_members = {}
end

function kit.limits_of(member, pool)
  if not member.own_limits then return pool[LIMITS] end
  if not member.limits then member.limits = cmsgpack.unpack(member.own_limits) end
  return member.limits
end

-- The score of a free member in f, under orders that watch what its number carries.
function kit.score_of(order, number) -- rarely
  if order == DAY_LOAD then return number.day_total * LOAD_UNIT + number.last_sequence end
  if order == LIVE_LOAD then return kit.in_flight(number) * LOAD_UNIT + number.last_sequence end
  return number.last_sequence
end

-- Enters a free member into the index of one of its buckets.
function kit.enter(order, name, member, slot, key)
  if order == TURNS then
    kit.place(kit.prefix .. "f:" .. name, key, member.starts[slot] + 1)
  elseif order == WEIGHTED_TURNS then
    local start = member.starts[slot]
    local has_begun = start <= kit.virtual_time(kit.bucket_of(name)) + EPSILON
    kit.place(kit.prefix .. "f:" .. name, key, has_begun and start + UNITS / kit.units_of(order, member.weight))
    kit.place(kit.prefix .. "g:" .. name, key, not has_begun and start)
  elseif order == CLOCKS then
    kit.place(kit.prefix .. "f:" .. name, key, member.starts[slot])
  elseif kit.IS_WATCHED[order] then
    kit.place(kit.prefix .. "f:" .. name, key, member.score)
  else
    kit.place(kit.prefix .. "f:" .. name, key, 0)
  end
end

-- Takes a free member out of it.
function kit.leave(order, name, key)
  kit.place(kit.prefix .. "f:" .. name, key, false)
  if order == WEIGHTED_TURNS then kit.place(kit.prefix .. "g:" .. name, key, false) end
end

function kit.count_units(name, by) -- rarely
  local bucket = kit.bucket_of(name)
  bucket.units = bucket.units + by
  kit.save_bucket(name)
end

-- A member becomes free: it claims no turn from the time that it was away.
function kit.join(order, name, member, slot)
  if order == TURNS or order == WEIGHTED_TURNS then
    local time = kit.virtual_time(kit.bucket_of(name))
    if member.starts[slot] < time then member.starts[slot] = time end
    if order == WEIGHTED_TURNS then kit.count_units(name, kit.units_of(order, member.weight)) end
  elseif order == CLOCKS then
    member.starts[slot] = kit.bucket_of(name).base + member.starts[slot] / member.weight
  end
end

-- What is left on a free member's clock.
function kit.residual(name, score, weight) -- rarely
  local left = (score - kit.bucket_of(name).base) * weight
  return left > 0 and left or 0
end

-- A member is free no longer.
function kit.part(order, name, member, slot)
  if order == CLOCKS then
    member.starts[slot] = kit.residual(name, member.starts[slot], member.weight)
  elseif order == WEIGHTED_TURNS then
    kit.count_units(name, -kit.units_of(order, member.weight))
  end
end

-- When a member must be looked at again, though nothing happens to it but time; 0: never.
function kit.next_look(member, number, order, overflows)
  local at = member.free_at
  if at == 0 then
    at = math.huge
    if order == DAY_LOAD then at = number.day_leaves_at
    elseif order == LIVE_LOAD then at = number.next_lapse end
  end
  if overflows and number.quarantined_until > kit.now and number.quarantined_until < at then at = number.quarantined_until end
  return at < math.huge and at or 0
end

-- Brings the indexes of overflow, and the time of the next look, into line.
function kit.follow_up(index, key, id, member, number, order, overflows)
  local over = overflows and number.quarantined_until <= kit.now and number.last_sequence or -1
  if over ~= member.over then
    member.over = over
    for slot = 1, #member.ids do
      kit.place(kit.prefix .. "o:" .. index .. ":" .. member.ids[slot], key, over >= 0 and over)
    end
    kit.save_member(id)
  end
  local due_at = kit.next_look(member, number, order, overflows)
  if due_at ~= member.due_at then
    member.due_at = due_at
    kit.place(kit.prefix .. "due", id, due_at > 0 and due_at)
    kit.save_member(id)
  end
end

-- Parks or wakes a member as its limits say now. Called whenever something of its number changed, or its time has come.
function kit.refresh(index, key)
  local id = index .. ":" .. key
  local member, number = kit.member_of(id), kit.number_now(key)
  local pool = kit.rules_for(index, member.generation)
  local order = pool[ORDER]
  local before = member.free_at
  local free_at = kit.free_at_of(number, kit.limits_of(member, pool), member.active_since, kit.zone_of(pool))
  local score = kit.IS_WATCHED[order] and kit.score_of(order, number) or 0
  if free_at ~= before or (free_at == 0 and score ~= member.score) then
    member.free_at = free_at
    member.score = score
    for slot = 1, #member.ids do
      local name = index .. ":" .. member.ids[slot]
      if free_at == 0 then
        if before > 0 then
          kit.join(order, name, member, slot)
          kit.place(kit.prefix .. "w:" .. name, key, false)
        end
        kit.enter(order, name, member, slot, key)
      else
        if before == 0 then
          kit.part(order, name, member, slot)
          kit.leave(order, name, key)
        end
        kit.place(kit.prefix .. "w:" .. name, key, free_at < math.huge and free_at)
      end
    end
    kit.save_member(id)
  end
  kit.follow_up(index, key, id, member, number, order, pool[OVERFLOWS])
end

-- Looks anew at a number of which something changed, in every pool that has it.
function kit.refresh_everywhere(key)
  local number = kit.numbers[key]
  if number.pools == "" then return end
  for index in number.pools:gmatch("(%d+);") do kit.refresh(index, key) end
end
