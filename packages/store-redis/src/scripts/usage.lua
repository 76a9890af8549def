-- usage: a page of what the numbers of a pool have carried, by slug.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
-- ARGV[6] the pool's id, [7] the slug key after which the page begins, empty for the first; [8] how many
--
-- Answers "again", "zones" (see acquire.lua), "unloaded", "wait", or
--   "usage", whether there is more, then for each number a list: slug key, calls in the day, in the hour, latest selection, in flight,
--   failures in a row, resting until, quarantined until, letters of the limits it is at ("1" to "7"), when it is free

local answer = advance()
if answer then return answer end

local index = call("HGET", prefix .. "pools", ARGV[6])
local pool = index and rules_of(index)
if not pool then return { "unloaded" } end
if next_rules_of(index) then return { "wait" } end

local count = tonumber(ARGV[8])
local keys = call("ZRANGEBYLEX", prefix .. "members:" .. index, ARGV[7] == "" and "-" or "(" .. ARGV[7], "+", "LIMIT", 0, count)
local names = {}
for at = 1, #keys do
  names[2 * at - 1] = "m" .. index .. ":" .. keys[at]
  names[2 * at] = "n" .. keys[at]
end
prefetch(names)
local usage = { "usage", #keys == count and "1" or "" }
for at = 1, #keys do
  local key = keys[at]
  local number, member = number_now(key), member_of(index .. ":" .. key)
  local codes = {}
  free_at_of(number, limits_of(member, pool), member.active_since, zone_of(pool), function(code)
    codes[#codes + 1] = code
  end)
  usage[at + 2] = {
    key, text(number.day_total), text(number.hour_total), number.last_at >= 0 and text(number.last_at) or "",
    text(in_flight(number)), text(number.failures), number.resting_until > now and text(number.resting_until) or "",
    number.quarantined_until > now and (number.quarantined_until == huge and "inf" or text(number.quarantined_until)) or "",
    table.concat(codes), member.free_at > 0 and member.free_at < huge and text(member.free_at) or "",
  }
end
flush()
return usage
