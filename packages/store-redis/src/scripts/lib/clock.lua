-- Time and the order of selections: what a verb begins with.
--
-- ARGV[1] the caller's time, epoch ms
-- ARGV[2] how far that may be off the server's clock, ms; empty: no matter
-- ARGV[3] how long a lease is live that is not settled, ms
-- ARGV[4] how many callees are remembered
-- ARGV[5] periods of time zones that the run before asked for: a JSON object { zone: [day's start, its end, hour's start, its end] }; or empty

local DAY_SLOT, HOUR_SLOT = 900000, 60000
-- Slots of the rolling windows: those of their length, and the one that is filling.
local DAY_WINDOW, HOUR_WINDOW = 97, 61
-- Slots that are kept: the longest day on a calendar has 26 hours.
local DAY_KEPT = 113

kit.max_call_ms, kit.max_callees = tonumber(ARGV[3]), tonumber(ARGV[4])

local HEAD = "<ddddddB"

-- Fields of `s`: `h` the head of the namespace, `z` the periods of its time zones.
function kit.read_head()
  local head = kit.read("h")
  if head then
    local counts
    kit.now, kit.sequence, kit.touches, kit.version_count, kit.pool_count, kit.callee_count, counts = struct.unpack(HEAD, head)
    kit.counts_callees = counts == 1
  else
    -- Versions of pools go on from the server's time, so that none ever comes back after the namespace was cleared.
    local server = kit.call("TIME")
    kit.now, kit.sequence, kit.touches, kit.version_count, kit.pool_count, kit.callee_count, kit.counts_callees =
      0, 0, 0, server[1] * 1000000 + server[2], 0, 0, false
  end
  local known = kit.read("z")
  kit.zones = known and cmsgpack.unpack(known) or {}
end

function kit.write_head()
  kit.head_changed = false
  kit.write("h", struct.pack(HEAD, kit.now, kit.sequence, kit.touches, kit.version_count, kit.pool_count,
    kit.callee_count, kit.counts_callees and 1 or 0))
end

-- Reads where the namespace stands, and takes over the periods that were asked for. Answers what the run is to answer at once, or nothing:
--   "moved", generation       the namespace was cleared or replaced, and has other keys now
function kit.open()
  if kit.fields.h == nil then kit.fetch({ "h", "z" }, 2) end
  -- The namespace was cleared, or replaced by an import, and goes on under other keys: then there is nothing else here.
  local moved = not kit.fields.h and kit.moved_to()
  if moved then return { "moved", moved } end
  kit.read_head()
  if ARGV[5] ~= "" then
    for zone, period in pairs(cjson.decode(ARGV[5])) do kit.zones[zone] = period end
    kit.write("z", cmsgpack.pack(kit.zones))
  end
end

-- How far a caller's clock is ahead of the server's, ms, where that is more than it may be, either way; else nothing.
function kit.skew_of(caller_now)
  local server = kit.call("TIME")
  local off = caller_now - (server[1] * 1000 + math.floor(server[2] / 1000))
  local allowed = tonumber(ARGV[2])
  if off > allowed or -off > allowed then return off end
end

-- Moves the clock on, never back. Answers what the verb is to answer at once, or nothing:
--   "clock_skew", ms ahead    the caller's clock is too far off the server's
--   "zones", now, names       periods of these zones are needed for that instant: repeat with them
function kit.move_on(caller_now, is_checked)
  local off = is_checked and ARGV[2] ~= "" and kit.skew_of(caller_now)
  if off then return { "clock_skew", kit.text(math.floor(off)) } end
  if caller_now > kit.now then
    kit.now = caller_now
    kit.head_changed = true
  end
  for _, period in pairs(kit.zones) do
    -- The caller alone knows time zones: it makes the periods of this instant, and repeats the verb.
    if kit.now >= period[2] or kit.now >= period[4] or kit.now < period[1] or kit.now < period[3] then
      local names = {}
      for zone in pairs(kit.zones) do names[#names + 1] = zone end
      return { "zones", kit.text(kit.now), names }
    end
  end
end

-- What a run of one verb begins with. Answers what it is to answer at once, or nothing.
function kit.begin()
  return kit.open() or kit.move_on(tonumber(ARGV[1]), true)
end
