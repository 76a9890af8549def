-- Members: numbers as they stand in one pool. Field `m<pool>:<slug key>` of `s`.
--
-- A list, as MEMBER packs it, and at its end, for each bucket that has it, the bucket's id and a value (so a slot is the place of an id): under turns
-- the member's start there; under clocks its score while it is free and what is left on its clock while it is parked.

-- 0: free, infinite: parked for good; −1: needs no warm-up; the pool's version that it was made under.
local FREE_AT, WEIGHT, ACTIVE_SINCE, GENERATION = 1, 2, 3, 4
-- When it is to be looked at again, 0: never; its score in f, under orders that watch what the number carries; its score in o, −1: is not there;
-- limits of its own, packed, or empty.
local DUE_AT, SCORE, OVER, OWN_LIMITS = 5, 6, 7, 8
local FIRST_SLOT = 9

local MEMBER, SLOT = "<dddddddIc0", "<Id"
local SLOT_BYTES = 12

kit.members = {}

-- @param id <pool>:<slug key>
function kit.member_of(id)
  local member = kit.members[id]
  if member ~= nil then return member end
  local field = kit.read("m" .. id)
  if not field then
    kit.members[id] = false
    return false
  end
  local free_at, weight, active_since, generation, due_at, score, over, own_limits, at = struct.unpack(MEMBER, field)
  local bytes = #field - at + 1
  if bytes == SLOT_BYTES then
    local bucket, start = struct.unpack(SLOT, field, at)
    member = { free_at, weight, active_since, generation, due_at, score, over, own_limits, bucket, start }
  else
    member = { free_at, weight, active_since, generation, due_at, score, over, own_limits,
      struct.unpack("<" .. ("Id"):rep(bytes / SLOT_BYTES), field, at) }
    -- The last is where the field ends.
    member[#member] = nil
  end
  kit.members[id] = member
  return member
end

-- Reads what is kept of a member and of its number, by one command.
function kit.prefetch_member(id, key)
  if kit.fields["m" .. id] == nil then
    if kit.fields["n" .. key] == nil then kit.fetch({ "m" .. id, "n" .. key }, 2) end
  end
end

function kit.save_member(id)
  local changed = kit.changed_members
  if changed then changed[id] = true else kit.changed_members = { [id] = true } end
end

function kit.write_members()
  for id in pairs(kit.changed_members) do
    local m = kit.members[id]
    if m then
      local own = m[OWN_LIMITS]
      local count = (#m - OWN_LIMITS) / 2
      local format = count == 1 and "<dddddddIc0Id" or MEMBER .. ("Id"):rep(count)
      kit.write("m" .. id, struct.pack(format, m[FREE_AT], m[WEIGHT], m[ACTIVE_SINCE], m[GENERATION], m[DUE_AT], m[SCORE], m[OVER],
        #own, own, unpack(m, FIRST_SLOT)))
    else
      kit.write("m" .. id, false)
    end
  end
  kit.changed_members = false
end

function kit.limits_of(member, pool)
  local own = member[OWN_LIMITS]
  return own == "" and pool[LIMITS] or cmsgpack.unpack(own)
end

-- The score of a free member in f, under orders that watch what its number carries.
function kit.score_of(order, number) -- rarely
  if order == DAY_LOAD then return number[DAY_TOTAL] * LOAD_UNIT + number[LAST_SEQUENCE] end
  if order == LIVE_LOAD then return kit.in_flight(number) * LOAD_UNIT + number[LAST_SEQUENCE] end
  return number[LAST_SEQUENCE]
end

-- Enters a free member into the index of one of its buckets.
function kit.enter(order, name, member, slot, key)
  if order == TURNS then
    kit.place(kit.prefix .. "f:" .. name, key, member[slot + 1] + 1)
  elseif order == WEIGHTED_TURNS then
    local start = member[slot + 1]
    local has_begun = start <= kit.virtual_time(kit.bucket_of(name)) + EPSILON
    kit.place(kit.prefix .. "f:" .. name, key, has_begun and start + UNITS / kit.units_of(order, member[WEIGHT]))
    kit.place(kit.prefix .. "g:" .. name, key, not has_begun and start)
  elseif order == CLOCKS then
    kit.place(kit.prefix .. "f:" .. name, key, member[slot + 1])
  elseif kit.is_watched(order) then
    kit.place(kit.prefix .. "f:" .. name, key, member[SCORE])
  else
    kit.place(kit.prefix .. "f:" .. name, key, 0)
  end
end

-- Has a member wait in it until it is free.
function kit.wait(order, name, key, free_at)
  kit.place(kit.prefix .. "f:" .. name, key, free_at < math.huge and -free_at)
  if order == WEIGHTED_TURNS then kit.place(kit.prefix .. "g:" .. name, key, false) end
end

-- Takes a member out of it.
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
    if member[slot + 1] < time then member[slot + 1] = time end
    if order == WEIGHTED_TURNS then kit.count_units(name, kit.units_of(order, member[WEIGHT])) else kit.change_free_count(name, 1) end
  elseif order == CLOCKS then
    member[slot + 1] = kit.bucket_of(name).base + member[slot + 1] / member[WEIGHT]
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
    member[slot + 1] = kit.residual(name, member[slot + 1], member[WEIGHT])
  elseif order == WEIGHTED_TURNS then
    kit.count_units(name, -kit.units_of(order, member[WEIGHT]))
  elseif order == TURNS then
    kit.change_free_count(name, -1)
  end
end

-- When a member must be looked at again, though nothing happens to it but time; 0: never.
function kit.next_look(member, number, order, overflows)
  local at = member[FREE_AT]
  if at == 0 then
    at = math.huge
    if order == DAY_LOAD then at = number[DAY_LEAVES_AT]
    elseif order == LIVE_LOAD then at = number[NEXT_LAPSE] end
  end
  if overflows and number[QUARANTINED_UNTIL] > kit.now and number[QUARANTINED_UNTIL] < at then at = number[QUARANTINED_UNTIL] end
  return at < math.huge and at or 0
end

-- Brings the indexes of overflow, and the time of the next look, into line.
function kit.follow_up(index, key, id, member, number, order, overflows)
  local over = overflows and number[QUARANTINED_UNTIL] <= kit.now and number[LAST_SEQUENCE] or -1
  if over ~= member[OVER] then
    member[OVER] = over
    for slot = FIRST_SLOT, #member, 2 do
      kit.place(kit.prefix .. "o:" .. index .. ":" .. member[slot], key, over >= 0 and over)
    end
    kit.save_member(id)
  end
  local due_at = kit.next_look(member, number, order, overflows)
  if due_at ~= member[DUE_AT] then
    member[DUE_AT] = due_at
    if due_at > 0 and due_at < kit.next_due then kit.next_due = due_at end
    kit.place(kit.prefix .. "due", id, due_at > 0 and due_at)
    kit.save_member(id)
  end
end

-- Parks or wakes a member as its limits say now. Called whenever something of its number changed, or its time has come.
function kit.refresh(index, key)
  local id = index .. ":" .. key
  local member, number = kit.member_of(id), kit.number_now(key)
  local pool = kit.rules_for(index, member[GENERATION])
  local order = pool[ORDER]
  local before = member[FREE_AT]
  local free_at = kit.free_at_of(number, kit.limits_of(member, pool), member[ACTIVE_SINCE], kit.zone_of(pool))
  local score = kit.is_watched(order) and kit.score_of(order, number) or 0
  if free_at ~= before or (free_at == 0 and score ~= member[SCORE]) then
    member[FREE_AT] = free_at
    member[SCORE] = score
    for slot = FIRST_SLOT, #member, 2 do
      local name = index .. ":" .. member[slot]
      if free_at == 0 then
        if before > 0 then
          kit.join(order, name, member, slot)
        end
        kit.enter(order, name, member, slot, key)
      else
        if before == 0 then kit.part(order, name, member, slot) end
        kit.wait(order, name, key, free_at)
      end
    end
    kit.save_member(id)
  end
  kit.follow_up(index, key, id, member, number, order, pool[OVERFLOWS])
end

-- Looks anew at a number of which something changed, in every pool that has it.
function kit.refresh_everywhere(key)
  local number = kit.numbers[key]
  if number[POOLS] == "" then return end
  for index in number[POOLS]:gmatch("%d+") do kit.refresh(index, key) end
end
