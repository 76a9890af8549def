-- settle: moves a lease forward.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] the lease's sequence; 0 for an id that is not one
-- ARGV[7] the state to move to, [8] the outcome
-- ARGV[9] how many texts the journal's fragment finds in `args`, which follow; empty: the journal does not run
--
-- Answers "again", "zones" (see acquire.lua), or
--   "settled", whether it moved, the state now (empty: not known), "1" after a veto, journal's answer

local lease, to, outcome = tonumber(ARGV[6]), ARGV[7], ARGV[8]

local answer = kit.advance()
if answer then return answer end

local record = lease > 0 and kit.lease_of(lease)
if not record or not kit.NEXT_STATES[record[STATE]][to] then
  kit.flush()
  return { "settled", "", record and record[STATE] or "", "", false }
end
local index, key, digits, at = record[POOL], record[SLUG], record[CALLEE], record[ACQUIRED_AT]

local journal = false
if ARGV[9] ~= "" then
  local is_veto
  journal, is_veto = kit.run_journal(on_settle, {
    leaseId = "lease-" .. kit.text(lease), sequence = lease, poolId = kit.read("i" .. index), slug = key, callee = "+" .. digits,
    acquiredAt = at, holdUntil = record[HOLD_UNTIL], now = kit.now, from = record[STATE], to = to, outcome = outcome,
  }, { unpack(ARGV, 10, 9 + ARGV[9]) })
  if is_veto then
    kit.flush()
    return { "settled", "", record[STATE], "1", kit.journal_answer(journal) }
  end
end

kit.move_lease(lease, record, to)
if to == "ended" or to == "released" then
  local number = kit.number_now(key) or kit.new_number(key)
  if record[LIVE_UNTIL] > kit.now then kit.remove_live(number, lease) end
  if to == "released" then
    kit.change_calls(number, at, -1, 0)
    if kit.counts_callees then kit.remove_call(digits, at) end
  else
    kit.learn(number, key, record, lease, outcome)
  end
  kit.save_number(key)
  kit.refresh_everywhere(key)
end
kit.flush()
return { "settled", "1", to, "", kit.journal_answer(journal) }
