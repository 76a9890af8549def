-- What a choice changes.

-- Enters the choice, unless the journal's fragment vetoes it.
function kit.grant(key, position, affinity, previous, skipped, used, is_overflow, leap_to)
  local is_kept = affinity == "kept"
  local id = ask.index .. ":" .. key
  kit.prefetch_member(id, key)
  local member, number = kit.member_of(id), kit.number_now(key)
  local hold_until = kit.now + ask.hold_ms
  local journal = false
  if ask.journal then
    local is_veto
    journal, is_veto = kit.run_journal(on_grant, {
      leaseId = "lease-" .. kit.text(kit.sequence + 1), sequence = kit.sequence + 1, poolId = kit.read("i" .. ask.index), slug = key,
      callee = "+" .. ask.callee_digits, acquiredAt = kit.now, holdUntil = hold_until, now = kit.now,
    }, ask.journal)
    if is_veto then return { "veto", kit.journal_answer(journal) } end
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
  kit.add_call_to(number, BY_DAY, DAY_SLOT, DAY_WINDOW)
  kit.add_call_to(number, BY_HOUR, HOUR_SLOT, HOUR_WINDOW)
  number[LAST_SEQUENCE], number[LAST_AT] = taken, kit.now
  local step = 0
  if ask.order == LEARNED_RANKING and not is_kept and not is_overflow then
    local at = 0
    for code in ask.steps:gmatch("%d+") do
      at = at + 1
      if at == position then step = tonumber(code) end
    end
  end
  local call_ends = kit.now + kit.max_call_ms
  local live_until = hold_until > call_ends and hold_until or call_ends
  kit.add_live(number, live_until, taken)
  kit.save_number(key)
  kit.save_lease(taken, { kit.now, hold_until, live_until, step, "held", ask.index, key, ask.callee_digits })
  kit.place(kit.prefix .. "held", taken, hold_until)
  kit.refresh_everywhere(key)
  local figures = kit.text(taken) .. " " .. kit.text(kit.now) .. " " .. position .. " " .. affinity .. (is_overflow and " 1 " or "  ") .. skipped
  if ask.trace or ask.journal then
    return { "granted", key, figures, previous or "", ask.trace, ask.journal and kit.journal_answer(journal) }
  end
  return { "granted", key, figures, previous }
end
