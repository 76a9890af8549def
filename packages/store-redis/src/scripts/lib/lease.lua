-- Leases, by sequence, in hashes `l:<chunk>` of 1,024; a chunk goes as a whole when the last of its calls has left the day.
--
-- A list, as LEASE packs it: when it was acquired, until when it is held, until when it is live, code of the step that its outcome is
-- learned by (0: none), state, pool's index, slug key (empty for one of which no more is known than its state), the callee's digits.

local ACQUIRED_AT, HOLD_UNTIL, LIVE_UNTIL, STEP, STATE, POOL, SLUG, TO = 1, 2, 3, 4, 5, 6, 7, 8
local LEASE = "<ddddIc0Ic0Ic0Ic0"
local CHUNK = 1024

function kit.chunk_of(lease) return math.floor(lease / CHUNK) end

function kit.leaves_day_at(at) return (math.floor(at / DAY_SLOT) + DAY_WINDOW) * DAY_SLOT end

-- Records by sequence; false for one that is known to be absent.
kit.leases = {}

-- Reads leases that are not known yet, by one command for each chunk.
function kit.prefetch_leases(leases) -- rarely
  local chunks = {}
  for at = 1, #leases do
    local lease = leases[at]
    if kit.leases[lease] == nil then
      local chunk = kit.chunk_of(lease)
      local missing = chunks[chunk]
      if missing then missing[#missing + 1] = lease else chunks[chunk] = { lease } end
    end
  end
  for chunk, missing in pairs(chunks) do
    local fields = kit.call("HMGET", kit.prefix .. "l:" .. chunk, unpack(missing))
    for at = 1, #missing do kit.leases[missing[at]] = fields[at] and { struct.unpack(LEASE, fields[at]) } end
  end
end

-- False when there is no such lease, or it is forgotten.
function kit.lease_of(lease)
  if kit.leases[lease] == nil then kit.prefetch_leases({ lease }) end
  local known = kit.leases[lease]
  return known and kit.leaves_day_at(known[ACQUIRED_AT]) > kit.now and known
end

function kit.save_lease(lease, record)
  kit.leases[lease] = record
  local state, index, key, digits = record[STATE], record[POOL], record[SLUG], record[TO]
  kit.set_field(kit.prefix .. "l:" .. kit.chunk_of(lease), lease, struct.pack(LEASE, record[ACQUIRED_AT], record[HOLD_UNTIL], record[LIVE_UNTIL],
    record[STEP], #state, state, #index, index, #key, key, #digits, digits))
end

-- Takes the next sequence. With the first of a chunk, the time is set at which the chunk before may go.
function kit.next_sequence()
  kit.sequence = kit.sequence + 1
  kit.head_changed = true
  if kit.sequence % CHUNK == 0 then
    kit.place(kit.prefix .. "chunks", kit.chunk_of(kit.sequence) - 1, kit.leaves_day_at(kit.now))
    local gone = kit.call("ZRANGEBYSCORE", kit.prefix .. "chunks", "-inf", kit.now, "LIMIT", 0, 10)
    for index = 1, #gone do
      kit.place(kit.prefix .. "chunks", gone[index], false)
      kit.unlink(kit.prefix .. "l:" .. gone[index])
    end
  end
  return kit.sequence
end

-- Whether a lease may move from one state to another.
function kit.may_move(from, to)
  if from == "held" then return to ~= "held" end
  if from == "unknown" then return to ~= "held" and to ~= "unknown" end
  return from == "placed" and to == "ended"
end

-- Moves a lease on; its state permits it. What it means for the number is for the caller to see.
function kit.move_lease(lease, record, to)
  local from = record[STATE]
  if from == "held" then
    kit.place(kit.prefix .. "held", lease, false)
    if to ~= "released" then kit.remember(record[TO], REACHED, record[SLUG], lease, record[ACQUIRED_AT]) end
  end
  record[STATE] = to
  kit.save_lease(lease, record)
end
