-- acquire: chooses a number and leases it, or refuses.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] the pool's index, [7] its version as the caller knows it
-- ARGV[8] the callee's digits
-- ARGV[9] how long the lease is held, ms
-- ARGV[10] a refusal that the caller knows of already: "pool_empty", "country_not_allowed", or empty
-- ARGV[11] the chain: ids of buckets joined by ",", 0 for a link without one
-- ARGV[12] [13] draws; under weighted-random the first is −ln(1 − u)
-- ARGV[14] under answer-rate: the links' codes of steps, joined by ","; else empty
-- ARGV[15] rankings by position of the link from 1: a JSON object of lists of slug keys; or empty
-- ARGV[16] the instant that rankings were made for; empty: no matter
-- ARGV[17] the count of outcomes that rankings were made by; empty: no matter
-- ARGV[18] for a trace: a JSON list of a list of slug keys for each link; or empty
-- ARGV[19] how many texts the journal's fragment finds in `args`, which follow; empty: the journal does not run
--
-- Answers a list that begins with
--   "again"                   more numbers are due than one run wakes: repeat
--   "stale"                   the pool is not known, or has another version
--   "wait"                    the pool is being loaded
--   "zones", now, names       periods of these zones are needed for that instant: repeat with them
--   "rank", position, now     the ranking of that link is needed, for that instant
--   "counts", count           outcomes were learned since the rankings were made
--   "veto", answer            the journal's fragment vetoed
--   "refused", code, retryAt, atLatest, affinity, previous, skipped, trace
--   "granted", slug key, sequence, now, position of the link, affinity, previous, skipped, overflow, trace, journal's answer
-- `skipped` has a letter for each link passed over: n no number, l all at a limit, u all used before.

local index, callee_digits = ARGV[6], ARGV[8]
prefetch({ "h", "z", "moved", "p" .. index, "q" .. index, "c" .. callee_digits })

local answer = advance()
if answer then return answer end
local pool = rules_of(index)
if not pool or pool[VERSION] ~= tonumber(ARGV[7]) then return { "stale" } end
if next_rules_of(index) then return { "wait" } end

local order, affinity_rules = pool[ORDER], pool[AFFINITY]
local mode, ttl = affinity_rules[1], affinity_rules[2]
local draws = { tonumber(ARGV[12]), tonumber(ARGV[13]) }
local names, ids = {}, {}
for id in ARGV[11]:gmatch("%d+") do
  ids[#ids + 1] = tonumber(id)
  names[#names + 1] = id ~= "0" and index .. ":" .. id
end
local rankings = ARGV[15] ~= "" and cjson.decode(ARGV[15]) or {}
local trace = false

-- What limits hold a member; the one that decides.
local function deciding_limit(key)
  local member = member_of(index .. ":" .. key)
  local limit, till
  free_at_of(number_now(key), limits_of(member, pool), member.active_since, zone_of(pool), function(code, at)
    if not limit or at > till then limit, till = code, at end
  end)
  return limit, till
end

local function refused(code, retry_at, at_latest, affinity, previous, skipped)
  flush()
  return { "refused", code, retry_at and text(retry_at) or "", at_latest and "1" or "", affinity, previous or "",
    skipped or "", trace }
end

local function slot_in(member, id)
  for slot = 1, #member.ids do
    if member.ids[slot] == id then return slot end
  end
end

-- Tells of every link what is seen before the grant is entered.
local function make_trace(skipped, chosen_position, chosen, used)
  if ARGV[18] == "" then return end
  local shown = cjson.decode(ARGV[18])
  local is_used = {}
  for at = 1, #used do is_used[used[at]] = true end
  trace = {}
  for position = 1, #ids do
    local name = names[position]
    if not name then
      trace[position] = { "0", "", {} }
    else
      local free = call("ZCARD", prefix .. "f:" .. name)
      if order == WEIGHTED_TURNS then free = free + call("ZCARD", prefix .. "g:" .. name) end
      local first = call("ZRANGE", prefix .. "w:" .. name, 0, 0, "WITHSCORES")
      local keys, verdicts, is_shown = shown[position], {}, false
      local fetched = {}
      for at = 1, #keys do
        fetched[#fetched + 1] = "m" .. index .. ":" .. keys[at]
        fetched[#fetched + 1] = "n" .. keys[at]
      end
      prefetch(fetched)
      local function show(key)
        local limit, till = deciding_limit(key)
        local verdict = limit or (is_used[key] and "used_before") or "free"
        if position == chosen_position and key == chosen then
          verdict = "chosen"
          is_shown = true
        end
        verdicts[#verdicts + 1] = { key, verdict, limit and till < huge and text(till) or "" }
      end
      for at = 1, #keys do show(keys[at]) end
      if position == chosen_position and not is_shown then show(chosen) end
      trace[position] = { text(free), first[2] and text(tonumber(first[2])) or "", verdicts }
    end
  end
end

-- Enters the choice, unless the journal's fragment vetoes it.
local function grant(key, position, affinity, previous, skipped, used, is_overflow, leap_to)
  local is_kept = affinity == "kept"
  local member, number = member_of(index .. ":" .. key), number_now(key)
  local hold_until = now + tonumber(ARGV[9])
  local journal = false
  if ARGV[19] ~= "" then
    local is_veto
    journal, is_veto = run_journal(on_grant, {
      leaseId = "lease-" .. text(sequence + 1), sequence = sequence + 1, poolId = read("i" .. index), slug = key,
      callee = "+" .. callee_digits, acquiredAt = now, holdUntil = hold_until, now = now,
    }, { unpack(ARGV, 20, 19 + ARGV[19]) })
    if is_veto then
      flush()
      return { "veto", journal_answer(journal) }
    end
  end

  if not is_overflow then
    charge(index, names[position], slot_in(member, ids[position]), key, order, leap_to, draws[1], not is_kept)
  end
  local taken = next_sequence()
  if mode == "fresh" then
    local now_used = {}
    for at = 1, #used do
      if used[at] ~= key then now_used[#now_used + 1] = used[at] end
    end
    now_used[#now_used + 1] = key
    set_used(callee_digits, now_used)
  end
  if counts_callees then add_call(callee_digits, now) end
  change_calls(number, now, 1, 0)
  number.last_sequence, number.last_at = taken, now
  local step = 0
  if order == LEARNED_RANKING and not is_kept and not is_overflow then
    local at = 0
    for code in ARGV[14]:gmatch("%d+") do
      at = at + 1
      if at == position then step = tonumber(code) end
    end
  end
  local call_ends = now + max_call_ms
  local live_until = hold_until > call_ends and hold_until or call_ends
  add_live(number, live_until, taken)
  save_number(key)
  save_lease(taken, { "held", tonumber(index), key, callee_digits, now, hold_until, live_until, step })
  place(prefix .. "held", taken, hold_until)
  refresh_everywhere(key)
  flush()
  return { "granted", key, text(taken), text(now), position, affinity, previous or "", skipped, is_overflow and "1" or "",
    trace, journal_answer(journal) }
end

local EMPTY = {}
-- What the caller is asked for, when a pick needs it.
local demand

local function pick(position, excluded, used)
  local name = names[position]
  if order == TURNS then return pick_by_turn(index, ids[position], name, excluded, #used) end
  if order == WEIGHTED_TURNS then
    local key, is_any, leap_to, is_too_much = pick_by_weighted_turn(index, name, excluded, #used)
    if is_too_much then demand = { "again" } end
    return key, is_any, leap_to
  end
  if order == RANKS or order == TWO_RANKS then return pick_by_rank(order, name, used, draws) end
  if order == RANKING or order == LEARNED_RANKING then
    if call("ZCARD", prefix .. "f:" .. name) == 0 then return nil, false end
    local ranking = rankings[tostring(position)]
    if not ranking or (ARGV[16] ~= "" and tonumber(ARGV[16]) ~= now) then
      demand = { "rank", position, text(now) }
      return nil, true
    end
    local learned = order == LEARNED_RANKING and (read("v" .. index) or "0")
    if learned and ARGV[17] ~= "" and ARGV[17] ~= learned then
      demand = { "counts", learned }
      return nil, true
    end
    return pick_by_ranking(name, ranking, excluded, #used)
  end
  local key, _, is_any = first_of(prefix .. "f:" .. name, excluded, #used)
  return key, is_any
end

-- One pass through the chain: the choice, its link, who was passed over, and whether a free member was excluded.
local function try_links(used)
  local excluded = EMPTY
  if #used > 0 then
    excluded = {}
    for at = 1, #used do excluded[used[at]] = true end
  end
  local skipped, is_any_excluded = "", false
  for position = 1, #ids do
    local reason = "n"
    if names[position] then
      reason = "l"
      local key, is_any, leap_to = pick(position, excluded, used)
      if demand then return end
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

local function choose(affinity, previous, used)
  local key, position, skipped, is_any_excluded, leap_to = try_links(used)
  while not demand and not key and is_any_excluded do
    used = #used > 1 and { used[#used] } or EMPTY
    key, position, skipped, is_any_excluded, leap_to = try_links(used)
  end
  if demand then return demand end
  local is_overflow = not key and pool[OVERFLOWS]
  if is_overflow then
    for at = 1, #ids do
      key = names[at] and call("ZRANGE", prefix .. "o:" .. names[at], 0, 0)[1]
      if key then
        position = at
        break
      end
    end
    key = key or nil
  end
  make_trace(skipped, position, key, used)
  if key then return grant(key, position, affinity, previous, skipped, used, is_overflow, leap_to) end
  -- The member that is free first, of the chain's buckets.
  local first, free_at, is_any = nil, nil, false
  for at = 1, #ids do
    if names[at] then
      is_any = true
      local candidate = call("ZRANGE", prefix .. "w:" .. names[at], 0, 0, "WITHSCORES")
      local till = tonumber(candidate[2])
      if till and (not first or till < free_at or (till == free_at and candidate[1] < first)) then
        first, free_at = candidate[1], till
      end
    end
  end
  if not is_any then return refused("no_match", nil, false, affinity, previous, skipped) end
  if not first then return refused("exhausted", nil, false, affinity, previous, skipped) end
  return refused("exhausted", free_at, deciding_limit(first) == 4, affinity, previous, skipped)
end

-- The callee's own number: kept, waited for, insisted on, or given up for the route's choice.
local function stick_to(key, until_forgotten)
  local member = member_of(index .. ":" .. key)
  local home
  if member then
    for position = 1, #ids do
      if ids[position] > 0 and slot_in(member, ids[position]) then
        home = position
        break
      end
    end
  end
  if not home then
    if not affinity_rules[3] then return choose("gone", key, EMPTY) end
    make_trace("", 0, nil, EMPTY)
    return refused("sticky_gone", nil, false, "gone", key)
  end
  if member.free_at > 0 then
    if not affinity_rules[4] or member.free_at - now > affinity_rules[5] then return choose("at_limit", key, EMPTY) end
    make_trace("", 0, nil, EMPTY)
    -- Forgotten before it is free, the callee's number no longer stands in the way.
    local retry_at = member.free_at < until_forgotten and member.free_at or until_forgotten
    return refused("sticky_at_limit", retry_at, deciding_limit(key) == 4, "at_limit", key)
  end
  make_trace("", home, key, EMPTY)
  return grant(key, home, "kept", key, "", EMPTY, false)
end

if ARGV[18] ~= "" then trace = {} end
if ARGV[10] ~= "" then return refused(ARGV[10], nil, false, "none") end
local callee = callee_of(callee_digits)
local frequency = pool[FREQUENCY]
if frequency and callee then
  local instant = callee[CALLS][#callee[CALLS] - frequency[1] + 1]
  if instant and instant + frequency[2] > now then
    return refused("callee_limit", instant + frequency[2], false, "none")
  end
end
if callee and (mode == "sticky" or mode == "sticky-once-answered") then
  local kind = mode == "sticky" and REACHED or ANSWERED
  local key, at = callee[kind], callee[kind + 2]
  if key and at > now - ttl then return stick_to(key, at + ttl) end
elseif callee and mode == "fresh" then
  local used = callee[USED]
  if #used > 0 and callee[USED_AT] > now - ttl then return choose("fresh", used[#used], used) end
end
return choose("none", nil, EMPTY)
