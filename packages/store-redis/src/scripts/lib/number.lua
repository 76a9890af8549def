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

local numbers = {}
local changed_numbers = {}

local function number_of(key)
  local known = numbers[key]
  if known ~= nil then return known end
  local field = read("n" .. key)
  if not field then
    numbers[key] = false
    return false
  end
  local last_sequence, last_at, resting_until, quarantined_until, day_leaves_at, hour_leaves_at, next_lapse,
    failures, day_total, hour_total, day_left, day_bytes, hour_left, hour_bytes, live_bytes, block_bytes =
    unpack_struct(NUMBER, field)
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
  numbers[key] = number
  return number
end

local function new_number(key)
  local number = {
    last_sequence = 0, last_at = -1, resting_until = 0, quarantined_until = 0,
    day_leaves_at = huge, hour_leaves_at = huge, next_lapse = huge, failures = 0,
    day_total = 0, hour_total = 0, day_left = 0, hour_left = 0,
    day = "", hour = "", live = "", blocks = "", pools = "",
  }
  numbers[key] = number
  return number
end

-- Moves a window on to `now`: totals lose what has left, and what no window needs is dropped.
local function slide(number, ring, slot_ms, window, kept)
  local entries, left = number[ring], number[ring .. "_left"]
  local latest = floor(now / slot_ms)
  local total = number[ring .. "_total"]
  local leaves_at = huge
  while left < #entries do
    local slot, calls = unpack_struct(ENTRY, entries, left + 1)
    if slot > latest - window then
      leaves_at = (slot + window) * slot_ms
      break
    end
    total = total - calls
    left = left + ENTRY_BYTES
  end
  local gone = 0
  while gone < left and unpack_struct("<d", entries, gone + 1) <= latest - kept do gone = gone + ENTRY_BYTES end
  if gone > 0 then number[ring] = entries:sub(gone + 1) end
  number[ring .. "_left"] = left - gone
  number[ring .. "_total"] = total
  number[ring .. "_leaves_at"] = leaves_at
end

-- Takes leases out that are no longer live.
local function lapse(number)
  local live, least = {}, huge
  for at = 1, #number.live, 16 do
    local till = unpack_struct("<d", number.live, at)
    if till > now then
      live[#live + 1] = number.live:sub(at, at + 15)
      if till < least then least = till end
    end
  end
  number.live = table.concat(live)
  number.next_lapse = least
end

-- A number as it stands now; false when nothing is kept of it.
local function number_now(key)
  local number = number_of(key)
  if not number then return false end
  if number.day_leaves_at <= now then slide(number, "day", DAY_SLOT, DAY_WINDOW, DAY_KEPT) end
  if number.hour_leaves_at <= now then slide(number, "hour", HOUR_SLOT, HOUR_WINDOW, HOUR_WINDOW) end
  if number.next_lapse <= now then lapse(number) end
  return number
end

-- Enters `by` calls (1 or −1) made at an instant, or as many without a lease.
local function change_ring(number, ring, slot_ms, window, kept, at, by, unleased)
  local slot = floor(at / slot_ms)
  local latest = floor(now / slot_ms)
  if slot <= latest - kept then return end
  local entries = number[ring]
  local from = #entries - ENTRY_BYTES
  -- Nearly always the last entry is the one, or the new one comes after it.
  while from >= 0 and unpack_struct("<d", entries, from + 1) > slot do from = from - ENTRY_BYTES end
  local calls, without, is_there = 0, 0, false
  if from >= 0 then
    local found
    found, calls, without = unpack_struct(ENTRY, entries, from + 1)
    is_there = found == slot
  end
  if not is_there then
    calls, without = 0, 0
    from = from + ENTRY_BYTES
  end
  if by < 0 and calls == 0 then return end
  calls, without = calls + by, without + unleased
  local rest = entries:sub(from + (is_there and ENTRY_BYTES or 0) + 1)
  local entry = calls > 0 and pack(ENTRY, slot, calls, without) or ""
  number[ring] = entries:sub(1, from) .. entry .. rest
  if slot <= latest - window then
    number[ring .. "_left"] = number[ring .. "_left"] + #number[ring] - #entries
    return
  end
  number[ring .. "_total"] = number[ring .. "_total"] + by
  local left = number[ring .. "_left"]
  number[ring .. "_leaves_at"] = left < #number[ring]
    and (unpack_struct("<d", number[ring], left + 1) + window) * slot_ms or huge
end

local function change_calls(number, at, by, unleased)
  change_ring(number, "day", DAY_SLOT, DAY_WINDOW, DAY_KEPT, at, by, unleased)
  change_ring(number, "hour", HOUR_SLOT, HOUR_WINDOW, HOUR_WINDOW, at, by, unleased)
end

-- Calls of 15-minute slots that began at `start` or later.
local function calls_since(number, start)
  local calls = 0
  local entries = number.day
  for at = #entries - ENTRY_BYTES + 1, 1, -ENTRY_BYTES do
    local slot, count = unpack_struct(ENTRY, entries, at)
    if slot * DAY_SLOT < start then break end
    calls = calls + count
  end
  return calls
end

local function in_flight(number) return #number.live / 16 end

local function add_live(number, till, lease)
  number.live = number.live .. pack(LEASE_ENTRY, till, lease)
  if till < number.next_lapse then number.next_lapse = till end
end

local function remove_live(number, lease)
  for at = 1, #number.live, 16 do
    local _, other = unpack_struct(LEASE_ENTRY, number.live, at)
    if other == lease then
      number.live = number.live:sub(1, at - 1) .. number.live:sub(at + 16)
      lapse(number)
      return
    end
  end
end

-- The k-th least instant at which live leases stop being so.
local function kth_live_until(number, k)
  local tills = {}
  for at = 1, #number.live, 16 do tills[#tills + 1] = unpack_struct("<d", number.live, at) end
  table.sort(tills)
  return tills[k]
end

-- Until when something counts of a number that is in no pool.
local function known_until(number)
  local till = number.resting_until
  if number.quarantined_until > till then till = number.quarantined_until end
  for at = 1, #number.live, 16 do
    local live_until = unpack_struct("<d", number.live, at)
    if live_until > till then till = live_until end
  end
  if number.day_total > 0 then
    local leaves_at = (unpack_struct("<d", number.day, #number.day - ENTRY_BYTES + 1) + DAY_WINDOW) * DAY_SLOT
    if leaves_at > till then till = leaves_at end
  end
  return till
end

-- Marks a number as changed; it is written once, at the end of the run.
local function save_number(key) changed_numbers[key] = true end

savers[#savers + 1] = function()
  for key in pairs(changed_numbers) do
    local n = numbers[key]
    if n then
      write("n" .. key, pack(NUMBER, n.last_sequence, n.last_at, n.resting_until, n.quarantined_until, n.day_leaves_at,
        n.hour_leaves_at, n.next_lapse, n.failures, n.day_total, n.hour_total, n.day_left, #n.day, n.hour_left,
        #n.hour, #n.live, #n.blocks) .. n.day .. n.hour .. n.live .. n.blocks .. n.pools)
      -- Numbers of no pool wait to be forgotten; a number that was in one may be among them still.
      if n.pools == "" then place(prefix .. "strays", key, known_until(n)) end
    else
      write("n" .. key, false)
      place(prefix .. "strays", key, false)
    end
  end
  changed_numbers = {}
end
