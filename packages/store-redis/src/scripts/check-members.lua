-- check-members: whether a page of a pool's members stands in the indexes as the limits say.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] the pool's index, [7] the slug key after which the page begins, [8] how many
--
-- Answers "again", "zones" (see acquire.lua), or "checked", whether there are more, all slug keys of the page, findings (each a law, a slug key and a clause),
-- and of each bucket met a list: its id, how many of its members must be free in f and g, parked in f, and in o

local answer = kit.advance()
if answer then return answer end
kit.flush()

local index, count = ARGV[6], tonumber(ARGV[8])
local keys = kit.call("ZRANGEBYLEX", kit.prefix .. "members:" .. index, ARGV[7] == "" and "-" or "(" .. ARGV[7], "+",
  "LIMIT", 0, count)
local ids = {}
for at = 1, #keys do ids[at] = index .. ":" .. keys[at] end
kit.prefetch_members(ids)
local findings, tallies = {}, {}

local function found(law, key, clause) findings[#findings + 1] = { law, key, clause } end

local function score_in(set, name, key) return tonumber(kit.call("ZSCORE", kit.prefix .. set .. ":" .. name, key) or nil) end

local function check_bucket(key, member, order, slot)
  local id = member[slot]
  local name = index .. ":" .. id
  local tally = tallies[id] or { 0, 0, 0 }
  tallies[id] = tally
  local free, waiting, parked = score_in("f", name, key), nil, nil
  if free and free < 0 then free, parked = nil, -free end
  if order == WEIGHTED_TURNS then waiting = score_in("g", name, key) end
  local over = score_in("o", name, key)
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
    is_right = (free == start + UNITS / kit.units_of(order, member[WEIGHT]) and not waiting) or (waiting == start and not free)
  elseif order == CLOCKS then is_right = free == start
  elseif kit.is_watched(order) then is_right = free == member[SCORE]
  else is_right = free == 0 end
  if not is_right then found("index", key, "is free and not at its place in the order of a bucket") end
end

for at = 1, #keys do
  local key, id = keys[at], ids[at]
  local member, number = kit.member_of(id), kit.number_now(key)
  if not member then
    found("index", key, "is a member of which nothing is kept")
  elseif not number then
    found("counts", key, "has no counts at all")
  else
    if not (";" .. number[POOLS]):find(";" .. index .. ";", 1, true) then found("index", key, "does not know that it is in this pool") end
    local pool = kit.rules_for(index, member[GENERATION])
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
    local due_at = tonumber(kit.call("ZSCORE", kit.prefix .. "due", id) or nil)
    if due_at ~= (member[DUE_AT] > 0 and member[DUE_AT] or nil) or member[DUE_AT] ~= kit.next_look(member, number, order, pool[OVERFLOWS]) then
      found("parked", key, "has not the time set at which it is to be looked at again")
    end
    for slot = FIRST_SLOT, #member, 2 do check_bucket(key, member, order, slot) end
  end
end

local counts = {}
for id, tally in pairs(tallies) do counts[#counts + 1] = { id, tally[1], tally[2], tally[3] } end
return { "checked", #keys == count and "1" or "", keys, findings, counts }
