-- What a check reads with: of a state that may be damaged, and that it changes nothing of.

-- How many elements a key has; −1 if it holds what the store did not write.
function kit.size_of(command, key)
  local size = redis.pcall(command, kit.prefix .. key)
  return type(size) == "number" and size or -1
end

-- How many members of a sorted set have scores between two bounds, written as Redis takes them; −1 as above.
function kit.count_of(key, least, most)
  local count = redis.pcall("ZCOUNT", kit.prefix .. key, least, most)
  return type(count) == "number" and count or -1
end

-- A score, or nothing; nothing either from a key of another type, which its size tells.
function kit.score_at(key, member)
  local score = redis.pcall("ZSCORE", kit.prefix .. key, member)
  return type(score) ~= "table" and tonumber(score or nil) or nil
end

-- A field, or false; false either from a key of another type.
function kit.field_in(key, field)
  local value = redis.pcall("HGET", kit.prefix .. key, field)
  return type(value) == "string" and value
end

-- What a function answers; nothing where it fails.
function kit.attempt(work, ...)
  local is_done, answer = pcall(work, ...)
  if is_done then return answer end
end

-- The head as it is, without time being moved on; without one, or if it cannot be read, that of a new namespace, at the caller's time.
function kit.read_head_as_it_is()
  local is_read = pcall(kit.read_head)
  if not is_read then
    kit.sequence, kit.touches, kit.version_count, kit.pool_count, kit.callee_count, kit.counts_callees = 0, 0, 0, 0, 0, false
    kit.now = tonumber(ARGV[1])
  end
  if type(kit.zones) == "table" then return is_read end
  kit.zones = {}
  return false
end

-- Moves time on, unless the caller knows that it cannot be.
-- @param is_still "1": the state is taken as it is. Answers what the verb is to answer at once, or nothing.
function kit.look(is_still)
  if is_still == "1" then
    kit.read_head_as_it_is()
    return nil
  end
  local answer = kit.advance()
  if not answer then kit.flush() end
  return answer
end
