-- What is remembered of callees. Field `c<digits>` of `s`; `ages` has them by when they were last written to.
--
-- A list: slug key, sequence and instant of the latest call that reached the callee, those of the latest that was
-- answered (false where there was none), instants of calls, slug keys used under `fresh`, when the latest of these was.

local REACHED, ANSWERED, CALLS, USED, USED_AT = 1, 4, 7, 8, 9
-- Instants that are kept of one callee, and slugs.
local MAX_CALLS, MAX_USED = 16, 64

kit.callees = {}
kit.touched = {}

function kit.callee_of(digits)
  local callee = kit.callees[digits]
  if callee == nil then
    local field = kit.read("c" .. digits)
    callee = field and cmsgpack.unpack(field)
    kit.callees[digits] = callee
  end
  return callee
end

-- The callee, to be written to; nothing when nobody is to be remembered.
function kit.touch(digits)
  if kit.max_callees == 0 then return nil end
  local callee = kit.callee_of(digits)
  if not callee then
    kit.callee_count = kit.callee_count + 1
    callee = { false, 0, 0, false, 0, 0, {}, {}, 0 }
    kit.callees[digits] = callee
  end
  kit.touches = kit.touches + 1
  kit.head_changed = true
  kit.touched[digits] = kit.touches
  return callee
end

-- What is learned late of an earlier call does not replace a later one.
function kit.remember(digits, kind, key, of_sequence, at) -- rarely
  local known = kit.callee_of(digits)
  if known and known[kind + 1] > of_sequence then return end
  local callee = kit.touch(digits)
  if not callee then return end
  callee[kind], callee[kind + 1], callee[kind + 2] = key, of_sequence, at
end

function kit.add_call(digits, at)
  local callee = kit.touch(digits)
  if not callee then return end
  local calls = callee[CALLS]
  local position = #calls
  while position > 0 and calls[position] > at do position = position - 1 end
  table.insert(calls, position + 1, at)
  if #calls > MAX_CALLS then table.remove(calls, 1) end
end

kit.changed_callees = {}

-- Taking a call back is no reason to be remembered for longer.
function kit.remove_call(digits, at) -- rarely
  local callee = kit.callee_of(digits)
  if not callee then return end
  for position = #callee[CALLS], 1, -1 do
    if callee[CALLS][position] == at then
      table.remove(callee[CALLS], position)
      kit.changed_callees[digits] = true
      return
    end
  end
end

function kit.set_used(digits, used) -- rarely
  local callee = kit.touch(digits)
  if not callee then return end
  while #used > MAX_USED do table.remove(used, 1) end
  callee[USED], callee[USED_AT] = used, kit.now
end

-- Past the bound, callees are forgotten who were written to longest ago. A run makes few, so this also drains whatever is
-- beyond a bound that was lowered.
function kit.forget_callees() -- rarely
  local beyond = kit.callee_count - kit.max_callees
  local oldest = kit.call("ZRANGE", kit.prefix .. "ages", 0, (beyond > 100 and 100 or beyond) - 1)
  for index = 1, #oldest do
    if not kit.touched[oldest[index]] then
      kit.place(kit.prefix .. "ages", oldest[index], false)
      kit.write("c" .. oldest[index], false)
      kit.callee_count = kit.callee_count - 1
    end
  end
end

kit.savers[#kit.savers + 1] = function()
  for digits in pairs(kit.changed_callees) do kit.write("c" .. digits, cmsgpack.pack(kit.callees[digits])) end
  kit.changed_callees = {}
  for digits, age in pairs(kit.touched) do
    kit.write("c" .. digits, cmsgpack.pack(kit.callees[digits]))
    kit.place(kit.prefix .. "ages", digits, age)
  end
  if kit.callee_count > kit.max_callees then kit.forget_callees() end
  kit.touched = {}
end
