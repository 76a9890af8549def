-- Reads and writes of one run. Nothing is written before `flush`: so a run that ends early, for whatever
-- reason, has changed nothing, and a run that ends well has written each key once, by as few commands as can be.
--
-- KEYS[1] is what every key of the namespace's present generation begins with, its hash tag included. All other keys are
-- made from it, and so lie in the same slot of a cluster. KEYS[2] is what keys of all generations begin with.
--
-- Most of the state lies in one hash, `s`, in small packed fields, so that many are read by one HMGET and written by
-- one HSET: a command costs about as much as ten fields.

-- What scripts share, and all that a run knows. One table and not many locals: for each function that it makes, Lua 5.1
-- searches the list of all locals that functions hold on to, which took longer than the rest of a verb.
local ask = {} -- what acquire was asked for, and knows of it
local kit = {}

kit.prefix = KEYS[1]
kit.call = redis.call
kit.state_key = kit.prefix .. "s"

-- More arguments than this are sent in several commands: Lua's stack has room for 8,000.
local MAX_ARGUMENTS = 4000

-- A number as text with all its digits; what a script answers as a number loses its fraction.
function kit.text(number)
  if number == math.floor(number) and number < 1e15 and number > -1e15 then return string.format("%d", number) end
  return string.format("%.17g", number)
end

-- Fields of `s` by name; false for one that is known to be absent.
kit.fields = {}
-- Fields to be written, false for those to be deleted.
kit.written = {}
kit.is_written = false
-- key -> member -> score, or false where the member is to go.
kit.scores = {}
-- key -> field -> value, or false; of other hashes than `s`.
kit.hashes = {}
-- Keys that are to go as a whole.
kit.unlinked = {}
-- What turns records into fields, see number.lua and others; run from the last to the first.
kit.savers = {}

-- Reads fields of `s` that are not known yet.
function kit.prefetch(names)
  local missing, count = {}, 0
  for index = 1, #names do
    local name = names[index]
    if kit.fields[name] == nil then
      count = count + 1
      missing[count] = name
    end
  end
  local first = 1
  while first <= count do
    local last = first + MAX_ARGUMENTS - 1
    if last > count then last = count end
    local values = kit.call("HMGET", kit.state_key, unpack(missing, first, last))
    for index = first, last do kit.fields[missing[index]] = values[index - first + 1] end
    first = last + 1
  end
end

function kit.read(name)
  local value = kit.fields[name]
  if value == nil then
    value = kit.call("HGET", kit.state_key, name)
    kit.fields[name] = value
  end
  return value
end

function kit.write(name, value)
  kit.fields[name] = value
  kit.written[name] = value
  kit.is_written = true
end

-- Puts a member into a sorted set; a score of false takes it out.
function kit.place(key, member, score)
  local placed = kit.scores[key]
  if not placed then
    placed = {}
    kit.scores[key] = placed
  end
  placed[member] = score
end

function kit.set_field(key, field, value)
  local values = kit.hashes[key]
  if not values then
    values = {}
    kit.hashes[key] = values
  end
  values[field] = value
end

-- Sends `name key …` for all arguments, in as many commands as need be.
function kit.send(name, key, arguments, count)
  if count == 0 then return end
  local first = 1
  while first <= count do
    local last = first + MAX_ARGUMENTS - 1
    if last > count then last = count end
    kit.call(name, key, unpack(arguments, first, last))
    first = last + 1
  end
end

function kit.send_hash(key, values)
  local set, set_count, gone, gone_count = {}, 0, {}, 0
  for field, value in pairs(values) do
    if value then
      set[set_count + 1], set[set_count + 2] = field, value
      set_count = set_count + 2
    else
      gone_count = gone_count + 1
      gone[gone_count] = field
    end
  end
  kit.send("HSET", key, set, set_count)
  kit.send("HDEL", key, gone, gone_count)
end

-- Writes what is placed in sorted sets.
function kit.flush_scores()
  for key, placed in pairs(kit.scores) do
    local member, score = next(placed)
    if next(placed, member) == nil then
      if score then kit.call("ZADD", key, score, member) else kit.call("ZREM", key, member) end
    else
      kit.send_scores(key, placed)
    end
  end
  kit.scores = {}
end

function kit.send_scores(key, placed) -- rarely
  local set, set_count, gone, gone_count = {}, 0, {}, 0
  for member, score in pairs(placed) do
    if score then
      set[set_count + 1], set[set_count + 2] = score, member
      set_count = set_count + 2
    else
      gone_count = gone_count + 1
      gone[gone_count] = member
    end
  end
  kit.send("ZADD", key, set, set_count)
  kit.send("ZREM", key, gone, gone_count)
end

-- Writes everything. What makes use of more memory comes first: a server that is full refuses a run's first such
-- command, and none after it.
function kit.flush()
  for index = #kit.savers, 1, -1 do kit.savers[index]() end
  if kit.is_written then
    kit.send_hash(kit.state_key, kit.written)
    kit.written = {}
    kit.is_written = false
  end
  for key, values in pairs(kit.hashes) do
    local field, value = next(values)
    if value and next(values, field) == nil then kit.call("HSET", key, field, value) else kit.send_hash(key, values) end
    kit.hashes[key] = nil
  end
  kit.flush_scores()
  for index = 1, #kit.unlinked do kit.call("UNLINK", kit.unlinked[index]) end
  kit.unlinked = {}
end
