-- read-pool: a page of a pool's definition. Changes nothing, not even the time.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1] the pool's id, [2] the slug key after which the page begins, empty for the first; [3] how many numbers
--
-- Answers "moved" (see clock.lua), "none" for a pool that nobody ever began to load, or
--   "pool", index, version (0 before its first load is complete), the policy, the buckets' ids, state of a load that is under way
--   ("", "busy", "dead"), whether there are more, then each slug key and its number

local moved = kit.moved_to()
if moved then return { "moved", moved } end
local index = kit.call("HGET", kit.prefix .. "pools", ARGV[1])
if not index then return { "none" } end
local current, following = kit.rules_of(index), kit.next_rules_of(index)
local server = kit.call("TIME")
local load = ""
if following then load = following[LOADED_BY] > server[1] * 1000 and "busy" or "dead" end
local definition = kit.call("HMGET", kit.prefix .. "def:" .. index, "policy", "buckets")
local count = tonumber(ARGV[3])
local keys = count > 0
    and kit.call("ZRANGEBYLEX", kit.prefix .. "members:" .. index, ARGV[2] == "" and "-" or "(" .. ARGV[2], "+", "LIMIT", 0, count)
  or {}
local answer = { "pool", index, current and kit.text(current[VERSION]) or "0", definition[1] or "", definition[2] or "", load,
  count > 0 and #keys == count and "1" or "" }
if #keys > 0 then
  local texts = kit.call("HMGET", kit.prefix .. "num:" .. index, unpack(keys))
  for at = 1, #keys do
    answer[#answer + 1] = keys[at]
    answer[#answer + 1] = texts[at]
  end
end
return answer
