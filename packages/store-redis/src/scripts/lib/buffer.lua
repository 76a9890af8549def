-- Reads and writes of one run. Nothing is written before `flush`: so a run that ends early, for whatever
-- reason, has changed nothing, and a run that ends well has written each key once, by as few commands as can be.
--
-- KEYS[1] is what every key of the namespace's present generation begins with, its hash tag included. All other keys are
-- made from it, and so lie in the same slot of a cluster. KEYS[2] is what keys of all generations begin with.
--
-- Most of the state lies in one hash, `s`, in small packed fields, so that many are read by one HMGET and written by
-- one HSET: a command costs about as much as ten fields.

local prefix = KEYS[1]
local call = redis.call
local state_key = prefix .. "s"
local floor, huge = math.floor, math.huge
local pack, unpack_struct = struct.pack, struct.unpack
local encode, decode = cmsgpack.pack, cmsgpack.unpack

-- More arguments than this are sent in several commands: Lua's stack has room for 8,000.
local MAX_ARGUMENTS = 4000

-- A number as text with all its digits; what a script answers as a number loses its fraction.
local function text(number)
  if number == floor(number) and number < 1e15 and number > -1e15 then return string.format("%d", number) end
  return string.format("%.17g", number)
end

-- Fields of `s` by name; false for one that is known to be absent.
local fields = {}
-- Fields to be written, false for those to be deleted.
local written = {}
local is_written = false
-- key -> member -> score, or false where the member is to go.
local scores = {}
-- key -> field -> value, or false; of other hashes than `s`.
local hashes = {}
-- Keys that are to go as a whole.
local unlinked = {}
-- What turns records into fields; see number.lua, member.lua and bucket.lua.
local savers = {}

-- Reads fields of `s` that are not known yet.
local function prefetch(names)
  local missing, count = {}, 0
  for index = 1, #names do
    local name = names[index]
    if fields[name] == nil then
      count = count + 1
      missing[count] = name
    end
  end
  local first = 1
  while first <= count do
    local last = first + MAX_ARGUMENTS - 1
    if last > count then last = count end
    local values = call("HMGET", state_key, unpack(missing, first, last))
    for index = first, last do fields[missing[index]] = values[index - first + 1] end
    first = last + 1
  end
end

local function read(name)
  local value = fields[name]
  if value == nil then
    value = call("HGET", state_key, name)
    fields[name] = value
  end
  return value
end

local function write(name, value)
  fields[name] = value
  written[name] = value
  is_written = true
end

-- Puts a member into a sorted set; a score of false takes it out.
local function place(key, member, score)
  local members = scores[key]
  if not members then
    members = {}
    scores[key] = members
  end
  members[member] = score
end

local function set_field(key, field, value)
  local values = hashes[key]
  if not values then
    values = {}
    hashes[key] = values
  end
  values[field] = value
end

-- Sends `name key …` for all arguments, in as many commands as need be.
local function send(name, key, arguments, count)
  if count == 0 then return end
  local first = 1
  while first <= count do
    local last = first + MAX_ARGUMENTS - 1
    if last > count then last = count end
    call(name, key, unpack(arguments, first, last))
    first = last + 1
  end
end

local function send_hash(key, values)
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
  send("HSET", key, set, set_count)
  send("HDEL", key, gone, gone_count)
end

-- Writes everything. What makes use of more memory comes first: a server that is full refuses a run's first such
-- command, and none after it.
local function flush()
  for index = 1, #savers do savers[index]() end
  if is_written then
    send_hash(state_key, written)
    written = {}
    is_written = false
  end
  for key, values in pairs(hashes) do send_hash(key, values) end
  hashes = {}
  for key, members in pairs(scores) do
    local set, set_count, gone, gone_count = {}, 0, {}, 0
    for member, score in pairs(members) do
      if score then
        set[set_count + 1], set[set_count + 2] = score, member
        set_count = set_count + 2
      else
        gone_count = gone_count + 1
        gone[gone_count] = member
      end
    end
    send("ZADD", key, set, set_count)
    send("ZREM", key, gone, gone_count)
  end
  scores = {}
  for index = 1, #unlinked do call("UNLINK", unlinked[index]) end
  unlinked = {}
end
