-- expire: turns overdue held leases into unknown, and forgets numbers of which nothing counts.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua
--
-- Answers "again", "zones" (see acquire.lua), or "expired", whether there is more to do, then for each lease a list: sequence, pool's id,
-- slug key, callee's digits, when it was acquired, until when it was held.

local answer = kit.advance()
if answer then return answer end

local expired = { "expired", "" }
local overdue = kit.call("ZRANGEBYSCORE", kit.prefix .. "held", "-inf", kit.now, "LIMIT", 0, MAX_WAKES)
for at = 1, #overdue do overdue[at] = tonumber(overdue[at]) end
table.sort(overdue)
kit.prefetch_leases(overdue)
for at = 1, #overdue do
  local lease = overdue[at]
  local record = kit.lease_of(lease)
  if record then
    expired[#expired + 1] = { kit.text(lease), kit.read("i" .. record[POOL]), record[SLUG], record[TO],
      kit.text(record[ACQUIRED_AT]), kit.text(record[HOLD_UNTIL]) }
    kit.move_lease(lease, record, "unknown")
  else
    kit.place(kit.prefix .. "held", lease, false)
  end
end
local strays = kit.call("ZRANGEBYSCORE", kit.prefix .. "strays", "-inf", kit.now, "LIMIT", 0, MAX_WAKES)
for at = 1, #strays do
  local key = strays[at]
  local number = kit.number_now(key)
  if number and number[POOLS] == "" then
    kit.numbers[key] = false
    kit.save_number(key)
  else
    kit.place(kit.prefix .. "strays", key, false)
  end
end
if #overdue == MAX_WAKES or #strays == MAX_WAKES then expired[2] = "1" end
kit.flush()
return expired
