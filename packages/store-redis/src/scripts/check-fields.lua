-- check-fields: whether every field of the state is one that belongs there, and can be read. A page of them, in no order.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1] the caller's time, [2] where to go on: "0" at first, [3] how many
--
-- Answers "fields", where to go on ("0": that was all), and findings, each a law and a sentence without a slug, then the kind of what it is about and its name

local page = redis.pcall("HSCAN", kit.state_key, ARGV[2], "COUNT", ARGV[3])
if page.err then return { "fields", "0", { { "engine", "The state is of another type", "", "" } } } end
kit.read_head_as_it_is()
local findings = {}
local function found(law, sentence, kind, name) findings[#findings + 1] = { law, sentence, kind, name } end

-- Ids of a pool's buckets, those included that a load under way will give up; nothing if they cannot be read.
local ids_of = {}
local function bucket_ids(index)
  if ids_of[index] == nil then
    local is_read, known = pcall(cjson.decode, kit.field_in("def:" .. index, "buckets") or "")
    local ids = {}
    if is_read then is_read = pcall(function()
      for _, id in pairs(known.ids) do ids[tostring(id)] = true end
      for at = 1, #known.retired do ids[tostring(known.retired[at])] = true end
    end) end
    ids_of[index] = is_read and ids
  end
  return ids_of[index]
end

local listed = {}
local pools = redis.pcall("HGETALL", kit.prefix .. "pools")
for at = 1, pools.err and 0 or #pools, 2 do listed[pools[at + 1]] = pools[at] end

-- What follows from the slots of a ring: calls that count, and when the first of them leaves.
local function recounted(number, ring, slot_ms, window)
  local total, leaves_at = 0, math.huge
  local before = -math.huge
  for at = 1, #number[DAY + ring], ENTRY_BYTES do
    local slot, calls, unleased = struct.unpack(ENTRY, number[DAY + ring], at)
    if slot <= before or unleased > calls or calls == 0 then return nil end
    before = slot
    if at > number[DAY_LEFT + ring] then
      total = total + calls
      if leaves_at == math.huge then leaves_at = (slot + window) * slot_ms end
    end
  end
  return total == number[DAY_TOTAL + ring] and leaves_at == number[DAY_LEAVES_AT + ring] and number[DAY_LEFT + ring] <= #number[DAY + ring]
end

local function check_number(key)
  local number = kit.number_of(key)
  if #number[DAY] % ENTRY_BYTES + #number[HOUR] % ENTRY_BYTES + #number[LIVE] % 16 + #number[BLOCKS] % 8 > 0 then error("cut off") end
  if number[LAST_SEQUENCE] > kit.sequence then found("counts", "was selected by a sequence that was never given", "n", key) end
  if number[LAST_AT] > kit.now then found("counts", "was selected at an instant that is still to come", "n", key) end
  if not recounted(number, BY_DAY, DAY_SLOT, DAY_WINDOW) or not recounted(number, BY_HOUR, HOUR_SLOT, HOUR_WINDOW) then
    found("counts", "has totals that are not those of its slots", "n", key)
  end
  local next_lapse = math.huge
  for at = 1, #number[LIVE], 16 do
    local till = struct.unpack("<d", number[LIVE], at)
    if till < next_lapse then next_lapse = till end
  end
  if next_lapse ~= number[NEXT_LAPSE] then found("leases", "has its first lease lapse at another instant than it does", "n", key) end
  local stray = kit.score_at("strays", key)
  if number[POOLS] == "" and stray ~= kit.known_until(number) then
    found("index", "is in no pool, and is not among those that are forgotten in time", "n", key)
  end
  for index in number[POOLS]:gmatch("(%d+);") do
    if not kit.score_at("members:" .. index, key) then found("index", "should be in a pool that does not have it", "n", key) end
  end
end

local function check_member(name)
  local index, key = name:match("^(%d+):(.*)$")
  if not index or not kit.score_at("members:" .. index, key) then
    return found("index", "stands in the state of a pool that does not have it", "n", key or name)
  end
  if not kit.member_of(name) then error("gone") end
end

local function check_callee(digits)
  local callee = kit.callee_of(digits)
  if callee[1] > kit.sequence or callee[2] > kit.sequence then found("leases", "was reached by a sequence that was never given", "c", digits) end
  if callee[3] > kit.now or callee[4] > kit.now or callee[5] > kit.now then found("leases", "was reached at an instant that is still to come", "c", digits) end
  if #callee[CALLS] % 8 > 0 or #callee[CALLS] > MAX_CALLS * 8 then error("cut off") end
  kit.used_of(callee)
  local age = kit.score_at("ages", digits)
  if not age then return found("index", "is remembered, and will never be forgotten", "c", digits) end
  if age > kit.touches then found("index", "was written to at a count that was never reached", "c", digits) end
end

local function check_field(name, value)
  local kind, rest = name:sub(1, 1), name:sub(2)
  if name == "h" or name == "z" then return end
  kit.fields[name] = value
  if kind == "n" then check_number(rest)
  elseif kind == "m" then check_member(rest)
  elseif kind == "c" and rest:find("^%d+$") then check_callee(rest)
  elseif (kind == "p" or kind == "q" or kind == "i" or kind == "v") and rest:find("^%d+$") then
    if not listed[rest] then found("index", "Something is kept of a pool that is not listed", kind, kind == "i" and value or rest) end
    if kind == "p" or kind == "q" then
      if type(cmsgpack.unpack(value)) ~= "table" then error("no list") end
    elseif kind == "v" and not tonumber(value) then error("no number") end
    if tonumber(rest) > kit.pool_count then found("index", "A pool has an index that was never given", kind, rest) end
  elseif kind == "b" and rest:find("^%d+:%d+$") then
    kit.bucket_of(rest)
    local index, id = rest:match("^(%d+):(%d+)$")
    local ids = bucket_ids(index)
    if not listed[index] then found("index", "A bucket belongs to a pool that is not listed", "b", rest)
    elseif ids and not ids[id] then found("index", "Something is kept of a bucket that there is not", "b", rest) end
  else
    found("engine", "The state has a field that the store did not write", "f", name)
  end
end

for at = 1, #page[2], 2 do
  local name, value = page[2][at], page[2][at + 1]
  if not pcall(check_field, name, value) then found("engine", "cannot be read", name:sub(1, 1), name:sub(2)) end
end
return { "fields", page[1], findings }
