-- What acquire tells of links and numbers, for whoever asked to have its choice explained.

-- Tells of every link what is seen before the grant is entered.
function kit.make_trace(skipped, chosen_position, chosen, used) -- rarely
  -- The sets are asked themselves.
  kit.flush()
  local is_used = {}
  for at = 1, #used do is_used[used[at]] = true end
  ask.trace = {}
  for position = 1, #ask.ids do
    local name = ask.names[position]
    if not name then
      ask.trace[position] = { "0", "", {} }
    else
      local free = kit.call("ZCOUNT", kit.prefix .. "f:" .. name, 0, "+inf")
      if ask.order == WEIGHTED_TURNS then free = free + kit.call("ZCARD", kit.prefix .. "g:" .. name) end
      local _, free_at = kit.first_parked(name)
      local keys, verdicts, is_shown = ask.shown[position], {}, false
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
      ask.trace[position] = { kit.text(free), free_at and kit.text(free_at) or "", verdicts }
    end
  end
end
