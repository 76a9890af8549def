-- Sorted sets as they will be when the buffer is written. A set itself does not change before; so what is read of it once holds, and
-- what the buffer places is seen beside it.

-- No slug keys.
kit.nobody = {}
-- What is known of the beginning of sets: a list of members and scores, up to which place they have all been placed anew, and whether it is all.
kit.views = {}
-- How many members of buckets were free in their sets, and how many more are by now; see `free_count`.
kit.free_known, kit.free_counts = {}, {}

-- More members than this are not read at once.
local MAX_READ = 64

function kit.read_on(key, view)
  local known = #view.list / 2
  local more = known < 2 and 2 or (known < MAX_READ and known or MAX_READ)
  local read = kit.call("ZRANGE", key, 0, "+inf", "BYSCORE", "LIMIT", known, more, "WITHSCORES")
  if known == 0 then view.list = read
  else
    for at = 1, #read do view.list[2 * known + at] = read[at] end
  end
  view.is_whole = #read < 2 * more
end

-- Whether a text comes before another by its bytes, as in Redis; Lua asks the server's locale.
function kit.is_before(text, other) -- rarely
  for at = 1, #text do
    local byte, against = text:byte(at), other:byte(at)
    if byte ~= against then return against ~= nil and byte < against end
  end
  return #text < #other
end

-- Of scores from 0 on, the first of a set that is not excluded, its score, and whether there is anybody at all.
function kit.first_of(key, excluded)
  local view, placed = kit.views[key], kit.scores[key]
  if not view then
    view = { list = kit.nobody, place = 1, is_whole = false }
    kit.views[key] = view
  end
  local is_any, member, score = false, nil, nil
  local at = view.place
  while true do
    local candidate = view.list[at]
    if not candidate then
      if view.is_whole then break end
      kit.read_on(key, view)
    else
      if placed and placed[candidate] ~= nil then
        if at == view.place then view.place = at + 2 end
      else
        is_any = true
        if not excluded[candidate] then
          member, score = candidate, tonumber(view.list[at + 1])
          break
        end
      end
      at = at + 2
    end
  end
  if placed then
    for candidate, other in pairs(placed) do
      if other and other >= 0 then
        is_any = true
        if not excluded[candidate] and (not member or other < score or (other == score and kit.is_before(candidate, member))) then
          member, score = candidate, other
        end
      end
    end
  end
  return member, score, is_any
end

-- The score of a member; nothing when it is not there.
function kit.score_in(key, member) -- rarely
  local placed = kit.scores[key]
  local score = placed and placed[member]
  if score == nil then score = kit.call("ZSCORE", key, member) end
  return score and tonumber(score) or nil
end

-- How many members have a score above a bound.
function kit.count_above(key, bound) -- rarely
  local count = kit.call("ZCOUNT", key, "(" .. kit.text(bound), "+inf")
  for member, score in pairs(kit.scores[key] or kit.nobody) do
    local before = kit.call("ZSCORE", key, member)
    if before and tonumber(before) > bound then count = count - 1 end
    if score and score > bound then count = count + 1 end
  end
  return count
end

-- How many members of a bucket are free, under turns.
function kit.free_count(name)
  local known = kit.free_known[name]
  if not known then
    known = kit.call("ZCOUNT", kit.prefix .. "f:" .. name, 0, "+inf")
    kit.free_known[name] = known
  end
  return known + (kit.free_counts[name] or 0)
end

function kit.change_free_count(name, by)
  kit.free_counts[name] = (kit.free_counts[name] or 0) + by
end

-- The parked member of a bucket that is free first, and when; nothing when none is parked, or all for good. The set itself is asked.
function kit.first_parked(name) -- rarely
  local set = kit.prefix .. "f:" .. name
  local last = kit.call("ZRANGE", set, "(0", "(-inf", "BYSCORE", "REV", "LIMIT", 0, 1, "WITHSCORES")
  if not last[1] then return nil end
  return kit.call("ZRANGE", set, last[2], last[2], "BYSCORE", "LIMIT", 0, 1)[1], -tonumber(last[2])
end
