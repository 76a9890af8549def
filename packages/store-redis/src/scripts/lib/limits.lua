-- From when a number is free of its limits, as docs/selection.md has it under "Limits of a number".
--
-- Limits are a list: calls a day, calls an hour, gap in ms, calls at once, and the stages of the warm-up, each as its
-- end (age in ms) and its calls. False where there is none.

-- The least instant from now on at which fewer than `limit` calls count, none added.
function kit.day_free_at(number, limit, zone)
  local count = zone and kit.calls_since(number, zone[1]) or number.day_total
  if count < limit then return kit.now end
  if limit <= 0 then return math.huge end
  if zone then return zone[2] end
  local at = number.day_left + 1
  while true do
    local slot, calls = struct.unpack(ENTRY, number.day, at)
    count = count - calls
    if count < limit then return (slot + DAY_WINDOW) * DAY_SLOT end
    at = at + ENTRY_BYTES
  end
end

function kit.hour_free_at(number, limit, zone) -- rarely
  local count = zone and kit.calls_since(number, zone[3]) or number.hour_total
  if count < limit then return kit.now end
  if limit <= 0 then return math.huge end
  if zone then return zone[4] end
  local at = number.hour_left + 1
  while true do
    local slot, calls = struct.unpack(ENTRY, number.hour, at)
    count = count - calls
    if count < limit then return (slot + HOUR_WINDOW) * HOUR_SLOT end
    at = at + ENTRY_BYTES
  end
end

-- A stage with room for fewer calls ends by age: free is the first instant at which the calls have left, or a later
-- stage has room for them.
function kit.warm_up_free_at(number, stages, active_since, zone) -- rarely
  local from = kit.now
  for index = 1, #stages, 2 do
    local ends_at = active_since + stages[index]
    if kit.now < ends_at then
      local free_at = kit.day_free_at(number, stages[index + 1], zone)
      if free_at < from then free_at = from end
      if free_at < ends_at then return free_at == kit.now and 0 or free_at end
      from = ends_at
    end
  end
  return from == kit.now and 0 or from
end

-- 0: now; infinite: never. `each(code, free_at)` is told of every limit that holds the number, by the order of LimitName.
function kit.free_at_of(number, limits, active_since, zone, each)
  local free_at = 0
  local per_day, per_hour, gap, at_once, stages = limits[1], limits[2], limits[3], limits[4], limits[5]
  if per_day then
    local at = kit.day_free_at(number, per_day, zone)
    if at > kit.now then
      if each then each(1, at) end
      free_at = at
    end
  end
  if per_hour then
    local at = kit.hour_free_at(number, per_hour, zone)
    if at > kit.now then
      if each then each(2, at) end
      if at > free_at then free_at = at end
    end
  end
  if gap and number.last_at >= 0 then
    local at = number.last_at + gap
    if at > kit.now then
      if each then each(3, at) end
      if at > free_at then free_at = at end
    end
  end
  if at_once then
    local excess = kit.in_flight(number) - at_once + 1
    if excess > 0 then
      local at = kit.kth_live_until(number, excess)
      if each then each(4, at) end
      if at > free_at then free_at = at end
    end
  end
  if stages and active_since >= 0 then
    local at = kit.warm_up_free_at(number, stages, active_since, zone)
    if at > 0 then
      if each then each(5, at) end
      if at > free_at then free_at = at end
    end
  end
  if number.resting_until > kit.now then
    if each then each(6, number.resting_until) end
    if number.resting_until > free_at then free_at = number.resting_until end
  end
  if number.quarantined_until > kit.now then
    if each then each(7, number.quarantined_until) end
    if number.quarantined_until > free_at then free_at = number.quarantined_until end
  end
  return free_at
end

-- Periods of a pool's time zone; nothing under rolling windows.
function kit.zone_of(pool) return pool[3] and kit.zones[pool[3]] end
