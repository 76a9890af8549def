-- count-buckets: how many members the indexes of buckets hold.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV names of buckets, <pool>:<id>
--
-- Answers "counted", and for each a list: free members in f and in g, parked ones in f, members in o

local answer = { "counted" }
for at = 1, #ARGV do
  local function set(name) return kit.prefix .. name .. ":" .. ARGV[at] end
  answer[at + 1] = { kit.call("ZCOUNT", set("f"), 0, "+inf") + kit.call("ZCARD", set("g")), kit.call("ZCOUNT", set("f"), "(-inf", "(0"),
    kit.call("ZCARD", set("o")) }
end
return answer
