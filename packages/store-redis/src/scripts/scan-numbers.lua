-- scan-numbers: numbers of which anything is kept, in no order, from a copy.
--
-- KEYS[1] what keys of the copy begin with
-- ARGV[1] where to go on: "0" at first, [2] how many
--
-- Answers "numbers", where to go on ("0": that was all), and slug keys

local page = kit.call("HSCAN", kit.state_key, ARGV[1], "COUNT", ARGV[2])
local answer = { "numbers", page[1] }
for at = 1, #page[2], 2 do
  if page[2][at]:sub(1, 1) == "n" then answer[#answer + 1] = page[2][at]:sub(2) end
end
return answer
