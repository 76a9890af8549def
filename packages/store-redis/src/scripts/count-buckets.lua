-- count-buckets: how many members the indexes of buckets hold, and what is kept of the buckets themselves.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV names of buckets, <pool>:<id>
--
-- Answers "counted", and for each a list: free members in f and g, parked ones in f, members in o, "1" if its virtual time is kept, units of weight of the free,
-- "1" if f has the long member that keeps it quick, others in f that nobody looks for.
-- A number is below 0 where a key is of another type.

local answer = { "counted" }
for at = 1, #ARGV do
  local free, waiting = kit.count_of("f:" .. ARGV[at], "0", "+inf"), kit.size_of("ZCARD", "g:" .. ARGV[at])
  local bucket = kit.attempt(kit.bucket_of, ARGV[at])
  local is_quick = kit.score_at("f:" .. ARGV[at], LONG) == -math.huge
  answer[at + 1] = { (free < 0 or waiting < 0) and -1 or free + waiting, kit.count_of("f:" .. ARGV[at], "(-inf", "(0"),
    kit.size_of("ZCARD", "o:" .. ARGV[at]), kit.read("b" .. ARGV[at]) and "1" or "", bucket and kit.text(bucket.units) or "0",
    is_quick and "1" or "", kit.count_of("f:" .. ARGV[at], "-inf", "-inf") - (is_quick and 1 or 0) }
end
return answer
