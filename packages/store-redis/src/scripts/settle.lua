-- settle: moves a lease forward. A call of calls.lua.
--
-- Its text: s, the caller's time, "1" if its clock is to be checked, the lease's sequence (0 for an id that is not one), the state to move
-- to, the outcome, and how many texts the journal's fragment finds in `args`, which follow ("-": the journal does not run).
--
-- Answers a list that begins with "again", "zones", "clock_skew" (see calls.lua), or
--   "settled", whether it moved, the state now (empty: not known), "1" after a veto, journal's answer; the last two if it runs

local SETTLE = "^s (%S+) (%d?) (%d+) (%S+) (%S+) (%S+)$"

-- Reads a call of which the texts begin at a place. Answers it, and the place after it.
function kit.read_settle(place)
  local now, check, lease, to, outcome, journal = ARGV[place]:match(SETTLE)
  local call = { answer = kit.settle, now = tonumber(now), is_checked = check == "1", lease = tonumber(lease), to = to, outcome = outcome,
    journal = false }
  place = place + 1
  if journal ~= "-" then
    call.journal = { unpack(ARGV, place, place + journal - 1) }
    place = place + journal
  end
  return call, place
end

-- Asks for what settlements need of `s`, their leases being known.
function kit.want_for_settlements(calls)
  local leases = {}
  for at = 1, #calls do
    local lease = calls[at].lease
    if lease and lease > 0 then leases[#leases + 1] = lease end
  end
  if #leases == 0 then return end
  kit.prefetch_leases(leases)
  for at = 1, #leases do
    local record = kit.leases[leases[at]]
    if record then
      kit.want("n" .. record[SLUG])
      kit.want("m" .. record[POOL] .. ":" .. record[SLUG])
      kit.want("c" .. record[TO])
      kit.want("p" .. record[POOL])
    end
  end
end

function kit.settle()
  if kit.wake_due() then return { "again" } end
  local lease, to = ask.lease, ask.to
  local record = lease > 0 and kit.lease_of(lease)
  if not record or not kit.may_move(record[STATE], to) then return { "settled", "", record and record[STATE] or "" } end
  local index, key, digits, at = record[POOL], record[SLUG], record[TO], record[ACQUIRED_AT]

  local journal = false
  if ask.journal then
    local is_veto
    journal, is_veto = kit.run_journal(on_settle, {
      leaseId = "lease-" .. kit.text(lease), sequence = lease, poolId = kit.read("i" .. index), slug = key, callee = "+" .. digits,
      acquiredAt = at, holdUntil = record[HOLD_UNTIL], now = kit.now, from = record[STATE], to = to, outcome = ask.outcome,
    }, ask.journal)
    if is_veto then return { "settled", "", record[STATE], "1", kit.journal_answer(journal) } end
  end

  kit.move_lease(lease, record, to)
  if to == "ended" or to == "released" then
    local number = kit.number_now(key) or kit.new_number(key)
    if record[LIVE_UNTIL] > kit.now then kit.remove_live(number, lease) end
    if to == "released" then
      kit.change_calls(number, at, -1, 0)
      if kit.counts_callees then kit.remove_call(digits, at) end
    else
      kit.learn(number, key, record, lease, ask.outcome)
    end
    kit.save_number(key)
    kit.refresh_everywhere(key)
  end
  if ask.journal then return { "settled", "1", to, "", kit.journal_answer(journal) } end
  return { "settled", "1", to }
end
