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
  for from = 1, #callee[CALLS], 8 do calls[#calls + 1] = kit.text(struct.unpack("<d", callee[CALLS], from)) end
  local row = { digits[at] }
  for kind = REACHED, ANSWERED do
    local key = callee[kind + TO_KEY]
    row[#row + 1] = key ~= "" and key
    row[#row + 1] = kit.text(callee[kind])
    row[#row + 1] = kit.text(callee[kind + TO_INSTANT])
  end
  row[#row + 1] = table.concat(calls, ",")
  row[#row + 1] = kit.text(callee[USED_AT])
  local used = kit.used_of(callee)
  for position = 1, #used do row[#row + 1] = used[position] end
  answer[at + 1] = row
end
return answer
