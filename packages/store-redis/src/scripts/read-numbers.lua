-- read-numbers: what numbers carried, from a copy.
--
-- KEYS[1] what keys of the copy begin with
-- ARGV[1] "strays", the place to begin at and how many: answers "strays" and slug keys of numbers that are in no pool
-- ARGV[1] "numbers", then slug keys: answers "numbers" and for each that is kept a list: slug key, latest sequence, its instant (−1: none),
--   failures in a row, resting until, quarantined until, blocks, slots of the day (slot, calls, calls without a lease …), of the hour, live
--   leases (until when, sequence …), indexes of pools

kit.read_head()
if ARGV[1] == "strays" then
  local first = tonumber(ARGV[2])
  local keys = kit.call("ZRANGE", kit.prefix .. "strays", first, first + ARGV[3] - 1)
  table.insert(keys, 1, "strays")
  return keys
end

local names = {}
for at = 2, #ARGV do names[at - 1] = "n" .. ARGV[at] end
kit.prefetch(names)

local function slots(entries)
  local list = {}
  for at = 1, #entries, 16 do
    local slot, calls, unleased = struct.unpack("<dII", entries, at)
    list[#list + 1] = kit.text(slot)
    list[#list + 1] = kit.text(calls)
    list[#list + 1] = kit.text(unleased)
  end
  return table.concat(list, ",")
end

local function doubles(entries)
  local list = {}
  for at = 1, #entries, 8 do list[#list + 1] = kit.text(struct.unpack("<d", entries, at)) end
  return table.concat(list, ",")
end

local answer = { "numbers" }
for at = 2, #ARGV do
  local number = kit.number_now(ARGV[at])
  if number then
    answer[#answer + 1] = { ARGV[at], kit.text(number.last_sequence), kit.text(number.last_at), kit.text(number.failures),
      kit.text(number.resting_until), number.quarantined_until == math.huge and "inf" or kit.text(number.quarantined_until),
      doubles(number.blocks), slots(number.day), slots(number.hour), doubles(number.live), number.pools,
      kit.text(number.day_total), kit.text(number.hour_total) }
  end
end
return answer
