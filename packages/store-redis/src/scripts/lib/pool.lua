-- Rules of pools. A pool is meant by its index, a number that is never used again.
--
-- Fields of `s`: `p<index>` the rules, `q<index>` those of a load that is under way, `i<index>` the pool's id,
-- `v<index>` how often `answer-rate` has learned something.
-- A member that such a load has reached is judged by the new rules, all others by the old ones.

-- Places in the list of rules.
local VERSION, ORDER, ZONE, LIMITS, AFFINITY, FREQUENCY, REST, QUARANTINE, OVERFLOWS, HALF_LIFE, SIZE, LOADER, LOADED_BY = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13

-- Kinds of orders: how a free number is scored.
local TURNS, WEIGHTED_TURNS, CLOCKS, RANKS, TWO_RANKS, RECENCY, DAY_LOAD, LIVE_LOAD, RANKING, LEARNED_RANKING = "turns", "weighted-turns", "clocks", "ranks", "two-ranks", "recency", "day-load", "live-load", "ranking", "learned-ranking"
-- Orders under which the score follows from what the number carried.
kit.IS_WATCHED = { [RECENCY] = true, [DAY_LOAD] = true, [LIVE_LOAD] = true, [RANKING] = true, [LEARNED_RANKING] = true }
-- A load and a sequence in one double: exact up to 131,072 calls and 68 billion selections.
local LOAD_UNIT = 2 ^ 36

kit.rules, kit.next_rules = {}, {}

function kit.rules_of(index)
  local known = kit.rules[index]
  if known == nil then
    local field = kit.read("p" .. index)
    known = field and cmsgpack.unpack(field)
    kit.rules[index] = known
  end
  return known
end

function kit.next_rules_of(index)
  local known = kit.next_rules[index]
  if known == nil then
    local field = kit.read("q" .. index)
    known = field and cmsgpack.unpack(field)
    kit.next_rules[index] = known
  end
  return known
end

-- The rules by which a member of that generation is judged.
function kit.rules_for(index, generation)
  local current = kit.rules_of(index)
  if current and current[VERSION] == generation then return current end
  local following = kit.next_rules_of(index)
  if following and following[VERSION] == generation then return following end
  return current or following
end

