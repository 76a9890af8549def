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

-- No slug keys.
kit.nobody = {}

ask.index, ask.callee_digits = ARGV[6], ARGV[8]
kit.prefetch({ "h", "z", "moved", "p" .. ask.index, "q" .. ask.index, "c" .. ask.callee_digits, "b" .. ask.index .. ":" .. ARGV[11]:match("^%d*") })

local answer = kit.begin()
if answer then return answer end
ask.pool = kit.rules_of(ask.index)
if not ask.pool or ask.pool[VERSION] ~= tonumber(ARGV[7]) then return { "stale" } end
if kit.next_rules_of(ask.index) then return { "wait" } end
if kit.wake_due() then return { "again" } end

ask.order, ask.affinity_rules = ask.pool[ORDER], ask.pool[AFFINITY]
ask.mode, ask.ttl = ask.affinity_rules[1], ask.affinity_rules[2]
ask.draws = { tonumber(ARGV[12]), tonumber(ARGV[13]) }
ask.names, ask.ids = {}, {}
for id in ARGV[11]:gmatch("%d+") do
  ask.ids[#ask.ids + 1] = tonumber(id)
  ask.names[#ask.names + 1] = id ~= "0" and ask.index .. ":" .. id
end
ask.rankings = ARGV[15] ~= "" and cjson.decode(ARGV[15]) or {}
ask.trace = false

-- What limits hold a member; the one that decides.
function kit.deciding_limit(key) -- rarely
  local member = kit.member_of(ask.index .. ":" .. key)
  local limit, till
  kit.free_at_of(kit.number_now(key), kit.limits_of(member, ask.pool), member.active_since, kit.zone_of(ask.pool), function(code, at)
    if not limit or at > till then limit, till = code, at end
  end)
  return limit, till
end

function kit.refused(code, retry_at, at_latest, affinity, previous, skipped) -- rarely
  kit.flush()
  return { "refused", code, retry_at and kit.text(retry_at) or "", at_latest and "1" or "", affinity, previous or "",
    skipped or "", ask.trace }
end

function kit.slot_in(member, id)
  for slot = 1, #member.ids do
    if member.ids[slot] == id then return slot end
  end
end

-- Tells of every link what is seen before the grant is entered.
function kit.make_trace(skipped, chosen_position, chosen, used) -- rarely
  if ARGV[18] == "" then return end
  local shown = cjson.decode(ARGV[18])
  local is_used = {}
  for at = 1, #used do is_used[used[at]] = true end
  ask.trace = {}
  for position = 1, #ask.ids do
    local name = ask.names[position]
    if not name then
      ask.trace[position] = { "0", "", {} }
    else
      local free = kit.call("ZCARD", kit.prefix .. "f:" .. name)
      if ask.order == WEIGHTED_TURNS then free = free + kit.call("ZCARD", kit.prefix .. "g:" .. name) end
      local first = kit.call("ZRANGE", kit.prefix .. "w:" .. name, 0, 0, "WITHSCORES")
      local keys, verdicts, is_shown = shown[position], {}, false
      local fetched = {}
      for at = 1, #keys do
        fetched[#fetched + 1] = "m" .. ask.index .. ":" .. keys[at]
        fetched[#fetched + 1] = "n" .. keys[at]
      end
      kit.prefetch(fetched)
      local function show(key)
        local limit, till = kit.deciding_limit(key)
        local verdict = limit or (is_used[key] and "used_before") or "free"
        if position == chosen_position and key == chosen then
          verdict = "chosen"
          is_shown = true
        end
        verdicts[#verdicts + 1] = { key, verdict, limit and till < math.huge and kit.text(till) or "" }
      end
      for at = 1, #keys do show(keys[at]) end
      if position == chosen_position and not is_shown then show(chosen) end
      ask.trace[position] = { kit.text(free), first[2] and kit.text(tonumber(first[2])) or "", verdicts }
    end
  end
end

-- Enters the choice, unless the journal's fragment vetoes it.
function kit.grant(key, position, affinity, previous, skipped, used, is_overflow, leap_to)
  local is_kept = affinity == "kept"
  kit.prefetch({ "m" .. ask.index .. ":" .. key, "n" .. key })
  local member, number = kit.member_of(ask.index .. ":" .. key), kit.number_now(key)
  local hold_until = kit.now + tonumber(ARGV[9])
  local journal = false
  if ARGV[19] ~= "" then
    local is_veto
    journal, is_veto = kit.run_journal(on_grant, {
      leaseId = "lease-" .. kit.text(kit.sequence + 1), sequence = kit.sequence + 1, poolId = kit.read("i" .. ask.index), slug = key,
      callee = "+" .. ask.callee_digits, acquiredAt = kit.now, holdUntil = hold_until, now = kit.now,
    }, { unpack(ARGV, 20, 19 + ARGV[19]) })
    if is_veto then
      kit.flush()
      return { "veto", kit.journal_answer(journal) }
    end
  end

  if not is_overflow then
    kit.charge(ask.index, ask.names[position], kit.slot_in(member, ask.ids[position]), key, ask.order, leap_to, ask.draws[1], not is_kept)
  end
  local taken = kit.next_sequence()
  if ask.mode == "fresh" then
    local now_used = {}
    for at = 1, #used do
      if used[at] ~= key then now_used[#now_used + 1] = used[at] end
    end
    now_used[#now_used + 1] = key
    kit.set_used(ask.callee_digits, now_used)
  end
  if kit.counts_callees then kit.add_call(ask.callee_digits, kit.now) end
  kit.change_calls(number, kit.now, 1, 0)
  number.last_sequence, number.last_at = taken, kit.now
  local step = 0
  if ask.order == LEARNED_RANKING and not is_kept and not is_overflow then
    local at = 0
    for code in ARGV[14]:gmatch("%d+") do
      at = at + 1
      if at == position then step = tonumber(code) end
    end
  end
  local call_ends = kit.now + kit.max_call_ms
  local live_until = hold_until > call_ends and hold_until or call_ends
  kit.add_live(number, live_until, taken)
  kit.save_number(key)
  kit.save_lease(taken, { "held", tonumber(ask.index), key, ask.callee_digits, kit.now, hold_until, live_until, step })
  kit.place(kit.prefix .. "held", taken, hold_until)
  kit.refresh_everywhere(key)
  kit.flush()
  return { "granted", key, kit.text(taken), kit.text(kit.now), position, affinity, previous or "", skipped, is_overflow and "1" or "",
    ask.trace, kit.journal_answer(journal) }
end

-- What the caller is asked for, when a pick needs it.


function kit.pick(position, excluded, used)
  local name = ask.names[position]
  if ask.order == TURNS then return kit.pick_by_turn(ask.index, ask.ids[position], name, excluded, #used) end
  if ask.order == WEIGHTED_TURNS then
    local key, is_any, leap_to, is_too_much = kit.pick_by_weighted_turn(ask.index, name, excluded, #used)
    if is_too_much then ask.demand = { "again" } end
    return key, is_any, leap_to
  end
  if ask.order == RANKS or ask.order == TWO_RANKS then return kit.pick_by_rank(ask.order, name, used, ask.draws) end
  if ask.order == RANKING or ask.order == LEARNED_RANKING then
    if kit.call("ZCARD", kit.prefix .. "f:" .. name) == 0 then return nil, false end
    local ranking = ask.rankings[tostring(position)]
    if not ranking or (ARGV[16] ~= "" and tonumber(ARGV[16]) ~= kit.now) then
      ask.demand = { "rank", position, kit.text(kit.now) }
      return nil, true
    end
    local learned = ask.order == LEARNED_RANKING and (kit.read("v" .. ask.index) or "0")
    if learned and ARGV[17] ~= "" and ARGV[17] ~= learned then
      ask.demand = { "counts", learned }
      return nil, true
    end
    return kit.pick_by_ranking(name, ranking, excluded, #used)
  end
  local key, _, is_any = kit.first_of(kit.prefix .. "f:" .. name, excluded, #used)
  return key, is_any
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
  if ask.demand then
    kit.flush()
    return ask.demand
  end
  local is_overflow = not key and ask.pool[OVERFLOWS]
  if is_overflow then
    for at = 1, #ask.ids do
      key = ask.names[at] and kit.call("ZRANGE", kit.prefix .. "o:" .. ask.names[at], 0, 0)[1]
      if key then
        position = at
        break
      end
    end
    key = key or nil
  end
  kit.make_trace(skipped, position, key, used)
  if key then return kit.grant(key, position, affinity, previous, skipped, used, is_overflow, leap_to) end
  -- The member that is free first, of the chain's buckets.
  local first, free_at, is_any = nil, nil, false
  for at = 1, #ask.ids do
    if ask.names[at] then
      is_any = true
      local candidate = kit.call("ZRANGE", kit.prefix .. "w:" .. ask.names[at], 0, 0, "WITHSCORES")
      local till = tonumber(candidate[2])
      if till and (not first or till < free_at or (till == free_at and candidate[1] < first)) then
        first, free_at = candidate[1], till
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
    kit.make_trace("", 0, nil, kit.nobody)
    return kit.refused("sticky_gone", nil, false, "gone", key)
  end
  if member.free_at > 0 then
    if not ask.affinity_rules[4] or member.free_at - kit.now > ask.affinity_rules[5] then return kit.choose("at_limit", key, kit.nobody) end
    kit.make_trace("", 0, nil, kit.nobody)
    -- Forgotten before it is free, the callee's number no longer stands in the way.
    local retry_at = member.free_at < until_forgotten and member.free_at or until_forgotten
    return kit.refused("sticky_at_limit", retry_at, kit.deciding_limit(key) == 4, "at_limit", key)
  end
  kit.make_trace("", home, key, kit.nobody)
  return kit.grant(key, home, "kept", key, "", kit.nobody, false)
end

if ARGV[18] ~= "" then ask.trace = {} end
if ARGV[10] ~= "" then return kit.refused(ARGV[10], nil, false, "none") end
local callee = kit.callee_of(ask.callee_digits)
local frequency = ask.pool[FREQUENCY]
if frequency and callee then
  local instant = callee[CALLS][#callee[CALLS] - frequency[1] + 1]
  if instant and instant + frequency[2] > kit.now then
    return kit.refused("callee_limit", instant + frequency[2], false, "none")
  end
end
if callee and (ask.mode == "sticky" or ask.mode == "sticky-once-answered") then
  local kind = ask.mode == "sticky" and REACHED or ANSWERED
  local key, at = callee[kind], callee[kind + 2]
  if key and at > kit.now - ask.ttl then return kit.stick_to(key, at + ask.ttl) end
elseif callee and ask.mode == "fresh" then
  local used = callee[USED]
  if #used > 0 and callee[USED_AT] > kit.now - ask.ttl then return kit.choose("fresh", used[#used], used) end
end
return kit.choose("none", nil, kit.nobody)
