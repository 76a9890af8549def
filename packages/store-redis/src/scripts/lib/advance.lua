-- Wakes whoever's time has come. A run looks at 500 at most: a script must not hold the server for long.

local MAX_WAKES = 500

-- Reads what is kept of members and their numbers, and what their buckets need, by few commands.
function kit.prefetch_members(ids) -- rarely
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
      local order = kit.rules_for(pool_index, member[GENERATION])[ORDER]
      if order == TURNS or order == WEIGHTED_TURNS or order == CLOCKS then
        for slot = FIRST_SLOT, #member, 2 do names[#names + 1] = "b" .. pool_index .. ":" .. member[slot] end
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
  if #due > 1 then kit.prefetch_members(due) end
  for index = 1, #due do
    local id = due[index]
    local colon = id:find(":", 1, true)
    local key = id:sub(colon + 1)
    kit.prefetch_member(id, key)
    kit.refresh(id:sub(1, colon - 1), key)
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
