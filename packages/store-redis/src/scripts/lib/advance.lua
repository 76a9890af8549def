-- Wakes whoever's time has come. A run looks at 500 at most: a script must not hold the server for long.

local MAX_WAKES = 500

-- How many more this run may look at; and up to when it will ask, where it knows.
kit.wakes_left, kit.latest = MAX_WAKES, 0
-- Who is due, each with the instant, as far as it was read; the place of the next; up to when that reaches; and the least
-- instant among those that this run has placed and not written yet.
kit.due, kit.due_place, kit.due_till, kit.next_due = false, 1, 0, math.huge

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

-- Reads who is due up to an instant, and what waking them needs.
function kit.read_due(till)
  local due = kit.call("ZRANGEBYSCORE", kit.prefix .. "due", "-inf", till, "WITHSCORES", "LIMIT", 0, MAX_WAKES + 1)
  kit.due, kit.due_place, kit.due_till = due, 1, till
  if #due == 0 then return end
  local placed, ids = kit.scores[kit.prefix .. "due"] or kit.nobody, {}
  for at = 1, #due, 2 do
    if placed[due[at]] == nil and #ids < kit.wakes_left then ids[#ids + 1] = due[at] end
  end
  kit.prefetch_members(ids)
end

-- Wakes whoever is due by now. Answers whether more are than a run may look at.
function kit.wake_due()
  -- What this run itself placed is found once it is written.
  if kit.next_due <= kit.now then kit.flush() end
  if not kit.due or kit.due_till < kit.now then kit.read_due(kit.now > kit.latest and kit.now or kit.latest) end
  local due = kit.due
  while true do
    local id, at = due[kit.due_place], due[kit.due_place + 1]
    if not id or tonumber(at) > kit.now then return false end
    local placed = kit.scores[kit.prefix .. "due"]
    if not placed or placed[id] == nil then
      if kit.wakes_left == 0 then return true end
      kit.wakes_left = kit.wakes_left - 1
      local colon = id:find(":", 1, true)
      kit.refresh(id:sub(1, colon - 1), id:sub(colon + 1))
    end
    kit.due_place = kit.due_place + 2
  end
end

-- Moves time on and wakes whoever is due. Answers what the verb is to answer at once, or nothing.
function kit.advance()
  local answer = kit.begin()
  if answer then return answer end
  if kit.wake_due() then
    kit.flush()
    return { "again" }
  end
end
