-- check-leases: a chunk of leases, and what is wrong with them.
--
-- KEYS[1] [2] see buffer.lua
-- ARGV[1] the caller's time, [2] the chunk
--
-- Answers "leases", findings, each a law, a sequence and a clause, and for each lease that can be read a list: sequence, state, "1" if its pool is
-- known, slug key, when it was acquired, until when it is held, until when it is live; slug key is null for one of which no more is known than its state

kit.read_head_as_it_is()
local findings = {}
local function found(law, sequence, clause) findings[#findings + 1] = { law, sequence, clause } end
local rows = redis.pcall("HGETALL", kit.prefix .. "l:" .. ARGV[2])
if rows.err then return { "leases", { { "engine", "", "The leases of a chunk are of another type" } } } end

local STATES = { held = true, unknown = true, placed = true, ended = true, released = true }
-- Leases that are held for as long as this past their deadline may be forgotten already.
local SEEN_MS = 79200000
local keeps_until = kit.score_at("chunks", ARGV[2])
local leases, forget_at = {}, 0
for at = 1, #rows, 2 do
  local sequence = tonumber(rows[at])
  local is_read, lease = pcall(function() return { struct.unpack(LEASE, rows[at + 1]) } end)
  if not sequence or kit.text(math.floor(sequence / 1024)) ~= ARGV[2] then
    found("engine", rows[at], "is no lease of its chunk")
  elseif not is_read or not STATES[lease[STATE]] then
    found("engine", rows[at], "cannot be read")
  else
    if sequence > kit.sequence or sequence < 1 then found("leases", rows[at], "has a sequence that was never given") end
    if lease[ACQUIRED_AT] > kit.now then found("leases", rows[at], "was acquired at an instant that is still to come") end
    local leaves_at = kit.leaves_day_at(lease[ACQUIRED_AT])
    if leaves_at > forget_at then forget_at = leaves_at end
    local deadline = kit.score_at("held", rows[at])
    if lease[STATE] == "held" and lease[HOLD_UNTIL] > kit.now - SEEN_MS and leaves_at > kit.now and deadline ~= lease[HOLD_UNTIL] then
      found("leases", rows[at], "is held, and does not wait for its deadline")
    elseif lease[STATE] ~= "held" and deadline then
      found("leases", rows[at], "waits for its deadline, and is held no longer")
    end
    leases[#leases + 1] = { rows[at], lease[STATE], kit.read("i" .. lease[POOL]) and "1" or "", lease[SLUG] ~= "" and lease[SLUG],
      kit.text(lease[ACQUIRED_AT]), kit.text(lease[HOLD_UNTIL]), kit.text(lease[LIVE_UNTIL]) }
  end
end
if keeps_until and keeps_until < forget_at then found("leases", "", "Leases of a chunk would be forgotten before their calls have left the day") end
return { "leases", findings, unpack(leases) }
