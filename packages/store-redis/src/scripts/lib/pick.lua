-- Who is next in a bucket. Nothing is changed here: `charge` enters the turn once the choice stands.
--
-- A pick answers the slug key, and whether anybody is free at all; under turns also where virtual time leaps to.

-- More starts than this that tie for the least are not looked at, when nobody's span has begun.
local MAX_LEAP = 2000

-- The first of a sorted set that is not excluded, its score, and whether there is anybody.
local function first_of(key, excluded, count)
  if count == 0 then
    local first = call("ZRANGE", key, 0, 0, "WITHSCORES")
    return first[1], first[2], first[1] ~= nil
  end
  local list = call("ZRANGE", key, 0, count, "WITHSCORES")
  for at = 1, #list, 2 do
    if not excluded[list[at]] then return list[at], list[at + 1], true end
  end
  return nil, nil, #list > 0
end

local function pick_by_turn(index, id, name, excluded, count)
  local key, _, is_any = first_of(prefix .. "f:" .. name, excluded, count)
  if not key then return nil, is_any end
  -- With equal weights the order of deadlines is that of starts.
  local member = member_of(index .. ":" .. key)
  local start
  for slot = 1, #member.ids do
    if member.ids[slot] == id then start = member.starts[slot] end
  end
  if start <= virtual_time(bucket_of(name)) + EPSILON then return key, true end
  return key, true, start
end

-- Moves members whose span has begun; answers whether that was too much for one run.
local function begin_spans(index, name)
  local time = virtual_time(bucket_of(name)) + EPSILON
  local begun = call("ZRANGEBYSCORE", prefix .. "g:" .. name, "-inf", time, "WITHSCORES", "LIMIT", 0, MAX_WAKES + 1)
  if #begun == 0 then return false end
  local names = {}
  for at = 1, #begun, 2 do names[#names + 1] = "m" .. index .. ":" .. begun[at] end
  prefetch(names)
  for at = 1, #begun, 2 do
    local key = begun[at]
    place(prefix .. "g:" .. name, key, false)
    place(prefix .. "f:" .. name, key, begun[at + 1] + UNITS / units_of(WEIGHTED_TURNS, member_of(index .. ":" .. key).weight))
  end
  flush()
  return #begun > 2 * MAX_WAKES
end

local function pick_by_weighted_turn(index, name, excluded, count)
  if begin_spans(index, name) then return nil, true, nil, true end
  local key, _, is_any = first_of(prefix .. "f:" .. name, excluded, count)
  if key then return key, true end
  -- Nobody's span has begun: time leaps to the least start, and the nearest deadline among those begun then is next.
  local first, start, is_anybody = first_of(prefix .. "g:" .. name, excluded, count)
  if not first then return nil, is_any or is_anybody end
  start = tonumber(start)
  local begun = call("ZRANGEBYSCORE", prefix .. "g:" .. name, "-inf", start + EPSILON, "WITHSCORES", "LIMIT", 0, MAX_LEAP)
  local best, best_deadline
  for at = 1, #begun, 2 do
    local other = begun[at]
    if not excluded[other] then
      local deadline = begun[at + 1] + UNITS / units_of(WEIGHTED_TURNS, member_of(index .. ":" .. other).weight)
      if not best or deadline < best_deadline or (deadline == best_deadline and other < best) then
        best, best_deadline = other, deadline
      end
    end
  end
  return best, true, start
end

-- Ranks of the excluded among the free, rising.
local function excluded_ranks(set, used)
  local ranks = {}
  for index = 1, #used do
    local rank = call("ZRANK", set, used[index])
    if rank then ranks[#ranks + 1] = rank end
  end
  table.sort(ranks)
  return ranks
end

-- The candidate of a rank that leaves the excluded out.
local function at_rank(set, rank, ranks)
  for index = 1, #ranks do
    if ranks[index] <= rank then rank = rank + 1 end
  end
  return call("ZRANGE", set, rank, rank)[1]
end

local function pick_by_rank(order, name, used, draws)
  local set = prefix .. "f:" .. name
  local count = call("ZCARD", set)
  if count == 0 then return nil, false end
  local ranks = excluded_ranks(set, used)
  count = count - #ranks
  if count == 0 then return nil, true end
  local rank = floor(draws[1] * count)
  local first = at_rank(set, rank, ranks)
  if order == RANKS or count == 1 then return first, true end
  local other = floor(draws[2] * (count - 1))
  local second = at_rank(set, other < rank and other or other + 1, ranks)
  local a, b = number_now(first), number_now(second)
  local less = in_flight(a) - in_flight(b)
  if less == 0 then less = a.day_total - b.day_total end
  if less == 0 then less = first < second and -1 or 1 end
  return less < 0 and first or second, true
end

-- The first of a ranking that is free and not excluded; if none of them is, the least recently used.
local function pick_by_ranking(name, ranking, excluded, count)
  local set = prefix .. "f:" .. name
  for at = 1, #ranking do
    local key = ranking[at]
    if not excluded[key] and call("ZSCORE", set, key) then return key, true end
  end
  local key, _, is_any = first_of(set, excluded, count)
  return key, is_any
end

-- Enters the turn of a member that was picked, or chosen otherwise.
local function charge(index, name, slot, key, order, leap_to, draw, is_picked)
  local id = index .. ":" .. key
  local member = member_of(id)
  if order == TURNS or order == WEIGHTED_TURNS then
    local bucket = bucket_of(name)
    if leap_to then bucket.base, bucket.picks = leap_to, 0 end
    local rate = order == TURNS and call("ZCARD", prefix .. "f:" .. name) * UNITS or bucket.units
    if bucket.rate ~= rate then
      bucket.base = virtual_time(bucket)
      bucket.picks = 0
      bucket.rate = rate
    end
    bucket.picks = bucket.picks + 1
    member.starts[slot] = member.starts[slot] + UNITS / units_of(order, member.weight)
    save_bucket(name)
  elseif order == CLOCKS and is_picked then
    local bucket = bucket_of(name)
    if member.starts[slot] > bucket.base then bucket.base = member.starts[slot] end
    member.starts[slot] = bucket.base + draw / member.weight
    save_bucket(name)
  else
    return
  end
  enter(order, name, member, slot, key)
  save_member(id)
end
