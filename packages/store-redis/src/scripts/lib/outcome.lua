-- What follows from how a call ended.

local MAX_BLOCKS = 16

-- 2^(−x) by arithmetic that is the same to the bit everywhere; see docs/selection.md, "Answer rate".
function kit.halving(x) -- rarely
  if x >= 64 then return 0 end
  local whole = math.floor(x)
  local exponent = (x - whole) * 0.6931471805599453
  local left = 1
  for term = 16, 1, -1 do left = 1 - (exponent / term) * left end
  for _ = 1, whole do left = left / 2 end
  return left
end

-- Counts of `answer-rate`, by pool in a hash `a:<pool>`: field <step's code>:<slug key>, of three doubles: answered,
-- attempted, and up to when they are decayed. `al:<pool>` has the fields by the count of outcomes at their latest change.
function kit.learn_rate(pool, index, key, step, outcome) -- rarely
  if outcome == "canceled" or outcome == "unknown" then return end
  local field = step .. ":" .. key
  local changed = kit.hashes[kit.prefix .. "a:" .. index]
  local known = changed and changed[field] or kit.call("HGET", kit.prefix .. "a:" .. index, field)
  local answered, attempted, at = 0, 0, 0
  if known then answered, attempted, at = struct.unpack("<ddd", known) end
  local left = kit.halving((kit.now - at) / pool[HALF_LIFE])
  local count = (kit.read("v" .. index) or 0) + 1
  kit.write("v" .. index, kit.text(count))
  kit.set_field(kit.prefix .. "a:" .. index, field,
    struct.pack("<ddd", answered * left + (outcome == "answered" and 1 or 0), attempted * left + 1, kit.now))
  kit.place(kit.prefix .. "al:" .. index, field, count)
end

-- Rests a number after failures in a row, unless too many of its pool rest already.
function kit.rest(number, key, rule, pool, index) -- rarely
  if number[FAILURES] < rule[1] or number[RESTING_UNTIL] > kit.now then return end
  local resting = kit.count_above(kit.prefix .. "r:" .. index, kit.now)
  if resting >= math.floor(rule[3] * pool[SIZE]) then return end
  number[RESTING_UNTIL] = kit.now + rule[2]
  number[FAILURES] = 0
  for each in number[POOLS]:gmatch("(%d+);") do kit.place(kit.prefix .. "r:" .. each, key, number[RESTING_UNTIL]) end
end

function kit.count_block(number, rule) -- rarely
  number[BLOCKS] = (number[BLOCKS] .. struct.pack("<d", kit.now)):sub(-MAX_BLOCKS * 8)
  if not rule then return end
  local counting = 0
  for at = 1, #number[BLOCKS], 8 do
    if struct.unpack("<d", number[BLOCKS], at) > kit.now - rule[2] then counting = counting + 1 end
  end
  if counting < rule[1] then return end
  local till = kit.now + rule[3]
  if till > number[QUARANTINED_UNTIL] then number[QUARANTINED_UNTIL] = till end
end

-- Draws all consequences of how a call ended, but for its lease's.
function kit.learn(number, key, record, lease, outcome)
  local index = record[POOL]
  local pool = kit.rules_of(index)
  local is_member = pool and kit.member_of(index .. ":" .. key)
  if outcome == "failed" or outcome == "blocked" then
    number[FAILURES] = number[FAILURES] + 1
    if pool and pool[REST] and is_member then kit.rest(number, key, pool[REST], pool, index) end
  elseif outcome ~= "canceled" and outcome ~= "unknown" then
    number[FAILURES] = 0
  end
  if outcome == "blocked" then kit.count_block(number, pool and pool[QUARANTINE]) end
  if outcome == "answered" then kit.remember(record[TO], ANSWERED, key, lease, record[ACQUIRED_AT]) end
  if record[STEP] > 0 and is_member and pool[ORDER] == LEARNED_RANKING then
    kit.learn_rate(pool, index, key, record[STEP], outcome)
  end
end
