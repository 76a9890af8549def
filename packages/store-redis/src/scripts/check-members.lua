-- check-members: whether a page of a pool's members stands in the indexes as the limits say.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] the pool's index, [7] the slug key after which the page begins, [8] how many
-- ARGV[9] "1": nothing is woken, and time is not moved on
--
-- Answers "again", "zones" (see acquire.lua), or "checked", whether there are more, findings (each a law, a slug key and a clause), of each bucket
-- met a list (its id, how many of its members must be free in f and g, parked in f, and in o, units of the free), how many are due, how many are in r, and
-- for each member a list: slug key, its number's text, weight, active since, limits of its own as JSON, ids of buckets joined by ","

local answer = kit.look(ARGV[9])
if answer then return answer end

local index, count = ARGV[6], tonumber(ARGV[8])
local keys = kit.call("ZRANGEBYLEX", kit.prefix .. "members:" .. index, ARGV[7] == "" and "-" or "(" .. ARGV[7], "+",
  "LIMIT", 0, count)
local findings, tallies, due, resting, members = {}, {}, 0, 0, {}

local function found(law, key, clause) findings[#findings + 1] = { law, key, clause } end

local function check_bucket(key, member, order, slot)
  local id = member[slot]
  local name = index .. ":" .. kit.text(id)
  local tally = tallies[id] or { 0, 0, 0, 0 }
  tallies[id] = tally
  local free, waiting, parked = kit.score_at("f:" .. name, key), nil, nil
  if free and free < 0 then free, parked = nil, -free end
  if order == WEIGHTED_TURNS then waiting = kit.score_at("g:" .. name, key) end
  local over = kit.score_at("o:" .. name, key)
  if member[OVER] >= 0 then tally[3] = tally[3] + 1 end
  if over ~= (member[OVER] >= 0 and member[OVER] or nil) then found("index", key, "is not where overflow would look for it") end
  if member[FREE_AT] > 0 then
    if member[FREE_AT] < math.huge then tally[2] = tally[2] + 1 end
    if free or waiting then found("index", key, "is offered to calls though it is at a limit") end
    if parked ~= (member[FREE_AT] < math.huge and member[FREE_AT] or nil) then
      found("index", key, "does not wait for the instant at which it is free")
    end
    return
  end
  tally[1] = tally[1] + 1
  if parked then found("index", key, "waits though it is free") end
  local start, is_right = member[slot + 1], nil
  if order == TURNS then is_right = free == start + 1
  elseif order == WEIGHTED_TURNS then
    local units = kit.units_of(order, member[WEIGHT])
    tally[4] = tally[4] + units
    is_right = (free == start + UNITS / units and not waiting) or (waiting == start and not free)
  elseif order == CLOCKS then is_right = free == start
  elseif kit.is_watched(order) then is_right = free == member[SCORE]
  else is_right = free == 0 end
  if not is_right then found("index", key, "is free and not at its place in the order of a bucket") end
end

local function check_member(key, id, member, number)
  if not (";" .. number[POOLS]):find(";" .. index .. ";", 1, true) then found("index", key, "does not know that it is in this pool") end
  local pool = kit.rules_for(index, member[GENERATION])
  if member[GENERATION] > pool[VERSION] then found("index", key, "stands as under rules that the pool never had") end
  local order = pool[ORDER]
  local free_at = kit.free_at_of(number, kit.limits_of(member, pool), member[ACTIVE_SINCE], kit.zone_of(pool))
  if free_at == 0 and member[FREE_AT] > 0 then
    found("parked", key, "is parked though no limit holds it")
  elseif free_at ~= member[FREE_AT] then
    found("index", key, "stands as if it were free at another instant than its limits say")
  end
  if kit.is_watched(order) and member[FREE_AT] == 0 and member[SCORE] ~= kit.score_of(order, number) then
    found("index", key, "has a score that is not what it carried")
  end
  local due_at = kit.score_at("due", id)
  if member[DUE_AT] > 0 then due = due + 1 end
  if due_at ~= (member[DUE_AT] > 0 and member[DUE_AT] or nil) or member[DUE_AT] ~= kit.next_look(member, number, order, pool[OVERFLOWS]) then
    found("parked", key, "has not the time set at which it is to be looked at again")
  end
  local rests_until = kit.score_at("r:" .. index, key)
  if rests_until then resting = resting + 1 end
  if number[RESTING_UNTIL] > kit.now and rests_until ~= number[RESTING_UNTIL] then found("index", key, "rests, and is not counted among those that do") end
  if rests_until and rests_until > kit.now and number[RESTING_UNTIL] ~= rests_until then
    found("index", key, "is counted among those that rest, and does not")
  end
  for slot = FIRST_SLOT, #member, 2 do check_bucket(key, member, order, slot) end
end

local ids = {}
for at = 1, #keys do ids[at] = index .. ":" .. keys[at] end
kit.attempt(kit.prefetch_members, ids)
for at = 1, #keys do
  local key, id = keys[at], ids[at]
  local is_member, member = pcall(kit.member_of, id)
  local is_number, number = pcall(kit.number_now, key)
  local row = { key, kit.field_in("num:" .. index, key), "", "", "", "" }
  if not is_member then
    found("engine", key, "is a member of which what is kept cannot be read")
  elseif not member then
    found("index", key, "is a member of which nothing is kept")
  elseif not is_number then
    found("engine", key, "has counts that cannot be read")
  elseif not number then
    found("counts", key, "has no counts at all")
  elseif not pcall(check_member, key, id, member, number) then
    found("engine", key, "stands in a way that cannot be read")
  end
  if is_member and member then
    local buckets = {}
    for slot = FIRST_SLOT, #member, 2 do buckets[#buckets + 1] = kit.text(member[slot]) end
    local own = member[OWN_LIMITS] == "" and "false" or kit.attempt(function() return cjson.encode(cmsgpack.unpack(member[OWN_LIMITS])) end)
    row = { key, row[2], kit.text(member[WEIGHT]), kit.text(member[ACTIVE_SINCE]), own or "", table.concat(buckets, ",") }
  end
  members[at] = row
end

local counts = {}
for id, tally in pairs(tallies) do counts[#counts + 1] = { kit.text(id), tally[1], tally[2], tally[3], kit.text(tally[4]) } end
return { "checked", #keys == count and "1" or "", findings, counts, due, resting, unpack(members) }
