-- usage: a page of what the numbers of a pool have carried, by slug.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] the pool's id, [7] the slug key after which the page begins, empty for the first; [8] how many
--
-- Answers "again", "zones" (see acquire.lua), "unloaded", "wait", or
--   "usage", whether there is more, then for each number a list: slug key, calls in the day, in the hour, latest selection, in flight,
--   failures in a row, resting until, quarantined until, letters of the limits it is at ("1" to "7"), when it is free

local answer = kit.advance()
if answer then return answer end
kit.flush()

local index = kit.call("HGET", kit.prefix .. "pools", ARGV[6])
local pool = index and kit.rules_of(index)
if not pool then return { "unloaded" } end
if kit.next_rules_of(index) then return { "wait" } end

local count = tonumber(ARGV[8])
local keys = kit.call("ZRANGEBYLEX", kit.prefix .. "members:" .. index, ARGV[7] == "" and "-" or "(" .. ARGV[7], "+", "LIMIT", 0, count)
local names = {}
for at = 1, #keys do
  names[2 * at - 1] = "m" .. index .. ":" .. keys[at]
  names[2 * at] = "n" .. keys[at]
end
kit.prefetch(names)
local usage = { "usage", #keys == count and "1" or "" }
for at = 1, #keys do
  local key = keys[at]
  local number, member = kit.number_now(key), kit.member_of(index .. ":" .. key)
  local codes = {}
  kit.free_at_of(number, kit.limits_of(member, pool), member.active_since, kit.zone_of(pool), function(code)
    codes[#codes + 1] = code
  end)
  usage[at + 2] = {
    key, kit.text(number.day_total), kit.text(number.hour_total), number.last_at >= 0 and kit.text(number.last_at) or "",
    kit.text(kit.in_flight(number)), kit.text(number.failures), number.resting_until > kit.now and kit.text(number.resting_until) or "",
    number.quarantined_until > kit.now and (number.quarantined_until == math.huge and "inf" or kit.text(number.quarantined_until)) or "",
    table.concat(codes), member.free_at > 0 and member.free_at < math.huge and kit.text(member.free_at) or "",
  }
end
kit.flush()
return usage
