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

local max_call_ms, max_callees = tonumber(ARGV[3]), tonumber(ARGV[4])
local now, sequence, touches, counts_callees, version_count, pool_count
local zones
local head_changed = false

local HEAD = "<dddddB"

-- Fields of `s`: `h` the head of the namespace, `z` the periods of its time zones.
local function read_head()
  local head = read("h")
  if head then
    local counts
    now, sequence, touches, version_count, pool_count, counts = unpack_struct(HEAD, head)
    counts_callees = counts == 1
  else
    now, sequence, touches, version_count, pool_count, counts_callees = 0, 0, 0, 0, 0, false
  end
  local known = read("z")
  zones = known and decode(known) or {}
end

savers[#savers + 1] = function()
  if not head_changed then return end
  head_changed = false
  write("h", pack(HEAD, now, sequence, touches, version_count, pool_count, counts_callees and 1 or 0))
end

-- Moves the clock on, never back. Answers what the verb is to answer at once, or nothing:
--   "clock_skew", ms ahead    the caller's clock is too far off the server's
--   "moved", generation       the namespace was cleared or replaced, and has other keys now
--   "zones", now, names       periods of these zones are needed for that instant: repeat with them
local function begin()
  local caller_now = tonumber(ARGV[1])
  if ARGV[2] ~= "" then
    local server = call("TIME")
    local off = caller_now - (server[1] * 1000 + floor(server[2] / 1000))
    if off > tonumber(ARGV[2]) or -off > tonumber(ARGV[2]) then
      return { "clock_skew", text(floor(off)) }
    end
  end
  prefetch({ "h", "z", "moved" })
  -- The namespace was cleared, or replaced by an import: it goes on under other keys.
  if read("moved") then return { "moved", read("moved") } end
  read_head()
  if caller_now > now then
    now = caller_now
    head_changed = true
  end
  if ARGV[5] ~= "" then
    for zone, period in pairs(cjson.decode(ARGV[5])) do zones[zone] = period end
    write("z", encode(zones))
  end
  for _, period in pairs(zones) do
    -- The caller alone knows time zones: it makes the periods of this instant, and repeats the verb.
    if now >= period[2] or now >= period[4] or now < period[1] or now < period[3] then
      local names = {}
      for zone in pairs(zones) do names[#names + 1] = zone end
      return { "zones", text(now), names }
    end
  end
end
