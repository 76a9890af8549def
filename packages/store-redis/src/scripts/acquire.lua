-- acquire: chooses a number and leases it, or refuses. A call of calls.lua.
--
-- Its text: a, the caller's time, "1" if its clock is to be checked, the pool's index, its version as the caller knows it, the callee's
-- digits, how long the lease is held, ms, a refusal that the caller knows of already ("pool_empty", "country_not_allowed", or "-"), the chain (ids of buckets joined by
-- ",", 0 for a link without one), two draws (under weighted-random the first is −ln(1 − u)), how many texts follow (0 or 5), and how many
-- texts the journal's fragment finds in `args`, which come after those ("-": the journal does not run).
-- Texts, each possibly empty:
--   under answer-rate: the links' codes of steps, joined by ","
--   rankings by position of the link from 1: a JSON object of lists of slug keys
--   the instant that rankings were made for; empty: no matter
--   the count of outcomes that rankings were made by; empty: no matter
--   for a trace: a JSON list of a list of slug keys for each link
--
-- Answers a list that begins with
--   "again", "zones", "clock_skew"  see calls.lua
--   "stale"                   the pool is not known, or has another version
--   "wait"                    the pool is being loaded
--   "rank", position, now     the ranking of that link is needed, for that instant
--   "counts", count           outcomes were learned since the rankings were made
--   "veto", answer            the journal's fragment vetoed
--   "refused", code, retryAt, atLatest, affinity, previous, skipped, trace
--   "granted", slug key, figures, previous, trace, journal's answer; of the last three only what there is
-- Figures, with a space between: sequence, now, position of the link, affinity, "1" for overflow or nothing, skipped.
-- `skipped` has a letter for each link passed over: n no number, l all at a limit, u all used before.

local ACQUIRE = "^a (%S+) (%d?) (%S+) (%S+) (%d+) (%S+) (%S+) (%S*) (%S+) (%S+) (%d) (%S+)$"

-- Names and ids of a chain's buckets, the same for all calls that have it.
kit.chains = {}

function kit.chain_of(index, text)
  local key = index .. " " .. text
  local known = kit.chains[key]
  if known then return known end
  local names, ids, count = {}, {}, 0
  for id in text:gmatch("%d+") do
    count = count + 1
    ids[count] = tonumber(id)
    names[count] = id ~= "0" and index .. ":" .. id
  end
  known = { names = names, ids = ids }
  kit.chains[key] = known
  return known
end

-- Reads a call of which the texts begin at a place, and asks for what it needs of `s`. Answers it, and the place after it.
function kit.read_acquire(place)
  local now, check, index, version, digits, hold_ms, early, chain, first, second, more, journal = ARGV[place]:match(ACQUIRE)
  local buckets = kit.chain_of(index, chain)
  local call = { answer = kit.acquire, now = tonumber(now), is_checked = check == "1", index = index, version = tonumber(version),
    callee_digits = digits, hold_ms = tonumber(hold_ms), early = early ~= "-" and early, names = buckets.names, ids = buckets.ids,
    draws = { tonumber(first), tonumber(second) }, pool = false, order = false, affinity_rules = false, mode = false, ttl = 0, more = false,
    journal = false, trace = false, shown = false, demand = false }
  kit.want("p" .. index)
  kit.want("q" .. index)
  kit.want("c" .. digits)
  if call.names[1] then kit.want("b" .. call.names[1]) end
  place = place + 1
  if more == "5" then
    call.more = place
    place = place + 5
  end
  if journal ~= "-" then
    call.journal = { unpack(ARGV, place, place + journal - 1) }
    place = place + journal
  end
  return call, place
end

-- Takes over the texts that few calls have.
function kit.read_more(place) -- rarely
  ask.steps, ask.ranked_by = ARGV[place], ARGV[place + 3]
  ask.rankings = ARGV[place + 1] ~= "" and cjson.decode(ARGV[place + 1])
  ask.ranked_at = ARGV[place + 2] ~= "" and tonumber(ARGV[place + 2])
  if ARGV[place + 4] ~= "" then
    ask.shown = cjson.decode(ARGV[place + 4])
    ask.trace = {}
  end
end

-- What limits hold a member; the one that decides.
function kit.deciding_limit(key) -- rarely
  local member = kit.member_of(ask.index .. ":" .. key)
  local limit, till
  kit.free_at_of(kit.number_now(key), kit.limits_of(member, ask.pool), member[ACTIVE_SINCE], kit.zone_of(ask.pool), function(code, at)
    if not limit or at > till then limit, till = code, at end
  end)
  return limit, till
end

function kit.refused(code, retry_at, at_latest, affinity, previous, skipped) -- rarely
  return { "refused", code, retry_at and kit.text(retry_at) or "", at_latest and "1" or "", affinity, previous or "",
    skipped or "", ask.trace }
end

function kit.slot_in(member, id)
  for slot = FIRST_SLOT, #member, 2 do
    if member[slot] == id then return slot end
  end
end

-- One pass through the chain: the choice, its link, who was passed over, and whether a free member was excluded.
function kit.try_links(used)
  local excluded = kit.nobody
  if #used > 0 then
    excluded = {}
    for at = 1, #used do excluded[used[at]] = true end
  end
  local skipped, is_any_excluded = "", false
  for position = 1, #ask.ids do
    local reason = "n"
    if ask.names[position] then
      reason = "l"
      local key, is_any, leap_to = kit.pick(position, excluded, used)
      if ask.demand then return end
      if key then return key, position, skipped, is_any_excluded, leap_to end
      if is_any then
        reason = "u"
        is_any_excluded = true
      end
    end
    skipped = skipped .. reason
  end
  return nil, 0, skipped, is_any_excluded
end

function kit.choose(affinity, previous, used)
  local key, position, skipped, is_any_excluded, leap_to = kit.try_links(used)
  while not ask.demand and not key and is_any_excluded do
    used = #used > 1 and { used[#used] } or kit.nobody
    key, position, skipped, is_any_excluded, leap_to = kit.try_links(used)
  end
  if ask.demand then return ask.demand end
  local is_overflow = not key and ask.pool[OVERFLOWS]
  if is_overflow then
    for at = 1, #ask.ids do
      key = ask.names[at] and kit.first_of(kit.prefix .. "o:" .. ask.names[at], kit.nobody)
      if key then
        position = at
        break
      end
    end
    key = key or nil
  end
  if ask.shown then kit.make_trace(skipped, position, key, used) end
  if key then return kit.grant(key, position, affinity, previous, skipped, used, is_overflow, leap_to) end
  -- The member that is free first, of the chain's buckets. The sets are asked themselves.
  kit.flush()
  local first, free_at, is_any = nil, nil, false
  for at = 1, #ask.ids do
    if ask.names[at] then
      is_any = true
      local candidate, till = kit.first_parked(ask.names[at])
      if till and (not first or till < free_at or (till == free_at and kit.is_before(candidate, first))) then
        first, free_at = candidate, till
      end
    end
  end
  if not is_any then return kit.refused("no_match", nil, false, affinity, previous, skipped) end
  if not first then return kit.refused("exhausted", nil, false, affinity, previous, skipped) end
  return kit.refused("exhausted", free_at, kit.deciding_limit(first) == 4, affinity, previous, skipped)
end

-- The callee's own number: kept, waited for, insisted on, or given up for the route's choice.
function kit.stick_to(key, until_forgotten) -- rarely
  local member = kit.member_of(ask.index .. ":" .. key)
  local home
  if member then
    for position = 1, #ask.ids do
      if ask.ids[position] > 0 and kit.slot_in(member, ask.ids[position]) then
        home = position
        break
      end
    end
  end
  if not home then
    if not ask.affinity_rules[3] then return kit.choose("gone", key, kit.nobody) end
    if ask.shown then kit.make_trace("", 0, nil, kit.nobody) end
    return kit.refused("sticky_gone", nil, false, "gone", key)
  end
  if member[FREE_AT] > 0 then
    if not ask.affinity_rules[4] or member[FREE_AT] - kit.now > ask.affinity_rules[5] then return kit.choose("at_limit", key, kit.nobody) end
    if ask.shown then kit.make_trace("", 0, nil, kit.nobody) end
    -- Forgotten before it is free, the callee's number no longer stands in the way.
    local retry_at = member[FREE_AT] < until_forgotten and member[FREE_AT] or until_forgotten
    return kit.refused("sticky_at_limit", retry_at, kit.deciding_limit(key) == 4, "at_limit", key)
  end
  if ask.shown then kit.make_trace("", home, key, kit.nobody) end
  return kit.grant(key, home, "kept", key, "", kit.nobody, false)
end

function kit.acquire()
  ask.pool = kit.rules_of(ask.index)
  if not ask.pool or ask.pool[VERSION] ~= ask.version then return { "stale" } end
  if kit.next_rules_of(ask.index) then return { "wait" } end
  if kit.wake_due() then return { "again" } end
  ask.order, ask.affinity_rules = ask.pool[ORDER], ask.pool[AFFINITY]
  ask.mode, ask.ttl = ask.affinity_rules[1], ask.affinity_rules[2]
  if ask.more then kit.read_more(ask.more) end
  if ask.early then return kit.refused(ask.early, nil, false, "none") end
  local callee = kit.callee_of(ask.callee_digits)
  local frequency = ask.pool[FREQUENCY]
  if frequency and callee then
    local instant = kit.kth_latest_call(callee, frequency[1])
    if instant and instant + frequency[2] > kit.now then
      return kit.refused("callee_limit", instant + frequency[2], false, "none")
    end
  end
  if callee and (ask.mode == "sticky" or ask.mode == "sticky-once-answered") then
    local kind = ask.mode == "sticky" and REACHED or ANSWERED
    local key, at = callee[kind + TO_KEY], callee[kind + TO_INSTANT]
    if key ~= "" and at > kit.now - ask.ttl then return kit.stick_to(key, at + ask.ttl) end
  elseif callee and ask.mode == "fresh" then
    local used = kit.used_of(callee)
    if #used > 0 and callee[USED_AT] > kit.now - ask.ttl then return kit.choose("fresh", used[#used], used) end
  end
  return kit.choose("none", nil, kit.nobody)
end
