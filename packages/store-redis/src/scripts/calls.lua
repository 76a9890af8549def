-- calls: acquires and settlements that a process asked for at about the same time. Each is done as if it were a run of its own, one after the other; what
-- they need in common is read, made and written once.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1..5] see clock.lua; [1] is the latest of the calls' times
-- ARGV[6] how many calls there are; then for each its texts: see acquire.lua and settle.lua
--
-- Answers "moved" (see clock.lua), or "done" and for each call an answer, a list that begins with
--   "again"                   more numbers are due than one run wakes: repeat
--   "zones", now, names       see clock.lua
--   "behind"                  one before it is to be repeated for one of these reasons, so this is, too
--   "clock_skew", ms ahead    see clock.lua
--   "failed", error           nothing of this call was done, but for what its journal's fragment wrote
--   or see acquire.lua and settle.lua
--
-- A call that fails leaves no trace in the buffer: it is emptied, and the calls since it was last written are done again, each
-- written by itself.

local calls = {}
kit.want("h")
kit.want("z")
do
  local place = 7
  for at = 1, tonumber(ARGV[6]) do
    if ARGV[place]:byte() == 97 then
      calls[at], place = kit.read_acquire(place)
    else
      calls[at], place = kit.read_settle(place)
    end
  end
end
kit.fetch_wanted()
local moved = kit.open()
if moved then return moved end
kit.latest = tonumber(ARGV[1])
-- A lease that cannot be read fails its own settlement alone.
pcall(kit.want_for_settlements, calls)
kit.fetch_wanted()

function kit.answer_call()
  local answer = kit.move_on(ask.now, ask.is_checked) or ask.answer()
  if kit.callee_count > kit.max_callees then kit.forget_callees() end
  return answer
end

-- Up to which call all is written; up to which each is written by itself.
local answers, written, alone_to = { "done" }, 0, 0
local at = 1
while at <= #calls do
  ask = calls[at]
  local flushes = kit.flushes
  local is_done, answer = pcall(kit.answer_call)
  if kit.flushes ~= flushes then written = at - 1 end
  if is_done then
    answers[at + 1] = answer
    if answer[1] == "zones" or answer[1] == "again" then
      for place = at + 1, #calls do answers[place + 1] = { "behind" } end
      break
    end
    -- What the journal's fragment wrote is there already.
    if ask.journal or at <= alone_to then
      kit.flush()
      written = at
    end
    at = at + 1
  else
    -- Written by half: the state is not what the store wrote.
    if kit.is_writing then error(answer) end
    kit.forget()
    kit.open()
    alone_to = at
    if written == at - 1 then
      answers[at + 1] = { "failed", type(answer) == "table" and answer.err or "ERR " .. tostring(answer) }
      written = at
    end
    at = written + 1
  end
end
kit.flush()
return answers
