-- read-buckets: virtual time of buckets, and what was learned, from a copy.
--
-- KEYS[1] what keys of the copy begin with
-- ARGV[1] "buckets" and ARGV[2…] names, <pool>:<id>; or "learned", the pool's index, and at which place to begin
--
-- Answers "buckets" and for each a list: base, picks, rate; or
--   "learned", whether there is more, and for each number and step a list: <step's code>:<slug key>, answered, attempted, up to when

if ARGV[1] == "buckets" then
  local answer = { "buckets" }
  for at = 2, #ARGV do
    local bucket = kit.bucket_of(ARGV[at])
    answer[at] = { kit.text(bucket.base), kit.text(bucket.picks), kit.text(bucket.rate) }
  end
  return answer
end

local first = tonumber(ARGV[3])
local entries = kit.call("ZRANGE", kit.prefix .. "al:" .. ARGV[2], first, first + 999)
local answer = { "learned", #entries == 1000 and "1" or "" }
for at = 1, #entries do
  local answered, attempted, decayed_to = struct.unpack("<ddd", kit.call("HGET", kit.prefix .. "a:" .. ARGV[2], entries[at]))
  answer[at + 2] = { entries[at], kit.text(answered), kit.text(attempted), kit.text(decayed_to) }
end
return answer
