-- Leases, by sequence, in hashes `l:<chunk>` of 1,024; a chunk goes as a whole when the last of its calls has left the day.
--
-- A list: state, pool's index, slug key, callee's digits, when it was acquired, until when it is held, until when it is
-- live, code of the step that its outcome is learned by (0: none).

local STATE, POOL, SLUG, CALLEE, ACQUIRED_AT, HOLD_UNTIL, LIVE_UNTIL, STEP = 1, 2, 3, 4, 5, 6, 7, 8
local CHUNK = 1024

function kit.chunk_of(lease) return math.floor(lease / CHUNK) end

function kit.leaves_day_at(at) return (math.floor(at / DAY_SLOT) + DAY_WINDOW) * DAY_SLOT end

-- False when there is no such lease, or it is forgotten.
function kit.lease_of(lease)
  local field = kit.call("HGET", kit.prefix .. "l:" .. kit.chunk_of(lease), lease)
  if not field then return false end
  local known = cmsgpack.unpack(field)
  if kit.leaves_day_at(known[ACQUIRED_AT]) <= kit.now then return false end
  return known
end

function kit.save_lease(lease, record)
  kit.set_field(kit.prefix .. "l:" .. kit.chunk_of(lease), lease, cmsgpack.pack(record))
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
      kit.unlinked[#kit.unlinked + 1] = kit.prefix .. "l:" .. gone[index]
    end
  end
  return kit.sequence
end

-- Whether a lease may move from one state to another.
kit.NEXT_STATES = {
  held = { unknown = true, placed = true, ended = true, released = true },
  unknown = { placed = true, ended = true, released = true },
  placed = { ended = true },
  ended = {},
  released = {},
}

-- Moves a lease on; its state permits it. What it means for the number is for the caller to see.
function kit.move_lease(lease, record, to)
  local from = record[STATE]
  if from == "held" then
    kit.place(kit.prefix .. "held", lease, false)
    if to ~= "released" then kit.remember(record[CALLEE], REACHED, record[SLUG], lease, record[ACQUIRED_AT]) end
  end
  record[STATE] = to
  kit.save_lease(lease, record)
end
