-- Reads and writes of one run. Nothing is written before `flush`: so a run that ends early, for whatever
-- reason, has changed nothing, and a run that ends well has written each key once, by as few commands as can be. What
-- reads a sorted set meanwhile sees it as it will be: see view.lua.
--
-- KEYS[1] is what every key of the namespace's present generation begins with, its hash tag included. All other keys are
-- made from it, and so lie in the same slot of a cluster. KEYS[2] is what keys of all generations begin with.
--
-- Most of the state lies in one hash, `s`, in small packed fields, so that many are read by one HMGET and written by
-- one HSET.

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
-- Fields to be written, each followed by its value; and those that were deleted.
kit.set, kit.set_count = {}, 0
kit.gone = false
-- key -> member -> score, or false where the member is to go.
kit.scores = {}
-- key -> field -> value, or false; of other hashes than `s`.
kit.hashes = {}
-- Keys that are to go as a whole.
kit.unlinked = false
-- Whether this verb remembers callees, and so also forgets them.
kit.forgets_callees = false
-- Records that are to become fields: by key, or false.
kit.changed_callees, kit.changed_members, kit.changed_buckets, kit.changed_numbers, kit.head_changed = false, false, false, false, false
-- How often the buffer was written; and whether it is just being so, when a failure leaves it written by half.
kit.flushes, kit.is_writing = 0, false

-- Goes back to what is written: records are read anew, and nothing is to be changed.
function kit.forget() -- rarely
  kit.fields, kit.set, kit.set_count, kit.gone, kit.scores, kit.hashes, kit.unlinked = {}, {}, 0, false, {}, {}, false
  kit.changed_callees, kit.changed_members, kit.changed_buckets, kit.changed_numbers, kit.head_changed = false, false, false, false, false
  kit.numbers, kit.members, kit.buckets, kit.callees, kit.leases, kit.rules, kit.next_rules = {}, {}, {}, {}, {}, {}, {}
  kit.forget_views()
end

-- What was read of sorted sets is not so any more.
function kit.forget_views()
  kit.views, kit.free_known, kit.free_counts, kit.due, kit.next_due = {}, {}, {}, false, math.huge
end

-- Reads fields of `s`, of which none is known yet.
function kit.fetch(names, count)
  local values = kit.call("HMGET", kit.state_key, unpack(names, 1, count))
  local fields = kit.fields
  for index = 1, count do fields[names[index]] = values[index] end
end

-- Reads fields of `s` that are not known yet.
function kit.prefetch(names)
  local missing, count = {}, 0
  for index = 1, #names do
    local name = names[index]
    if kit.fields[name] == nil then
      count = count + 1
      missing[count] = name
      if count == MAX_ARGUMENTS then
        kit.fetch(missing, count)
        missing, count = {}, 0
      end
    end
  end
  if count > 0 then kit.fetch(missing, count) end
end

-- Fields that calls of this run have asked for, in order and by name.
kit.wanted = {}

function kit.want(name)
  local wanted = kit.wanted
  if wanted[name] then return end
  wanted[name] = true
  wanted[#wanted + 1] = name
end

-- Reads them by one command.
function kit.fetch_wanted()
  if #kit.wanted > 0 then kit.prefetch(kit.wanted) end
  kit.wanted = {}
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
  if value then
    local count = kit.set_count
    kit.set[count + 1], kit.set[count + 2] = name, value
    kit.set_count = count + 2
  else
    kit.gone = kit.gone or {}
    kit.gone[name] = true
  end
end

-- Puts a member into a sorted set; a score of false takes it out.
function kit.place(key, member, score)
  local placed = kit.scores[key]
  if placed then placed[member] = score else kit.scores[key] = { [member] = score } end
end

function kit.set_field(key, field, value)
  local values = kit.hashes[key]
  if values then values[field] = value else kit.hashes[key] = { [field] = value } end
end

function kit.unlink(key) -- rarely
  kit.unlinked = kit.unlinked or {}
  kit.unlinked[#kit.unlinked + 1] = key
end

-- Sends `name key …` for all arguments, in as many commands as need be.
function kit.send(name, key, arguments, count)
  if count == 0 then return end
  if count <= MAX_ARGUMENTS then return kit.call(name, key, unpack(arguments, 1, count)) end
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

-- Deletes fields of `s`, but for those that were written after all.
function kit.send_gone() -- rarely
  local gone, count = {}, 0
  for name in pairs(kit.gone) do
    if not kit.fields[name] then
      count = count + 1
      gone[count] = name
    end
  end
  kit.gone = false
  kit.send("HDEL", kit.state_key, gone, count)
end

-- Writes what is placed in a sorted set.
function kit.send_scores(key, placed)
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
-- command, and none after it. Records become fields before, those first that may change others.
function kit.flush()
  kit.is_writing = true
  kit.flushes = kit.flushes + 1
  if kit.forgets_callees and kit.callee_count > kit.max_callees then kit.forget_callees() end
  if kit.changed_callees then kit.write_callees() end
  if kit.changed_members then kit.write_members() end
  if kit.changed_buckets then kit.write_buckets() end
  if kit.changed_numbers then kit.write_numbers() end
  if kit.head_changed then kit.write_head() end
  local count = kit.set_count
  if count > 0 then
    kit.send("HSET", kit.state_key, kit.set, count)
    kit.set, kit.set_count = {}, 0
  end
  if kit.gone then kit.send_gone() end
  for key, values in pairs(kit.hashes) do
    kit.send_hash(key, values)
    kit.hashes[key] = nil
  end
  if next(kit.scores) then
    for key, placed in pairs(kit.scores) do kit.send_scores(key, placed) end
    kit.scores = {}
    kit.forget_views()
  end
  if kit.unlinked then
    for index = 1, #kit.unlinked do kit.call("UNLINK", kit.unlinked[index]) end
    kit.unlinked = false
  end
  kit.is_writing = false
end
