-- What follows from how a call ended.

local MAX_BLOCKS = 16

-- 2^(−x) by arithmetic that is the same to the bit everywhere; see docs/selection.md, "Answer rate".
local function halving(x)
  if x >= 64 then return 0 end
  local whole = floor(x)
  local exponent = (x - whole) * 0.6931471805599453
  local left = 1
  for term = 16, 1, -1 do left = 1 - (exponent / term) * left end
  for _ = 1, whole do left = left / 2 end
  return left
end

-- Counts of `answer-rate`, by pool in a hash `a:<pool>`: field <step's code>:<slug key>, of three doubles: answered,
-- attempted, and up to when they are decayed. `al:<pool>` has the fields by the count of outcomes at their latest change.
local function learn_rate(pool, index, key, step, outcome)
  if outcome == "canceled" or outcome == "unknown" then return end
  local field = step .. ":" .. key
  local known = call("HGET", prefix .. "a:" .. index, field)
  local answered, attempted, at = 0, 0, 0
  if known then answered, attempted, at = unpack_struct("<ddd", known) end
  local left = halving((now - at) / pool[HALF_LIFE])
  local count = (read("v" .. index) or 0) + 1
  write("v" .. index, text(count))
  set_field(prefix .. "a:" .. index, field,
    pack("<ddd", answered * left + (outcome == "answered" and 1 or 0), attempted * left + 1, now))
  place(prefix .. "al:" .. index, field, count)
end

-- Rests a number after failures in a row, unless too many of its pool rest already.
local function rest(number, key, rule, pool, index)
  if number.failures < rule[1] or number.resting_until > now then return end
  local resting = call("ZCOUNT", prefix .. "r:" .. index, "(" .. text(now), "+inf")
  if resting >= floor(rule[3] * pool[SIZE]) then return end
  number.resting_until = now + rule[2]
  number.failures = 0
  for each in number.pools:gmatch("(%d+);") do place(prefix .. "r:" .. each, key, number.resting_until) end
end

local function count_block(number, rule)
  number.blocks = (number.blocks .. pack("<d", now)):sub(-MAX_BLOCKS * 8)
  if not rule then return end
  local counting = 0
  for at = 1, #number.blocks, 8 do
    if unpack_struct("<d", number.blocks, at) > now - rule[2] then counting = counting + 1 end
  end
  if counting < rule[1] then return end
  local till = now + rule[3]
  if till > number.quarantined_until then number.quarantined_until = till end
end

-- Draws all consequences of how a call ended, but for its lease's.
local function learn(number, key, record, lease, outcome)
  local index = record[POOL]
  local pool = rules_of(index)
  local is_member = pool and member_of(index .. ":" .. key)
  if outcome == "failed" or outcome == "blocked" then
    number.failures = number.failures + 1
    if pool and pool[REST] and is_member then rest(number, key, pool[REST], pool, index) end
  elseif outcome ~= "canceled" and outcome ~= "unknown" then
    number.failures = 0
  end
  if outcome == "blocked" then count_block(number, pool and pool[QUARANTINE]) end
  if outcome == "answered" then remember(record[CALLEE], ANSWERED, key, lease, record[ACQUIRED_AT]) end
  if record[STEP] > 0 and is_member and pool[ORDER] == LEARNED_RANKING then
    learn_rate(pool, index, key, record[STEP], outcome)
  end
end
