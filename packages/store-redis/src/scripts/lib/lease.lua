-- Leases, by sequence, in hashes `l:<chunk>` of 1,024; a chunk goes as a whole when the last of its calls has left the day.
--
-- A list: state, pool's index, slug key, callee's digits, when it was acquired, until when it is held, until when it is
-- live, code of the step that its outcome is learned by (0: none).

local STATE, POOL, SLUG, CALLEE, ACQUIRED_AT, HOLD_UNTIL, LIVE_UNTIL, STEP = 1, 2, 3, 4, 5, 6, 7, 8
local CHUNK = 1024

local function chunk_of(lease) return floor(lease / CHUNK) end

local function day_leaves_at(at) return (floor(at / DAY_SLOT) + DAY_WINDOW) * DAY_SLOT end

-- False when there is no such lease, or it is forgotten.
local function lease_of(lease)
  local field = call("HGET", prefix .. "l:" .. chunk_of(lease), lease)
  if not field then return false end
  local known = decode(field)
  if day_leaves_at(known[ACQUIRED_AT]) <= now then return false end
  return known
end

local function save_lease(lease, record)
  set_field(prefix .. "l:" .. chunk_of(lease), lease, encode(record))
end

-- Takes the next sequence. With the first of a chunk, the time is set at which the chunk before may go.
local function next_sequence()
  sequence = sequence + 1
  head_changed = true
  if sequence % CHUNK == 0 then
    place(prefix .. "chunks", chunk_of(sequence) - 1, day_leaves_at(now))
    local gone = call("ZRANGEBYSCORE", prefix .. "chunks", "-inf", now, "LIMIT", 0, 10)
    for index = 1, #gone do
      place(prefix .. "chunks", gone[index], false)
      unlinked[#unlinked + 1] = prefix .. "l:" .. gone[index]
    end
  end
  return sequence
end

-- Whether a lease may move from one state to another.
local NEXT_STATES = {
  held = { unknown = true, placed = true, ended = true, released = true },
  unknown = { placed = true, ended = true, released = true },
  placed = { ended = true },
  ended = {},
  released = {},
}

-- Moves a lease on; its state permits it. What it means for the number is for the caller to see.
local function move_lease(lease, record, to)
  local from = record[STATE]
  if from == "held" then
    place(prefix .. "held", lease, false)
    if to ~= "released" then remember(record[CALLEE], REACHED, record[SLUG], lease, record[ACQUIRED_AT]) end
  end
  record[STATE] = to
  save_lease(lease, record)
end
