-- What is remembered of callees. Field `c<digits>` of `s`; `ages` has them by when they were last written to.
--
-- A list: slug key, sequence and instant of the latest call that reached the callee, those of the latest that was
-- answered (false where there was none), instants of calls, slug keys used under `fresh`, when the latest of these was.

local REACHED, ANSWERED, CALLS, USED, USED_AT = 1, 4, 7, 8, 9
-- Instants that are kept of one callee, and slugs.
local MAX_CALLS, MAX_USED = 16, 64

local callees = {}
local touched = {}

local function callee_of(digits)
  local callee = callees[digits]
  if callee == nil then
    local field = read("c" .. digits)
    callee = field and decode(field)
    callees[digits] = callee
  end
  return callee
end

-- The callee, to be written to; nothing when nobody is to be remembered.
local function touch(digits)
  if max_callees == 0 then return nil end
  local callee = callee_of(digits)
  if not callee then
    callee = { false, 0, 0, false, 0, 0, {}, {}, 0 }
    callees[digits] = callee
  end
  touches = touches + 1
  head_changed = true
  touched[digits] = touches
  return callee
end

-- What is learned late of an earlier call does not replace a later one.
local function remember(digits, kind, key, of_sequence, at)
  local known = callee_of(digits)
  if known and known[kind + 1] > of_sequence then return end
  local callee = touch(digits)
  if not callee then return end
  callee[kind], callee[kind + 1], callee[kind + 2] = key, of_sequence, at
end

local function add_call(digits, at)
  local callee = touch(digits)
  if not callee then return end
  local calls = callee[CALLS]
  local position = #calls
  while position > 0 and calls[position] > at do position = position - 1 end
  table.insert(calls, position + 1, at)
  if #calls > MAX_CALLS then table.remove(calls, 1) end
end

local changed_callees = {}

-- Taking a call back is no reason to be remembered for longer.
local function remove_call(digits, at)
  local callee = callee_of(digits)
  if not callee then return end
  for position = #callee[CALLS], 1, -1 do
    if callee[CALLS][position] == at then
      table.remove(callee[CALLS], position)
      changed_callees[digits] = true
      return
    end
  end
end

local function set_used(digits, used)
  local callee = touch(digits)
  if not callee then return end
  while #used > MAX_USED do table.remove(used, 1) end
  callee[USED], callee[USED_AT] = used, now
end

savers[#savers + 1] = function()
  local is_anybody_new = false
  for digits, age in pairs(touched) do
    is_anybody_new = is_anybody_new or not fields["c" .. digits]
    changed_callees[digits] = true
    place(prefix .. "ages", digits, age)
  end
  for digits in pairs(changed_callees) do write("c" .. digits, encode(callees[digits])) end
  touched, changed_callees = {}, {}
  if not is_anybody_new then return end
  -- One run makes few callees, so this drains whatever is beyond the bound, also after it was lowered.
  local beyond = call("ZCARD", prefix .. "ages") + 1 - max_callees
  if beyond <= 0 then return end
  local oldest = call("ZRANGE", prefix .. "ages", 0, (beyond > 100 and 100 or beyond) - 1)
  for index = 1, #oldest do
    if not (scores[prefix .. "ages"] or {})[oldest[index]] then
      place(prefix .. "ages", oldest[index], false)
      write("c" .. oldest[index], false)
    end
  end
end
