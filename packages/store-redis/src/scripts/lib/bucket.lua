-- Buckets: numbers of a pool that one link of a route may use.
--
-- Of each there are sorted sets of slug keys, so that what ties in score comes by slug:
--   f:<pool>:<bucket>  free members, by the order's score, which is never below 0; under weighted turns those whose span has begun, by deadline;
--                      and parked members that will be free, by −when
--   g:<pool>:<bucket>  under weighted turns: free members whose span is still to begin, by start
--   o:<pool>:<bucket>  members that overflow may use, by their latest selection; if the policy lets calls overflow
-- Field `b<pool>:<bucket>` of `s`: virtual time, under orders that have one, and units of weight of the free.

-- Redis keeps a sorted set of up to 128 short members as a list, and searches it from its beginning: changes of one member took
-- 3 µs instead of 0.6. So f has one long member at −∞, and `due` at +∞, which nobody asks for.
local LONG = "(this member is longer than 64 bytes so that Redis does not keep the set as a list)"

local BUCKET = "<dddd"
local UNITS = 1000000
-- How far ahead of virtual time a start still counts as reached: sums of 1/weight are rounded.
local EPSILON = 2 ^ -20

kit.buckets = {}

function kit.bucket_of(name)
  local bucket = kit.buckets[name]
  if bucket then return bucket end
  local field = kit.read("b" .. name)
  if field then
    local base, picks, rate, units = struct.unpack(BUCKET, field)
    bucket = { base = base, picks = picks, rate = rate, units = units }
  else
    bucket = { base = 0, picks = 0, rate = 0, units = 0 }
  end
  kit.buckets[name] = bucket
  return bucket
end

function kit.save_bucket(name)
  local changed = kit.changed_buckets
  if changed then changed[name] = true else kit.changed_buckets = { [name] = true } end
end

function kit.write_buckets()
  for name in pairs(kit.changed_buckets) do
    local b = kit.buckets[name]
    kit.write("b" .. name, struct.pack(BUCKET, b.base, b.picks, b.rate, b.units))
  end
  kit.changed_buckets = false
end

function kit.virtual_time(bucket)
  if bucket.picks == 0 then return bucket.base end
  return bucket.base + bucket.picks * UNITS / bucket.rate
end

function kit.units_of(order, weight)
  -- As Math.round has it.
  return order == TURNS and UNITS or math.floor(weight * UNITS + 0.5)
end
