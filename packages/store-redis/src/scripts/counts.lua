-- counts: what answer-rate has learned since.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1] the pool's index, [2] the count of outcomes up to which the caller knows
--
-- Answers "moved" (see clock.lua), or "counts", the count up to which this goes, whether there is more, and for each number and step
-- a list: <step's code>:<slug key>, answered, attempted, up to when they are decayed

local PAGE = 1000

local moved = kit.moved_to()
if moved then return { "moved", moved } end
local index = ARGV[1]
local changed = kit.call("ZRANGEBYSCORE", kit.prefix .. "al:" .. index, "(" .. ARGV[2], "+inf", "WITHSCORES", "LIMIT", 0, PAGE)
if #changed == 0 then return { "counts", kit.read("v" .. index) or "0", "" } end
local names = {}
for at = 1, #changed, 2 do names[#names + 1] = changed[at] end
local values = kit.call("HMGET", kit.prefix .. "a:" .. index, unpack(names))
local is_more = #names == PAGE
local answer = { "counts", is_more and changed[#changed] or (kit.read("v" .. index) or "0"), is_more and "1" or "" }
for at = 1, #names do
  local answered, attempted, decayed_to = struct.unpack("<ddd", values[at])
  answer[#answer + 1] = { names[at], kit.text(answered), kit.text(attempted), kit.text(decayed_to) }
end
return answer
