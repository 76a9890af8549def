-- count-buckets: how many members the indexes of buckets hold.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV names of buckets, <pool>:<id>
--
-- Answers "counted", and for each a list: members in f and g, in w, in o

local answer = { "counted" }
for at = 1, #ARGV do
  local function size(set) return kit.call("ZCARD", kit.prefix .. set .. ":" .. ARGV[at]) end
  answer[at + 1] = { size("f") + size("g"), size("w"), size("o") }
end
return answer
