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
-- How many more a run may forget.
kit.forgettable = 100

function kit.callee_of(digits)
  local callee = kit.callees[digits]
  if callee == nil then
    local field = kit.read("c" .. digits)
    callee = field and { struct.unpack(CALLEE, field) }
    kit.callees[digits] = callee
  end
  return callee
end

function kit.save_callee(digits)
  local changed = kit.changed_callees
  if changed then changed[digits] = true else kit.changed_callees = { [digits] = true } end
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
  kit.place(kit.prefix .. "ages", digits, kit.touches)
  kit.save_callee(digits)
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
      kit.save_callee(digits)
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
function kit.forget_callees() -- rarely
  local ages = kit.prefix .. "ages"
  while kit.callee_count > kit.max_callees and kit.forgettable > 0 do
    local digits = kit.first_of(ages, kit.nobody)
    if not digits then return end
    kit.place(ages, digits, false)
    kit.write("c" .. digits, false)
    kit.callees[digits] = false
    if kit.changed_callees then kit.changed_callees[digits] = nil end
    kit.callee_count = kit.callee_count - 1
    kit.head_changed = true
    kit.forgettable = kit.forgettable - 1
  end
end

function kit.write_callees()
  for digits in pairs(kit.changed_callees) do
    local c = kit.callees[digits]
    local reached, answered, calls, used = c[6], c[7], c[CALLS], c[USED]
    kit.write("c" .. digits, struct.pack(CALLEE, c[1], c[2], c[3], c[4], c[5], #reached, reached, #answered, answered, #calls, calls,
      #used, used))
  end
  kit.changed_callees = false
end
