-- expire: turns overdue held leases into unknown, and forgets numbers of which nothing counts.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
--
-- Answers "again", "zones" (see acquire.lua), or "expired", whether there is more to do, then for each lease a list: sequence, pool's id,
-- slug key, callee's digits, when it was acquired, until when it was held.

local answer = advance()
if answer then return answer end

local expired = { "expired", "" }
local overdue = call("ZRANGEBYSCORE", prefix .. "held", "-inf", now, "LIMIT", 0, MAX_WAKES)
for at = 1, #overdue do
  local lease = tonumber(overdue[at])
  local record = lease_of(lease)
  if record then
    expired[#expired + 1] = { text(lease), read("i" .. record[POOL]), record[SLUG], record[CALLEE],
      text(record[ACQUIRED_AT]), text(record[HOLD_UNTIL]) }
    move_lease(lease, record, "unknown")
  else
    place(prefix .. "held", lease, false)
  end
end
local strays = call("ZRANGEBYSCORE", prefix .. "strays", "-inf", now, "LIMIT", 0, MAX_WAKES)
for at = 1, #strays do
  local key = strays[at]
  local number = number_now(key)
  if number and number.pools == "" then
    numbers[key] = false
    save_number(key)
  else
    place(prefix .. "strays", key, false)
  end
end
if #overdue == MAX_WAKES or #strays == MAX_WAKES then expired[2] = "1" end
flush()
return expired
