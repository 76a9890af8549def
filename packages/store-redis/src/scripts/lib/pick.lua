-- Who is next in a bucket. Nothing is changed here: `charge` enters the turn once the choice stands.
--
-- A pick answers the slug key, and whether anybody is free at all; under turns also where virtual time leaps to.

-- More starts than this that tie for the least are not looked at, when nobody's span has begun.
local MAX_LEAP = 2000

-- Members whose spans a run may still begin.
kit.spans_left = MAX_WAKES

function kit.pick_by_turn(index, id, name, excluded)
  local key, _, is_any = kit.first_of(kit.prefix .. "f:" .. name, excluded)
  if not key then return nil, is_any end
  local id_of_member = index .. ":" .. key
  kit.prefetch_member(id_of_member, key)
  -- With equal weights the order of deadlines is that of starts.
  local member = kit.member_of(id_of_member)
  local start
  for slot = FIRST_SLOT, #member, 2 do
    if member[slot] == id then start = member[slot + 1] end
  end
  if start <= kit.virtual_time(kit.bucket_of(name)) + EPSILON then return key, true end
  return key, true, start
end

-- Moves members whose span has begun; answers whether those were too many for one run.
function kit.begin_spans(index, name) -- rarely
  local time = kit.virtual_time(kit.bucket_of(name)) + EPSILON
  while true do
    local key, start = kit.first_of(kit.prefix .. "g:" .. name, kit.nobody)
    if not key or start > time then return false end
    if kit.spans_left == 0 then return true end
    kit.spans_left = kit.spans_left - 1
    kit.place(kit.prefix .. "g:" .. name, key, false)
    kit.place(kit.prefix .. "f:" .. name, key, start + UNITS / kit.units_of(WEIGHTED_TURNS, kit.member_of(index .. ":" .. key)[WEIGHT]))
  end
end

function kit.pick_by_weighted_turn(index, name, excluded) -- rarely
  if kit.begin_spans(index, name) then return nil, true, nil, true end
  local key, _, is_any = kit.first_of(kit.prefix .. "f:" .. name, excluded)
  if key then return key, true end
  -- Nobody's span has begun: time leaps to the least start, and the nearest deadline among those begun then is next.
  local first, start, is_anybody = kit.first_of(kit.prefix .. "g:" .. name, excluded)
  if not first then return nil, is_any or is_anybody end
  kit.flush()
  local begun = kit.call("ZRANGEBYSCORE", kit.prefix .. "g:" .. name, "-inf", start + EPSILON, "WITHSCORES", "LIMIT", 0, MAX_LEAP)
  local best, best_deadline
  for at = 1, #begun, 2 do
    local other = begun[at]
    if not excluded[other] then
      local deadline = begun[at + 1] + UNITS / kit.units_of(WEIGHTED_TURNS, kit.member_of(index .. ":" .. other)[WEIGHT])
      if not best or deadline < best_deadline or (deadline == best_deadline and kit.is_before(other, best)) then
        best, best_deadline = other, deadline
      end
    end
  end
  return best, true, start
end

-- Ranks of the excluded among the free, rising.
function kit.excluded_ranks(set, used, parked) -- rarely
  local ranks = {}
  for index = 1, #used do
    local rank = kit.call("ZRANK", set, used[index])
    if rank and rank >= parked then ranks[#ranks + 1] = rank - parked end
  end
  table.sort(ranks)
  return ranks
end

-- The candidate of a rank that leaves the excluded out.
function kit.at_rank(set, rank, ranks, parked) -- rarely
  for index = 1, #ranks do
    if ranks[index] <= rank then rank = rank + 1 end
  end
  return kit.call("ZRANGE", set, rank + parked, rank + parked)[1]
end

function kit.pick_by_rank(order, name, used, draws) -- rarely
  -- Ranks are the set's own.
  kit.flush()
  local set = kit.prefix .. "f:" .. name
  -- The parked come first in it.
  local parked = kit.call("ZCOUNT", set, "-inf", "(0")
  local count = kit.call("ZCARD", set) - parked
  if count == 0 then return nil, false end
  local ranks = kit.excluded_ranks(set, used, parked)
  count = count - #ranks
  if count == 0 then return nil, true end
  local rank = math.floor(draws[1] * count)
  local first = kit.at_rank(set, rank, ranks, parked)
  if order == RANKS or count == 1 then return first, true end
  local other = math.floor(draws[2] * (count - 1))
  local second = kit.at_rank(set, other < rank and other or other + 1, ranks, parked)
  local a, b = kit.number_now(first), kit.number_now(second)
  local less = kit.in_flight(a) - kit.in_flight(b)
  if less == 0 then less = a[DAY_TOTAL] - b[DAY_TOTAL] end
  if less == 0 then less = kit.is_before(first, second) and -1 or 1 end
  return less < 0 and first or second, true
end

-- The first of a ranking that is free and not excluded; if none of them is, the least recently used.
function kit.pick_by_ranking(name, ranking, excluded) -- rarely
  local set = kit.prefix .. "f:" .. name
  for at = 1, #ranking do
    local key = ranking[at]
    local score = not excluded[key] and kit.score_in(set, key)
    if score and score >= 0 then return key, true end
  end
  local key, _, is_any = kit.first_of(set, excluded)
  return key, is_any
end

function kit.pick(position, excluded, used)
  local name = ask.names[position]
  if ask.order == TURNS then return kit.pick_by_turn(ask.index, ask.ids[position], name, excluded) end
  if ask.order == WEIGHTED_TURNS then
    local key, is_any, leap_to, is_too_much = kit.pick_by_weighted_turn(ask.index, name, excluded)
    if is_too_much then ask.demand = { "again" } end
    return key, is_any, leap_to
  end
  if ask.order == RANKS or ask.order == TWO_RANKS then return kit.pick_by_rank(ask.order, name, used, ask.draws) end
  if ask.order == RANKING or ask.order == LEARNED_RANKING then
    if not kit.first_of(kit.prefix .. "f:" .. name, kit.nobody) then return nil, false end
    local ranking = ask.rankings and ask.rankings[tostring(position)]
    if not ranking or (ask.ranked_at and ask.ranked_at ~= kit.now) then
      ask.demand = { "rank", position, kit.text(kit.now) }
      return nil, true
    end
    local learned = ask.order == LEARNED_RANKING and (kit.read("v" .. ask.index) or "0")
    if learned and ask.ranked_by ~= "" and ask.ranked_by ~= learned then
      ask.demand = { "counts", learned }
      return nil, true
    end
    return kit.pick_by_ranking(name, ranking, excluded)
  end
  local key, _, is_any = kit.first_of(kit.prefix .. "f:" .. name, excluded)
  return key, is_any
end

-- Enters the turn of a member that was picked, or chosen otherwise.
function kit.charge(index, name, slot, key, order, leap_to, draw, is_picked)
  local id = index .. ":" .. key
  local member = kit.member_of(id)
  if order == TURNS or order == WEIGHTED_TURNS then
    local bucket = kit.bucket_of(name)
    if leap_to then bucket.base, bucket.picks = leap_to, 0 end
    local rate = order == TURNS and kit.free_count(name) * UNITS or bucket.units
    if bucket.rate ~= rate then
      bucket.base = kit.virtual_time(bucket)
      bucket.picks = 0
      bucket.rate = rate
    end
    bucket.picks = bucket.picks + 1
    member[slot + 1] = member[slot + 1] + UNITS / kit.units_of(order, member[WEIGHT])
    kit.save_bucket(name)
  elseif order == CLOCKS and is_picked then
    local bucket = kit.bucket_of(name)
    if member[slot + 1] > bucket.base then bucket.base = member[slot + 1] end
    member[slot + 1] = bucket.base + draw / member[WEIGHT]
    kit.save_bucket(name)
  else
    return
  end
  kit.enter(order, name, member, slot, key)
  kit.save_member(id)
end
