-- What a number carried, over all its pools. Field `n<slug key>` of `s`.
--
-- Calls are counted by slot: entries of 16 bytes, oldest first, each the slot (a double), its calls and how many of them
-- have no lease in the books (recorded, or imported without). Totals of the rolling windows are kept
-- with the instant at which the first of their calls leaves, so that nothing is added up as long as none does.
--
-- Live leases are entries of 16 bytes as well: until when it is live, and its sequence.

-- A list, as NUMBER packs it. What there is for the day as well as for the hour stands side by side: that of the hour is found by adding 1.

local LAST_SEQUENCE, LAST_AT, RESTING_UNTIL, QUARANTINED_UNTIL = 1, 2, 3, 4
local DAY_LEAVES_AT, HOUR_LEAVES_AT, NEXT_LAPSE, FAILURES = 5, 6, 7, 8
local DAY_TOTAL, HOUR_TOTAL, DAY_LEFT, HOUR_LEFT = 9, 10, 11, 12
local DAY, HOUR, LIVE, BLOCKS, POOLS = 13, 14, 15, 16, 17
-- LAST_AT: −1 when it was not selected. *_LEFT: bytes of entries that have left the rolling window. POOLS: indexes of pools, each
-- followed by ";".

local NUMBER = "<dddddddIIIIIIc0Ic0Ic0Ic0Ic0"
local ENTRY, ENTRY_BYTES = "<dII", 16
local LEASE_ENTRY = "<dd"
-- Which of the two rings of slots.
local BY_DAY, BY_HOUR = 0, 1

kit.numbers = {}

function kit.number_of(key)
  local known = kit.numbers[key]
  if known == nil then
    local field = kit.read("n" .. key)
    known = field and { struct.unpack(NUMBER, field) }
    kit.numbers[key] = known
  end
  return known
end

function kit.new_number(key) -- rarely
  local number = { 0, -1, 0, 0, math.huge, math.huge, math.huge, 0, 0, 0, 0, 0, "", "", "", "", "" }
  kit.numbers[key] = number
  return number
end

-- Moves a window on to `now`: totals lose what has left, and what no window needs is dropped.
function kit.slide(number, ring, slot_ms, window, kept) -- rarely
  local entries, left = number[DAY + ring], number[DAY_LEFT + ring]
  local latest = math.floor(kit.now / slot_ms)
  local total = number[DAY_TOTAL + ring]
  local leaves_at = math.huge
  while left < #entries do
    local slot, calls = struct.unpack(ENTRY, entries, left + 1)
    if slot > latest - window then
      leaves_at = (slot + window) * slot_ms
      break
    end
    total = total - calls
    left = left + ENTRY_BYTES
  end
  local gone = 0
  while gone < left and struct.unpack("<d", entries, gone + 1) <= latest - kept do gone = gone + ENTRY_BYTES end
  if gone > 0 then number[DAY + ring] = entries:sub(gone + 1) end
  number[DAY_LEFT + ring] = left - gone
  number[DAY_TOTAL + ring] = total
  number[DAY_LEAVES_AT + ring] = leaves_at
end

-- Takes leases out that are no longer live.
function kit.lapse(number) -- rarely
  local live, least = {}, math.huge
  for at = 1, #number[LIVE], 16 do
    local till = struct.unpack("<d", number[LIVE], at)
    if till > kit.now then
      live[#live + 1] = number[LIVE]:sub(at, at + 15)
      if till < least then least = till end
    end
  end
  number[LIVE] = table.concat(live)
  number[NEXT_LAPSE] = least
end

-- A number as it stands now; false when nothing is kept of it.
function kit.number_now(key)
  local number = kit.number_of(key)
  if not number then return false end
  if number[DAY_LEAVES_AT] <= kit.now then kit.slide(number, BY_DAY, DAY_SLOT, DAY_WINDOW, DAY_KEPT) end
  if number[HOUR_LEAVES_AT] <= kit.now then kit.slide(number, BY_HOUR, HOUR_SLOT, HOUR_WINDOW, HOUR_WINDOW) end
  if number[NEXT_LAPSE] <= kit.now then kit.lapse(number) end
  return number
end

-- Enters `by` calls (1 or −1) made at an instant, or as many without a lease.
function kit.change_ring(number, ring, slot_ms, window, kept, at, by, unleased) -- rarely
  local slot = math.floor(at / slot_ms)
  local latest = math.floor(kit.now / slot_ms)
  if slot <= latest - kept then return end
  local entries = number[DAY + ring]
  local from = #entries - ENTRY_BYTES
  -- Nearly always the last entry is the one, or the new one comes after it.
  while from >= 0 and struct.unpack("<d", entries, from + 1) > slot do from = from - ENTRY_BYTES end
  local calls, without, is_there = 0, 0, false
  if from >= 0 then
    local found
    found, calls, without = struct.unpack(ENTRY, entries, from + 1)
    is_there = found == slot
  end
  if not is_there then
    calls, without = 0, 0
    from = from + ENTRY_BYTES
  end
  if by < 0 and calls == 0 then return end
  calls, without = calls + by, without + unleased
  local tail = entries:sub(from + (is_there and ENTRY_BYTES or 0) + 1)
  local entry = calls > 0 and struct.pack(ENTRY, slot, calls, without) or ""
  local changed = entries:sub(1, from) .. entry .. tail
  number[DAY + ring] = changed
  if slot <= latest - window then
    number[DAY_LEFT + ring] = number[DAY_LEFT + ring] + #changed - #entries
    return
  end
  number[DAY_TOTAL + ring] = number[DAY_TOTAL + ring] + by
  local left = number[DAY_LEFT + ring]
  number[DAY_LEAVES_AT + ring] = left < #changed and (struct.unpack("<d", changed, left + 1) + window) * slot_ms or math.huge
end

function kit.change_calls(number, at, by, unleased) -- rarely
  kit.change_ring(number, BY_DAY, DAY_SLOT, DAY_WINDOW, DAY_KEPT, at, by, unleased)
  kit.change_ring(number, BY_HOUR, HOUR_SLOT, HOUR_WINDOW, HOUR_WINDOW, at, by, unleased)
end

-- Enters a call that is made now, and has a lease: its slot is the last of a ring, or comes after it.
function kit.add_call_to(number, ring, slot_ms, window)
  local slot = math.floor(kit.now / slot_ms)
  local entries = number[DAY + ring]
  local before = #entries - ENTRY_BYTES
  number[DAY_TOTAL + ring] = number[DAY_TOTAL + ring] + 1
  if before >= 0 then
    local last, calls, without = struct.unpack(ENTRY, entries, before + 1)
    if last == slot then
      number[DAY + ring] = entries:sub(1, before) .. struct.pack(ENTRY, slot, calls + 1, without)
      return
    end
  end
  if number[DAY_LEFT + ring] == #entries then number[DAY_LEAVES_AT + ring] = (slot + window) * slot_ms end
  number[DAY + ring] = entries .. struct.pack(ENTRY, slot, 1, 0)
end

-- Calls of 15-minute slots that began at `start` or later.
function kit.calls_since(number, start) -- rarely
  local calls = 0
  local entries = number[DAY]
  for at = #entries - ENTRY_BYTES + 1, 1, -ENTRY_BYTES do
    local slot, count = struct.unpack(ENTRY, entries, at)
    if slot * DAY_SLOT < start then break end
    calls = calls + count
  end
  return calls
end

function kit.in_flight(number) return #number[LIVE] / 16 end

function kit.add_live(number, till, lease)
  number[LIVE] = number[LIVE] .. struct.pack(LEASE_ENTRY, till, lease)
  if till < number[NEXT_LAPSE] then number[NEXT_LAPSE] = till end
end

function kit.remove_live(number, lease)
  local live = number[LIVE]
  for at = 1, #live, 16 do
    local _, other = struct.unpack(LEASE_ENTRY, live, at)
    if other == lease then
      if #live == 16 then
        number[LIVE], number[NEXT_LAPSE] = "", math.huge
      else
        number[LIVE] = live:sub(1, at - 1) .. live:sub(at + 16)
        kit.lapse(number)
      end
      return
    end
  end
end

-- The k-th least instant at which live leases stop being so.
function kit.kth_live_until(number, k) -- rarely
  local tills = {}
  for at = 1, #number[LIVE], 16 do tills[#tills + 1] = struct.unpack("<d", number[LIVE], at) end
  table.sort(tills)
  return tills[k]
end

-- Until when something counts of a number that is in no pool.
function kit.known_until(number) -- rarely
  local till = number[RESTING_UNTIL]
  if number[QUARANTINED_UNTIL] > till then till = number[QUARANTINED_UNTIL] end
  for at = 1, #number[LIVE], 16 do
    local live_until = struct.unpack("<d", number[LIVE], at)
    if live_until > till then till = live_until end
  end
  if number[DAY_TOTAL] > 0 then
    local leaves_at = (struct.unpack("<d", number[DAY], #number[DAY] - ENTRY_BYTES + 1) + DAY_WINDOW) * DAY_SLOT
    if leaves_at > till then till = leaves_at end
  end
  return till
end

-- Marks a number as changed; it is written once, at the end of the run.
function kit.save_number(key)
  local changed = kit.changed_numbers
  if changed then changed[key] = true else kit.changed_numbers = { [key] = true } end
end

function kit.write_numbers()
  for key in pairs(kit.changed_numbers) do
    local n = kit.numbers[key]
    if n then
      local day, hour, live, blocks, pools = n[DAY], n[HOUR], n[LIVE], n[BLOCKS], n[POOLS]
      kit.write("n" .. key, struct.pack(NUMBER, n[LAST_SEQUENCE], n[LAST_AT], n[RESTING_UNTIL], n[QUARANTINED_UNTIL], n[DAY_LEAVES_AT],
        n[HOUR_LEAVES_AT], n[NEXT_LAPSE], n[FAILURES], n[DAY_TOTAL], n[HOUR_TOTAL], n[DAY_LEFT], n[HOUR_LEFT],
        #day, day, #hour, hour, #live, live, #blocks, blocks, #pools, pools))
      -- Numbers of no pool wait to be forgotten; a number that was in one may be among them still.
      if pools == "" then kit.place(kit.prefix .. "strays", key, kit.known_until(n)) end
    else
      kit.write("n" .. key, false)
      kit.place(kit.prefix .. "strays", key, false)
    end
  end
  kit.changed_numbers = false
end
