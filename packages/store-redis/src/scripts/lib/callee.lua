-- What is remembered of callees. Field `c<digits>` of `s`; `ages` has them by when they were last written to.
--
-- A list, as CALLEE packs it: sequence and instant of the latest call that reached the callee, of the latest that was answered, the instant at which
-- a number was last used under `fresh`; then slug keys of those two calls (empty where there was none), instants of calls (doubles, rising), and
-- the slug keys used under `fresh` (packed; empty when there are none).

local CALLEE = "<dddddIc0Ic0Ic0Ic0"
-- Kinds of calls. Of each, the sequence stands at its own place, and the instant and the slug key so much further on.
local REACHED, ANSWERED, TO_INSTANT, TO_KEY = 1, 2, 2, 5
local USED_AT, CALLS, USED = 5, 8, 9
-- Instants that are kept of one callee, and slugs.
local MAX_CALLS, MAX_USED = 16, 64

kit.callees = {}
kit.forgets_callees = true

function kit.callee_of(digits)
  local callee = kit.callees[digits]
  if callee == nil then
    local field = kit.read("c" .. digits)
    callee = field and { struct.unpack(CALLEE, field) }
    kit.callees[digits] = callee
  end
  return callee
end

-- Marks a callee as changed, with its new age; an age of false leaves that as it is.
function kit.save_callee(digits, age)
  local changed = kit.changed_callees
  if not changed then kit.changed_callees = { [digits] = age }
  elseif age or not changed[digits] then changed[digits] = age end
end

-- The callee, to be written to; nothing when nobody is to be remembered.
function kit.touch(digits)
  if kit.max_callees == 0 then return nil end
  local callee = kit.callee_of(digits)
  if not callee then
    kit.callee_count = kit.callee_count + 1
    callee = { 0, 0, 0, 0, 0, "", "", "", "" }
    kit.callees[digits] = callee
  end
  kit.touches = kit.touches + 1
  kit.head_changed = true
  kit.save_callee(digits, kit.touches)
  return callee
end

-- What is learned late of an earlier call does not replace a later one.
function kit.remember(digits, kind, key, of_sequence, at)
  local known = kit.callee_of(digits)
  if known and known[kind] > of_sequence then return end
  local callee = kit.touch(digits)
  if not callee then return end
  callee[kind], callee[kind + TO_INSTANT], callee[kind + TO_KEY] = of_sequence, at, key
end

-- The instant of the k-th latest call; nothing when there were fewer.
function kit.kth_latest_call(callee, k) -- rarely
  local from = #callee[CALLS] - k * 8
  return from >= 0 and struct.unpack("<d", callee[CALLS], from + 1) or nil
end

function kit.add_call(digits, at) -- rarely
  local callee = kit.touch(digits)
  if not callee then return end
  local calls = callee[CALLS]
  local bytes = #calls
  while bytes > 0 and struct.unpack("<d", calls, bytes - 7) > at do bytes = bytes - 8 end
  callee[CALLS] = (calls:sub(1, bytes) .. struct.pack("<d", at) .. calls:sub(bytes + 1)):sub(-MAX_CALLS * 8)
end

-- Taking a call back is no reason to be remembered for longer.
function kit.remove_call(digits, at) -- rarely
  local callee = kit.callee_of(digits)
  if not callee then return end
  local calls = callee[CALLS]
  for from = #calls - 7, 1, -8 do
    if struct.unpack("<d", calls, from) == at then
      callee[CALLS] = calls:sub(1, from - 1) .. calls:sub(from + 8)
      kit.save_callee(digits, false)
      return
    end
  end
end

function kit.used_of(callee) -- rarely
  return callee[USED] == "" and {} or cmsgpack.unpack(callee[USED])
end

function kit.set_used(digits, used) -- rarely
  local callee = kit.touch(digits)
  if not callee then return end
  while #used > MAX_USED do table.remove(used, 1) end
  callee[USED], callee[USED_AT] = cmsgpack.pack(used), kit.now
end

-- Past the bound, callees are forgotten who were written to longest ago. A run makes few, so this also drains whatever is
-- beyond a bound that was lowered.
function kit.forget_callees(changed) -- rarely
  local beyond = kit.callee_count - kit.max_callees
  local oldest = kit.call("ZRANGE", kit.prefix .. "ages", 0, (beyond > 100 and 100 or beyond) - 1)
  for index = 1, #oldest do
    if not changed[oldest[index]] then
      kit.place(kit.prefix .. "ages", oldest[index], false)
      kit.write("c" .. oldest[index], false)
      kit.callee_count = kit.callee_count - 1
      kit.head_changed = true
    end
  end
end

function kit.write_callees()
  local changed = kit.changed_callees or {}
  for digits, age in pairs(changed) do
    local c = kit.callees[digits]
    local reached, answered, calls, used = c[6], c[7], c[CALLS], c[USED]
    kit.write("c" .. digits, struct.pack(CALLEE, c[1], c[2], c[3], c[4], c[5], #reached, reached, #answered, answered, #calls, calls,
      #used, used))
    if age then kit.place(kit.prefix .. "ages", digits, age) end
  end
  if kit.callee_count > kit.max_callees then kit.forget_callees(changed) end
  kit.changed_callees = false
end
