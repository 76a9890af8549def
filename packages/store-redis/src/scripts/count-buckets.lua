-- count-buckets: how many members the indexes of buckets hold, and what is kept of the buckets themselves.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV names of buckets, <pool>:<id>
--
-- Answers "counted", and for each a list: members in f and g, in w, in o, "1" if its virtual time is kept, units of weight of the free.
-- A number is below 0 where a key is of another type.

local answer = { "counted" }
for at = 1, #ARGV do
  local function size(set) return kit.size_of("ZCARD", set .. ":" .. ARGV[at]) end
  local free, waiting = size("f"), size("g")
  local bucket = kit.attempt(kit.bucket_of, ARGV[at])
  answer[at + 1] = { (free < 0 or waiting < 0) and -1 or free + waiting, size("w"), size("o"), kit.read("b" .. ARGV[at]) and "1" or "",
    bucket and kit.text(bucket.units) or "0" }
end
return answer
