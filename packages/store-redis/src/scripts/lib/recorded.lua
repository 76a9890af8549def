-- Calls that were placed elsewhere, and have no lease.

-- @param at when it was placed; the namespace's time, if that is later
function kit.enter_call(key, digits, at, is_answered)
  if at > kit.now then at = kit.now end
  local number = kit.number_now(key) or kit.new_number(key)
  local taken = kit.next_sequence()
  kit.change_calls(number, at, 1, 1)
  if kit.counts_callees then kit.add_call(digits, at) end
  kit.remember(digits, REACHED, key, taken, at)
  if is_answered then kit.remember(digits, ANSWERED, key, taken, at) end
  if number[POOLS] ~= "" then
    number[LAST_SEQUENCE] = taken
    if at > number[LAST_AT] then number[LAST_AT] = at end
  end
  kit.save_number(key)
  kit.refresh_everywhere(key)
end
