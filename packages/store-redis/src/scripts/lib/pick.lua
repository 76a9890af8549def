-- Who is next in a bucket. Nothing is changed here: `charge` enters the turn once the choice stands.
--
-- A pick answers the slug key, and whether anybody is free at all; under turns also where virtual time leaps to.

-- More starts than this that tie for the least are not looked at, when nobody's span has begun.
local MAX_LEAP = 2000

-- The first of a sorted set that is not excluded, its score, and whether there is anybody.
function kit.first_of(key, excluded, count)
  if count == 0 then
    local first = kit.call("ZRANGE", key, 0, 0, "WITHSCORES")
    return first[1], first[2], first[1] ~= nil
  end
  local list = kit.call("ZRANGE", key, 0, count, "WITHSCORES")
  for at = 1, #list, 2 do
    if not excluded[list[at]] then return list[at], list[at + 1], true end
  end
  return nil, nil, #list > 0
end

function kit.pick_by_turn(index, id, name, excluded, count)
  local key, _, is_any = kit.first_of(kit.prefix .. "f:" .. name, excluded, count)
  if not key then return nil, is_any end
  kit.prefetch({ "m" .. index .. ":" .. key, "n" .. key })
  -- With equal weights the order of deadlines is that of starts.
  local member = kit.member_of(index .. ":" .. key)
  local start
  for slot = 1, #member.ids do
    if member.ids[slot] == id then start = member.starts[slot] end
  end
  if start <= kit.virtual_time(kit.bucket_of(name)) + EPSILON then return key, true end
  return key, true, start
end

-- Moves members whose span has begun; answers whether that was too much for one run.
function kit.begin_spans(index, name) -- rarely
  local time = kit.virtual_time(kit.bucket_of(name)) + EPSILON
  local begun = kit.call("ZRANGEBYSCORE", kit.prefix .. "g:" .. name, "-inf", time, "WITHSCORES", "LIMIT", 0, MAX_WAKES + 1)
  if #begun == 0 then return false end
  local names = {}
  for at = 1, #begun, 2 do names[#names + 1] = "m" .. index .. ":" .. begun[at] end
  kit.prefetch(names)
  for at = 1, #begun, 2 do
    local key = begun[at]
    kit.place(kit.prefix .. "g:" .. name, key, false)
    kit.place(kit.prefix .. "f:" .. name, key, begun[at + 1] + UNITS / kit.units_of(WEIGHTED_TURNS, kit.member_of(index .. ":" .. key).weight))
  end
  kit.flush()
  return #begun > 2 * MAX_WAKES
end

function kit.pick_by_weighted_turn(index, name, excluded, count) -- rarely
  if kit.begin_spans(index, name) then return nil, true, nil, true end
  local key, _, is_any = kit.first_of(kit.prefix .. "f:" .. name, excluded, count)
  if key then return key, true end
  -- Nobody's span has begun: time leaps to the least start, and the nearest deadline among those begun then is next.
  local first, start, is_anybody = kit.first_of(kit.prefix .. "g:" .. name, excluded, count)
  if not first then return nil, is_any or is_anybody end
  start = tonumber(start)
  local begun = kit.call("ZRANGEBYSCORE", kit.prefix .. "g:" .. name, "-inf", start + EPSILON, "WITHSCORES", "LIMIT", 0, MAX_LEAP)
  local best, best_deadline
  for at = 1, #begun, 2 do
    local other = begun[at]
    if not excluded[other] then
      local deadline = begun[at + 1] + UNITS / kit.units_of(WEIGHTED_TURNS, kit.member_of(index .. ":" .. other).weight)
      if not best or deadline < best_deadline or (deadline == best_deadline and other < best) then
        best, best_deadline = other, deadline
      end
    end
  end
  return best, true, start
end

-- Ranks of the excluded among the free, rising.
function kit.excluded_ranks(set, used) -- rarely
  local ranks = {}
  for index = 1, #used do
    local rank = kit.call("ZRANK", set, used[index])
    if rank then ranks[#ranks + 1] = rank end
  end
  table.sort(ranks)
  return ranks
end

-- The candidate of a rank that leaves the excluded out.
function kit.at_rank(set, rank, ranks) -- rarely
  for index = 1, #ranks do
    if ranks[index] <= rank then rank = rank + 1 end
  end
  return kit.call("ZRANGE", set, rank, rank)[1]
end

function kit.pick_by_rank(order, name, used, draws) -- rarely
  local set = kit.prefix .. "f:" .. name
  local count = kit.call("ZCARD", set)
  if count == 0 then return nil, false end
  local ranks = kit.excluded_ranks(set, used)
  count = count - #ranks
  if count == 0 then return nil, true end
  local rank = math.floor(draws[1] * count)
  local first = kit.at_rank(set, rank, ranks)
  if order == RANKS or count == 1 then return first, true end
  local other = math.floor(draws[2] * (count - 1))
  local second = kit.at_rank(set, other < rank and other or other + 1, ranks)
  local a, b = kit.number_now(first), kit.number_now(second)
  local less = kit.in_flight(a) - kit.in_flight(b)
  if less == 0 then less = a.day_total - b.day_total end
  if less == 0 then less = first < second and -1 or 1 end
  return less < 0 and first or second, true
end

-- The first of a ranking that is free and not excluded; if none of them is, the least recently used.
function kit.pick_by_ranking(name, ranking, excluded, count) -- rarely
  local set = kit.prefix .. "f:" .. name
  for at = 1, #ranking do
    local key = ranking[at]
    if not excluded[key] and kit.call("ZSCORE", set, key) then return key, true end
  end
  local key, _, is_any = kit.first_of(set, excluded, count)
  return key, is_any
end

-- Enters the turn of a member that was picked, or chosen otherwise.
function kit.charge(index, name, slot, key, order, leap_to, draw, is_picked)
  local id = index .. ":" .. key
  local member = kit.member_of(id)
  if order == TURNS or order == WEIGHTED_TURNS then
    local bucket = kit.bucket_of(name)
    if leap_to then bucket.base, bucket.picks = leap_to, 0 end
    local rate = order == TURNS and kit.call("ZCARD", kit.prefix .. "f:" .. name) * UNITS or bucket.units
    if bucket.rate ~= rate then
      bucket.base = kit.virtual_time(bucket)
      bucket.picks = 0
      bucket.rate = rate
    end
    bucket.picks = bucket.picks + 1
    member.starts[slot] = member.starts[slot] + UNITS / kit.units_of(order, member.weight)
    kit.save_bucket(name)
  elseif order == CLOCKS and is_picked then
    local bucket = kit.bucket_of(name)
    if member.starts[slot] > bucket.base then bucket.base = member.starts[slot] end
    member.starts[slot] = bucket.base + draw / member.weight
    kit.save_bucket(name)
  else
    return
  end
  kit.enter(order, name, member, slot, key)
  kit.save_member(id)
end
