-- Wakes whoever's time has come. A run looks at 500 at most: a script must not hold the server for long.

local MAX_WAKES = 500

-- Reads what is kept of members and their numbers, and what their buckets need, by few commands.
local function prefetch_members(ids)
  local names = {}
  for index = 1, #ids do
    names[#names + 1] = "m" .. ids[index]
    names[#names + 1] = "n" .. ids[index]:match(":(.*)$")
  end
  prefetch(names)
  names = {}
  for index = 1, #ids do
    local pool_index = ids[index]:match("^%d+")
    local member = member_of(ids[index])
    if member then
      local order = rules_for(pool_index, member.generation)[ORDER]
      if order == TURNS or order == WEIGHTED_TURNS or order == CLOCKS then
        for slot = 1, #member.ids do names[#names + 1] = "b" .. pool_index .. ":" .. member.ids[slot] end
      end
    end
  end
  prefetch(names)
end

-- Answers whether more are due.
local function wake_due()
  local due = call("ZRANGEBYSCORE", prefix .. "due", "-inf", now, "LIMIT", 0, MAX_WAKES + 1)
  if #due == 0 then return false end
  local more = #due > MAX_WAKES
  if more then due[#due] = nil end
  prefetch_members(due)
  for index = 1, #due do
    local pool_index, key = due[index]:match("^(%d+):(.*)$")
    refresh(pool_index, key)
  end
  flush()
  return more
end

-- Moves time on and wakes whoever is due. Answers what the verb is to answer at once, or nothing.
local function advance()
  local answer = begin()
  if answer then return answer end
  if wake_due() then return { "again" } end
end
