-- read-callees: a page of callees by when they were last written to, from a copy.
--
-- KEYS[1] what keys of the copy begin with
-- ARGV[1] the place to begin at, [2] how many
--
-- Answers "callees" and for each a list: digits, then of the call that reached it slug key (or null), sequence and instant, of the one answered
-- likewise, instants of its calls joined by ",", when a number was last used, and slug keys used

local first = tonumber(ARGV[1])
local digits = kit.call("ZRANGE", kit.prefix .. "ages", first, first + ARGV[2] - 1)
local names = {}
for at = 1, #digits do names[at] = "c" .. digits[at] end
kit.prefetch(names)
local answer = { "callees" }
for at = 1, #digits do
  local callee = kit.callee_of(digits[at])
  local calls = {}
  for position = 1, #callee[CALLS] do calls[position] = kit.text(callee[CALLS][position]) end
  local row = { digits[at], callee[1], kit.text(callee[2]), kit.text(callee[3]), callee[4], kit.text(callee[5]),
    kit.text(callee[6]), table.concat(calls, ","), kit.text(callee[USED_AT]) }
  for position = 1, #callee[USED] do row[#row + 1] = callee[USED][position] end
  answer[at + 1] = row
end
return answer
