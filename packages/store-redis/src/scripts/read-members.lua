-- read-members: a page of a pool's members, from a copy.
--
-- KEYS[1] what keys of the copy begin with
-- ARGV[1] the pool's index, [2] the slug key after which the page begins, [3] how many
--
-- Answers "members", whether there are more, then for each a list: slug key, its number (null if it is lost), "1" if it is parked ("?" if that is
-- lost), and for each of its buckets the id and the start

local index, count = ARGV[1], tonumber(ARGV[3])
local keys = kit.call("ZRANGEBYLEX", kit.prefix .. "members:" .. index, ARGV[2] == "" and "-" or "(" .. ARGV[2], "+",
  "LIMIT", 0, count)
local answer = { "members", #keys == count and "1" or "" }
if #keys == 0 then return answer end
local texts = redis.pcall("HMGET", kit.prefix .. "num:" .. index, unpack(keys))
local names = {}
for at = 1, #keys do names[at] = "m" .. index .. ":" .. keys[at] end
kit.prefetch(names)
for at = 1, #keys do
  local member = kit.attempt(kit.member_of, index .. ":" .. keys[at])
  local row = { keys[at], texts[at] or false, not member and "?" or (member[FREE_AT] > 0 and "1" or "") }
  for slot = FIRST_SLOT, member and #member or 0, 2 do
    row[#row + 1] = kit.text(member[slot])
    row[#row + 1] = kit.text(member[slot + 1])
  end
  answer[at + 2] = row
end
return answer
