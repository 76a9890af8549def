-- import: enters a batch of an export into a generation that nobody uses yet. Pools come last, by load.lua.
--
-- KEYS[1] what keys of that generation begin with
-- ARGV[1..5] see clock.lua; [1] is the export's time
-- ARGV[6] what the batch is of, ARGV[7] the batch, as JSON:
--   "head": { sequence, whether callees are counted }
--   "pool": the pool's id: answers its index, for leases to name
--   "numbers": lists: slug key, latest sequence, its instant (−1: none), failures in a row, resting until, quarantined until (−1: until it is
--     lifted), blocks, slots of the day (slot, calls …), of the hour
--   "leases": lists: sequence, state, the pool's index, slug key or false, the callee's digits, when it was acquired, until when it is held,
--     until when it is live, the step's code, when it is forgotten
--   "learned", after the pools: lists: the pool's index, <step's code>:<slug key>, answered, attempted, up to when they are decayed
--   "callees": lists, as callee.lua has them, the digits in front
--
-- Answers "imported"

kit.read_head()
kit.now = tonumber(ARGV[1])
kit.head_changed = true
local what, batch = ARGV[6], cjson.decode(ARGV[7])

local function ring(slots)
  local entries = {}
  for at = 1, #slots, 2 do entries[#entries + 1] = struct.pack("<dII", slots[at], slots[at + 1], slots[at + 1]) end
  return table.concat(entries)
end

local function total(slots)
  local calls = 0
  for at = 2, #slots, 2 do calls = calls + slots[at] end
  return calls
end

-- A call whose lease is in the books is not one without a lease.
local function claim(entries, slot)
  for at = 1, #entries, 16 do
    local other, calls, unleased = struct.unpack("<dII", entries, at)
    if other == slot and unleased > 0 then
      return entries:sub(1, at - 1) .. struct.pack("<dII", slot, calls, unleased - 1) .. entries:sub(at + 16)
    end
  end
  return entries
end

if what == "head" then
  kit.sequence = batch[1]
  kit.counts_callees = batch[2]
elseif what == "pool" then
  kit.pool_count = kit.pool_count + 1
  kit.set_field(kit.prefix .. "pools", batch[1], kit.text(kit.pool_count))
  kit.write("i" .. kit.text(kit.pool_count), batch[1])
elseif what == "numbers" then
  for at = 1, #batch do
    local row = batch[at]
    local number = kit.new_number(row[1])
    number.last_sequence, number.last_at, number.failures, number.resting_until = row[2], row[3], row[4], row[5]
    number.quarantined_until = row[6] < 0 and math.huge or row[6]
    for position = 1, #row[7] do number.blocks = number.blocks .. struct.pack("<d", row[7][position]) end
    -- All of it counts at first; `slide` takes out what has left.
    number.day, number.hour = ring(row[8]), ring(row[9])
    number.day_total, number.hour_total = total(row[8]), total(row[9])
    number.day_leaves_at, number.hour_leaves_at = 0, 0
    kit.number_now(row[1])
    kit.save_number(row[1])
  end
elseif what == "leases" then
  local names = {}
  for at = 1, #batch do names[at] = batch[at][4] and "n" .. batch[at][4] or "h" end
  kit.prefetch(names)
  for at = 1, #batch do
    local lease, state, index, key, digits, acquired_at, hold_until, live_until, step, forget_at = unpack(batch[at])
    kit.save_lease(lease, { state, index, key, digits, acquired_at, hold_until, live_until, step })
    local chunk = kit.chunk_of(lease)
    -- The chunk that is filling gets its time when it is full.
    if chunk < kit.chunk_of(kit.sequence) then kit.place(kit.prefix .. "chunks", chunk, forget_at) end
    if key then
      local number = kit.number_now(key) or kit.new_number(key)
      if state ~= "released" then
        number.day = claim(number.day, math.floor(acquired_at / DAY_SLOT))
        number.hour = claim(number.hour, math.floor(acquired_at / HOUR_SLOT))
      end
      if state ~= "ended" and state ~= "released" then
        if live_until > kit.now then kit.add_live(number, live_until, lease) end
        if state == "held" then kit.place(kit.prefix .. "held", lease, hold_until) end
      end
      kit.save_number(key)
    end
  end
elseif what == "learned" then
  for at = 1, #batch do
    local index, field, answered, attempted, decayed_to = unpack(batch[at])
    local count = (kit.read("v" .. index) or 0) + 1
    kit.write("v" .. index, kit.text(count))
    kit.set_field(kit.prefix .. "a:" .. index, field, struct.pack("<ddd", answered, attempted, decayed_to))
    kit.place(kit.prefix .. "al:" .. index, field, count)
  end
elseif what == "callees" then
  for at = 1, #batch do
    local digits = table.remove(batch[at], 1)
    kit.touch(digits)
    kit.callees[digits] = batch[at]
  end
end
kit.flush()
return { "imported", kit.text(kit.pool_count) }
