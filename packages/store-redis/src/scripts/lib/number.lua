-- What a number carried, over all its pools. Field `n<slug key>` of `s`.
--
-- Calls are counted by slot: entries of 16 bytes, oldest first, each the slot (a double), its calls and how many of them
-- have no lease in the books (recorded, or imported without). Totals of the rolling windows are kept
-- with the instant at which the first of their calls leaves, so that nothing is added up as long as none does.
--
-- Live leases are entries of 16 bytes as well: until when it is live, and its sequence.

local NUMBER = "<dddddddIIIIIIIII"
local NUMBER_BYTES = 7 * 8 + 9 * 4
local ENTRY, ENTRY_BYTES = "<dII", 16
local LEASE_ENTRY = "<dd"

kit.numbers = {}
kit.changed_numbers = {}

function kit.number_of(key)
  local known = kit.numbers[key]
  if known ~= nil then return known end
  local field = kit.read("n" .. key)
  if not field then
    kit.numbers[key] = false
    return false
  end
  local last_sequence, last_at, resting_until, quarantined_until, day_leaves_at, hour_leaves_at, next_lapse,
    failures, day_total, hour_total, day_left, day_bytes, hour_left, hour_bytes, live_bytes, block_bytes =
    struct.unpack(NUMBER, field)
  local at = NUMBER_BYTES + 1
  local day = field:sub(at, at + day_bytes - 1)
  at = at + day_bytes
  local hour = field:sub(at, at + hour_bytes - 1)
  at = at + hour_bytes
  local live = field:sub(at, at + live_bytes - 1)
  at = at + live_bytes
  local number = {
    last_sequence = last_sequence,
    last_at = last_at, -- −1: was not selected
    resting_until = resting_until,
    quarantined_until = quarantined_until,
    day_leaves_at = day_leaves_at,
    hour_leaves_at = hour_leaves_at,
    next_lapse = next_lapse,
    failures = failures,
    day_total = day_total,
    hour_total = hour_total,
    day_left = day_left, -- bytes of entries that have left the rolling window
    hour_left = hour_left,
    day = day,
    hour = hour,
    live = live,
    blocks = field:sub(at, at + block_bytes - 1),
    pools = field:sub(at + block_bytes), -- indexes of pools, each followed by ";"
  }
  kit.numbers[key] = number
  return number
end

function kit.new_number(key) -- rarely
  local number = {
    last_sequence = 0, last_at = -1, resting_until = 0, quarantined_until = 0,
    day_leaves_at = math.huge, hour_leaves_at = math.huge, next_lapse = math.huge, failures = 0,
    day_total = 0, hour_total = 0, day_left = 0, hour_left = 0,
    day = "", hour = "", live = "", blocks = "", pools = "",
  }
  kit.numbers[key] = number
  return number
end

-- Moves a window on to `now`: totals lose what has left, and what no window needs is dropped.
function kit.slide(number, ring, slot_ms, window, kept) -- rarely
  local entries, left = number[ring], number[ring .. "_left"]
  local latest = math.floor(kit.now / slot_ms)
  local total = number[ring .. "_total"]
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
  if gone > 0 then number[ring] = entries:sub(gone + 1) end
  number[ring .. "_left"] = left - gone
  number[ring .. "_total"] = total
  number[ring .. "_leaves_at"] = leaves_at
end

-- Takes leases out that are no longer live.
function kit.lapse(number) -- rarely
  local live, least = {}, math.huge
  for at = 1, #number.live, 16 do
    local till = struct.unpack("<d", number.live, at)
    if till > kit.now then
      live[#live + 1] = number.live:sub(at, at + 15)
      if till < least then least = till end
    end
  end
  number.live = table.concat(live)
  number.next_lapse = least
end

-- A number as it stands now; false when nothing is kept of it.
function kit.number_now(key)
  local number = kit.number_of(key)
  if not number then return false end
  if number.day_leaves_at <= kit.now then kit.slide(number, "day", DAY_SLOT, DAY_WINDOW, DAY_KEPT) end
  if number.hour_leaves_at <= kit.now then kit.slide(number, "hour", HOUR_SLOT, HOUR_WINDOW, HOUR_WINDOW) end
  if number.next_lapse <= kit.now then kit.lapse(number) end
  return number
end

-- Enters `by` calls (1 or −1) made at an instant, or as many without a lease.
function kit.change_ring(number, ring, slot_ms, window, kept, at, by, unleased)
  local slot = math.floor(at / slot_ms)
  local latest = math.floor(kit.now / slot_ms)
  if slot <= latest - kept then return end
  local entries = number[ring]
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
  number[ring] = entries:sub(1, from) .. entry .. tail
  if slot <= latest - window then
    number[ring .. "_left"] = number[ring .. "_left"] + #number[ring] - #entries
    return
  end
  number[ring .. "_total"] = number[ring .. "_total"] + by
  local left = number[ring .. "_left"]
  number[ring .. "_leaves_at"] = left < #number[ring]
    and (struct.unpack("<d", number[ring], left + 1) + window) * slot_ms or math.huge
end

function kit.change_calls(number, at, by, unleased)
  kit.change_ring(number, "day", DAY_SLOT, DAY_WINDOW, DAY_KEPT, at, by, unleased)
  kit.change_ring(number, "hour", HOUR_SLOT, HOUR_WINDOW, HOUR_WINDOW, at, by, unleased)
end

-- Calls of 15-minute slots that began at `start` or later.
function kit.calls_since(number, start) -- rarely
  local calls = 0
  local entries = number.day
  for at = #entries - ENTRY_BYTES + 1, 1, -ENTRY_BYTES do
    local slot, count = struct.unpack(ENTRY, entries, at)
    if slot * DAY_SLOT < start then break end
    calls = calls + count
  end
  return calls
end

function kit.in_flight(number) return #number.live / 16 end

function kit.add_live(number, till, lease)
  number.live = number.live .. struct.pack(LEASE_ENTRY, till, lease)
  if till < number.next_lapse then number.next_lapse = till end
end

function kit.remove_live(number, lease) -- rarely
  for at = 1, #number.live, 16 do
    local _, other = struct.unpack(LEASE_ENTRY, number.live, at)
    if other == lease then
      number.live = number.live:sub(1, at - 1) .. number.live:sub(at + 16)
      kit.lapse(number)
      return
    end
  end
end

-- The k-th least instant at which live leases stop being so.
function kit.kth_live_until(number, k) -- rarely
  local tills = {}
  for at = 1, #number.live, 16 do tills[#tills + 1] = struct.unpack("<d", number.live, at) end
  table.sort(tills)
  return tills[k]
end

-- Until when something counts of a number that is in no pool.
function kit.known_until(number) -- rarely
  local till = number.resting_until
  if number.quarantined_until > till then till = number.quarantined_until end
  for at = 1, #number.live, 16 do
    local live_until = struct.unpack("<d", number.live, at)
    if live_until > till then till = live_until end
  end
  if number.day_total > 0 then
    local leaves_at = (struct.unpack("<d", number.day, #number.day - ENTRY_BYTES + 1) + DAY_WINDOW) * DAY_SLOT
    if leaves_at > till then till = leaves_at end
  end
  return till
end

-- Marks a number as changed; it is written once, at the end of the run.
function kit.save_number(key) kit.changed_numbers[key] = true end

kit.savers[#kit.savers + 1] = function()
  for key in pairs(kit.changed_numbers) do
    local n = kit.numbers[key]
    if n then
      kit.write("n" .. key, struct.pack(NUMBER, n.last_sequence, n.last_at, n.resting_until, n.quarantined_until, n.day_leaves_at,
        n.hour_leaves_at, n.next_lapse, n.failures, n.day_total, n.hour_total, n.day_left, #n.day, n.hour_left,
        #n.hour, #n.live, #n.blocks) .. n.day .. n.hour .. n.live .. n.blocks .. n.pools)
      -- Numbers of no pool wait to be forgotten; a number that was in one may be among them still.
      if n.pools == "" then kit.place(kit.prefix .. "strays", key, kit.known_until(n)) end
    else
      kit.write("n" .. key, false)
      kit.place(kit.prefix .. "strays", key, false)
    end
  end
  kit.changed_numbers = {}
end
