-- overview: what there is to check, and what can be said of it at once.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] "1": nothing is woken, and time is not moved on
--
-- Answers "unreadable" when the state is of another type, "again", "zones" (see acquire.lua), or "overview", whether the head can be read, now, the callees that the head counts, how many are by
-- age, leases that wait for their deadline or were to be unknown within the last 22 hours, members that are due at some time, chunks of leases
-- joined by ",", those of them that are not listed or not as they must be, joined, "1" if lists are of another type, "1" if `due` has the long member
-- that keeps it quick, others in it that are never due, how the server throws keys out when its memory is full (empty: it does not), then for each pool a list: its id, its index, the id by its index, the rules as
-- JSON, state of a load under way ("", "busy", "dead"), the policy, the buckets' ids, "1" if its version was given, members by the rules, members,
-- definitions of numbers, members that rest, counts that answer-rate learned, the same by age, "1" if the periods of its time zone are known, members
-- that are listed where they belong, fields of its definition.
-- A number of elements is −1 for a key of another type.

-- Leases that are held for as long as this past their deadline may be forgotten already.
local SEEN_MS = 79200000
-- Chunks without a lease, and not listed, after which no more are looked for.
local MAX_MISSING = 500

if kit.size_of("HLEN", "s") < 0 then return { "unreadable" } end
local answer = kit.look(ARGV[6])
if answer then return answer end
local is_readable = kit.read_head_as_it_is()

local is_listed, chunks, unlisted, missing = {}, {}, {}, 0
local list = redis.pcall("ZRANGE", kit.prefix .. "chunks", 0, -1, "WITHSCORES")
local is_typed = not list.err
local latest = math.floor(kit.sequence / 1024)
local latest_end = (math.floor(kit.now / DAY_SLOT) + DAY_WINDOW) * DAY_SLOT
for at = 1, is_typed and #list or 0, 2 do
  is_listed[list[at]] = true
  local chunk = tonumber(list[at])
  if not chunk or chunk < 0 or chunk >= latest or tonumber(list[at + 1]) > latest_end then unlisted[#unlisted + 1] = list[at] end
end
for chunk = latest, 0, -1 do
  local name = kit.text(chunk)
  local is_there = kit.call("EXISTS", kit.prefix .. "l:" .. name) == 1
  if is_there or is_listed[name] or chunk == latest then
    chunks[#chunks + 1] = name
    if is_there and chunk < latest and not is_listed[name] then unlisted[#unlisted + 1] = name end
    missing = 0
  else
    missing = missing + 1
    if missing > MAX_MISSING then break end
  end
end

local is_quick = kit.score_at("due", LONG) == math.huge
local never_due = kit.count_of("due", "+inf", "+inf") - (is_quick and 1 or 0)
-- Asked for by a name that is not read as one of the commands that the store cannot do without.
local about = "INFO"
local memory = redis.pcall(about, "memory")
local evicts = type(memory) == "string" and not memory:find("maxmemory:0%s") and memory:match("maxmemory_policy:(%S+)") or ""
if evicts == "noeviction" then evicts = "" end
local held = kit.count_of("held", "(" .. kit.text(kit.now - SEEN_MS), "+inf")
local pools = redis.pcall("HGETALL", kit.prefix .. "pools")
if pools.err then is_typed, pools = false, {} end
local overview = { "overview", is_readable and "1" or "", kit.text(kit.now), kit.text(kit.callee_count), kit.size_of("ZCARD", "ages"),
  held, kit.count_of("due", "-inf", "(+inf"), table.concat(chunks, ","), table.concat(unlisted, ","),
  is_typed and "" or "1", is_quick and "1" or "", never_due, evicts }
local server = kit.call("TIME")
for at = 1, #pools, 2 do
  local index = pools[at + 1]
  local rules, following = kit.attempt(kit.rules_of, index), kit.attempt(kit.next_rules_of, index)
  local is_list = type(rules) == "table"
  local load = ""
  if type(following) == "table" then load = (following[LOADED_BY] or 0) > server[1] * 1000 and "busy" or "dead" end
  local zone = is_list and rules[ZONE]
  overview[#overview + 1] = { pools[at], index, kit.field_in("s", "i" .. index), is_list and kit.attempt(cjson.encode, rules) or "", load,
    kit.field_in("def:" .. index, "policy"), kit.field_in("def:" .. index, "buckets"),
    is_list and type(rules[VERSION]) == "number" and rules[VERSION] <= kit.version_count and "1" or "",
    is_list and rules[SIZE] or -1, kit.size_of("ZCARD", "members:" .. index), kit.size_of("HLEN", "num:" .. index),
    kit.size_of("ZCARD", "r:" .. index), kit.size_of("HLEN", "a:" .. index), kit.size_of("ZCARD", "al:" .. index),
    (not zone or kit.zones[zone]) and "1" or "", kit.count_of("members:" .. index, "0", "0"),
    kit.size_of("HLEN", "def:" .. index) }
end
return overview
