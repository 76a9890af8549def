-- Wakes whoever's time has come. A run looks at 500 at most: a script must not hold the server for long.

local MAX_WAKES = 500

-- Reads what is kept of members and their numbers, and what their buckets need, by few commands.
function kit.prefetch_members(ids)
  local names = {}
  for index = 1, #ids do
    names[#names + 1] = "m" .. ids[index]
    names[#names + 1] = "n" .. ids[index]:match(":(.*)$")
  end
  kit.prefetch(names)
  names = {}
  for index = 1, #ids do
    local pool_index = ids[index]:match("^%d+")
    local member = kit.member_of(ids[index])
    if member then
      local order = kit.rules_for(pool_index, member.generation)[ORDER]
      if order == TURNS or order == WEIGHTED_TURNS or order == CLOCKS then
        for slot = 1, #member.ids do names[#names + 1] = "b" .. pool_index .. ":" .. member.ids[slot] end
      end
    end
  end
  kit.prefetch(names)
end

-- Answers whether more are due.
function kit.wake_due()
  local due = kit.call("ZRANGEBYSCORE", kit.prefix .. "due", "-inf", kit.now, "LIMIT", 0, MAX_WAKES + 1)
  if #due == 0 then return false end
  local more = #due > MAX_WAKES
  if more then due[#due] = nil end
  kit.prefetch_members(due)
  for index = 1, #due do
    local pool_index, key = due[index]:match("^(%d+):(.*)$")
    kit.refresh(pool_index, key)
  end
  -- Picks read the sorted sets. The rest is written at the end of the run, once.
  if more then kit.flush() else kit.flush_scores() end
  return more
end

-- Moves time on and wakes whoever is due. Answers what the verb is to answer at once, or nothing.
function kit.advance()
  local answer = kit.begin()
  if answer then return answer end
  if kit.wake_due() then return { "again" } end
end
