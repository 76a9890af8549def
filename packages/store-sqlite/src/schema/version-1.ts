/**
 * The tables, as they are made. SQLite keeps the text with its comments in `sqlite_schema`, where
 * every tool shows it. Instants are epoch milliseconds; 0 stands for "none", `Inf` for "never" or "until lifted".
 */
export const VERSION_1 = `
CREATE TABLE state (
  -- What changes with nearly every call, in one place. Row 0: the namespace; the view namespace says it with names. The bucket's
  -- id: how a bucket stands; the view bucket_state does. The pool's id below 0: who of it is parked for a moment, and until when:
  -- [free_at, member, free_at, member, ...], 32 at most. They keep their rows in seat.
  id INTEGER PRIMARY KEY,
  value TEXT NOT NULL               -- JSON: a list of numbers
);
INSERT INTO state VALUES (0, '[0,0,0,3600000,0,0,0,0]');

CREATE VIEW namespace AS
  -- What holds for all pools together.
  SELECT
    value ->> 0 AS now,             -- the highest instant seen
    value ->> 1 AS sequence,        -- selections and recorded calls so far
    value ->> 2 AS counts_callees,  -- 1 since a pool first limited how often one callee is called
    value ->> 3 AS max_call_ms,     -- how long a lease is live that nobody settles
    value ->> 4 AS callees,         -- how many there are
    value ->> 5 AS first_live,      -- no call before this sequence has live = 1
    value ->> 6 AS first_held,      -- no call before this sequence is held with live = 1
    value ->> 7 AS callee_writes    -- counts writes to callees: who was written to longest ago goes first
  FROM state WHERE id = 0;

CREATE TABLE pool (
  pool INTEGER PRIMARY KEY,
  pool_id TEXT NOT NULL UNIQUE,     -- the agent's id
  version INTEGER NOT NULL,         -- another number whenever the pool is loaded
  learned_version INTEGER NOT NULL, -- another number whenever the order learns
  policy TEXT NOT NULL,             -- JSON, every default filled in
  loaded_at INTEGER NOT NULL
);

CREATE TABLE number (
  -- What a number carried, over all pools, and where it stands in each.
  number INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  pools INTEGER NOT NULL,           -- how many pools it is in
  is_blank INTEGER NOT NULL,        -- 1: nothing was carried, or all of it is forgotten
  forgotten_sequence INTEGER NOT NULL DEFAULT 0, -- calls up to this one were forgotten with the number
  last_sequence INTEGER NOT NULL,   -- of its latest selection; 0: none since it came into the namespace
  last_selected_at INTEGER,
  in_flight INTEGER NOT NULL,       -- live leases: those in calls with live > 0
  live_untils TEXT NOT NULL,        -- JSON: the instants at which they stop being live, up to 32 of them; else '[]'
  failures_in_row INTEGER NOT NULL,
  resting_until INTEGER NOT NULL,
  quarantined_until NUMERIC NOT NULL,
  blocks TEXT,                      -- JSON: instants of carrier blocks, the latest 16
  quarters TEXT NOT NULL,           -- JSON: [slot, calls] by 15 minutes since the epoch, of the latest 28 hours
  minutes TEXT NOT NULL,            -- JSON: [slot, calls] by minute, of the latest hour
  places TEXT NOT NULL
  -- JSON, by pool: [pool, member, free_at, keys]. Parked until free_at (null: until lifted); once that is past, it is free, and the
  -- next verb that chooses from the pool takes it out of parked. The keys are those of its rows in seat:
  --   round-robin, weighted-round-robin: the start in each bucket       random, power-of-two: none
  --   weighted-random: the score in each bucket while it is free, what is left on its clock there while it is parked
  --   least-used: first_key, second_key, when calls next leave the rolling day (or 0)       all others: first_key, second_key
);
CREATE INDEX number_resting ON number (resting_until) WHERE resting_until > 0;
CREATE INDEX number_outside ON number (number) WHERE pools = 0 AND is_blank = 0;

CREATE TABLE carried (
  -- Calls that count and have no row in calls, because they were imported without one.
  number INTEGER NOT NULL,
  ring TEXT NOT NULL CHECK (ring IN ('quarters', 'minutes')),
  slot INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  PRIMARY KEY (number, ring, slot)
) WITHOUT ROWID;

CREATE TABLE pool_number (
  -- The numbers of each pool as they were loaded; a member is a number's place in slug order.
  pool INTEGER NOT NULL,
  member INTEGER NOT NULL,
  number INTEGER NOT NULL,
  definition TEXT NOT NULL,         -- JSON
  PRIMARY KEY (pool, member)
) WITHOUT ROWID;

CREATE TABLE parked (
  -- The members of each pool that are at a limit, by when they are free again; but for those that are so for a moment, see state.
  pool INTEGER NOT NULL,
  free_at NUMERIC NOT NULL,
  member INTEGER NOT NULL,
  is_seated INTEGER NOT NULL,       -- 1: still has its rows in seat, for it is free again in a moment
  PRIMARY KEY (pool, free_at, member)
) WITHOUT ROWID;

CREATE TABLE score_due (
  -- Order least-used: the members of whom calls next leave the rolling day, by when.
  pool INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  member INTEGER NOT NULL,
  PRIMARY KEY (pool, due_at, member)
) WITHOUT ROWID;

CREATE TABLE bucket (
  -- The numbers of a pool that one link of its route may use.
  bucket INTEGER PRIMARY KEY,
  pool INTEGER NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (pool, name)
);

CREATE VIEW bucket_state AS
  -- How each bucket stands.
  SELECT bucket, pool, name,
    value ->> 0 AS available,       -- free members, and those that are parked for a moment
    value ->> 1 AS free_units,      -- their weights together, in millionths
    value ->> 2 AS base,            -- orders with turns: virtual time is base + picks * 1e6 / rate
    value ->> 3 AS picks,
    value ->> 4 AS rate
  FROM bucket JOIN state ON state.id = bucket.bucket;

CREATE TABLE seat (
  -- Who is next in each bucket: the lowest keys come first, then the lowest member. Every free member is here, and some that
  -- are parked for a moment.
  --   round-robin, weighted-round-robin: span (1e6 / weight in millionths); deadline (start + span)
  --   weighted-random: 0; score                               random, power-of-two: 0; 0
  --   least-used: calls in the rolling day; last_sequence     fewest-in-flight: live leases; last_sequence
  --   all others: 0; last_sequence
  bucket INTEGER NOT NULL,
  first_key REAL NOT NULL,
  second_key REAL NOT NULL,
  member INTEGER NOT NULL,
  PRIMARY KEY (bucket, first_key, second_key, member)
) WITHOUT ROWID;

CREATE TABLE free_count (
  -- Orders random and power-of-two: how many members are free in each block of 64, and in each 64 blocks, and so on.
  bucket INTEGER NOT NULL,
  level INTEGER NOT NULL,
  block INTEGER NOT NULL,
  free INTEGER NOT NULL,
  PRIMARY KEY (bucket, level, block)
) WITHOUT ROWID;

CREATE TABLE learned (
  -- Order answer-rate: decayed counts of ended calls, by number and step of the route.
  pool INTEGER NOT NULL,
  step TEXT NOT NULL,
  member INTEGER NOT NULL,
  answered REAL NOT NULL,
  attempted REAL NOT NULL,
  at INTEGER NOT NULL,              -- up to when they are decayed
  PRIMARY KEY (pool, step, member)
) WITHOUT ROWID;

CREATE TABLE calls (
  -- Every lease and every recorded call; the view call_log says it with names.
  sequence INTEGER PRIMARY KEY,     -- the lease's id is 'lease-' and this
  state TEXT NOT NULL,              -- held, unknown, placed, ended, released; recorded; lost: nobody settled it for a day
  live INTEGER NOT NULL,            -- 1: counts as a call in flight; 2: so it does, and may do for longer than one granted after it
  pool INTEGER,
  number INTEGER,                   -- absent only where an import did not tell
  callee INTEGER,                   -- digits
  at INTEGER,                       -- when the call counts: granted, or placed if it was recorded
  entered_at INTEGER NOT NULL,      -- the namespace's time then
  hold_until INTEGER NOT NULL,
  live_until INTEGER NOT NULL,
  step TEXT,                        -- step of the route that the order answer-rate learns by
  outcome TEXT,
  settled_at INTEGER
);
CREATE INDEX calls_live_longer ON calls (live_until) WHERE live = 2;
CREATE INDEX calls_held_too_long ON calls (sequence) WHERE state = 'held' AND live = 0;

CREATE TABLE callee (
  -- What is remembered of each callee. Numbers are ids of the table number.
  callee INTEGER PRIMARY KEY,       -- digits
  written INTEGER NOT NULL,
  reached_number INTEGER,
  reached_sequence INTEGER,
  reached_at INTEGER,
  answered_number INTEGER,
  answered_sequence INTEGER,
  answered_at INTEGER,
  calls TEXT,                       -- JSON: instants of its latest calls, oldest first, at most 16
  used TEXT,                        -- JSON: numbers used for it under the policy fresh, the latest last
  used_at INTEGER
);

CREATE VIEW call_log AS
  -- One row for each call, with names and times to read.
  SELECT calls.sequence, 'lease-' || calls.sequence AS lease_id, pool.pool_id, number.slug, '+' || calls.callee AS callee,
    calls.state, calls.outcome, datetime(calls.at / 1000, 'unixepoch') AS at_utc,
    datetime(calls.settled_at / 1000, 'unixepoch') AS settled_at_utc
  FROM calls LEFT JOIN pool USING (pool) LEFT JOIN number USING (number);

CREATE VIEW usage_by_day AS
  -- Calls of each number by day (UTC), as far back as calls are kept.
  SELECT date(calls.at / 1000, 'unixepoch') AS day, number.slug, count(*) AS calls,
    sum(calls.outcome = 'answered') AS answered, sum(calls.outcome IN ('failed', 'blocked')) AS failed
  FROM calls JOIN number USING (number)
  WHERE calls.state <> 'released'
  GROUP BY day, number.slug;

CREATE VIEW number_status AS
  -- How each number of each pool stands, as of the latest verb.
  SELECT pool.pool_id, number.slug, coalesce(place.value ->> 2 <= namespace.now, 0) AS is_free,
    CASE WHEN place.value ->> 2 > namespace.now THEN datetime((place.value ->> 2) / 1000, 'unixepoch') END AS free_at_utc,
    number.in_flight, number.failures_in_row,
    datetime(number.last_selected_at / 1000, 'unixepoch') AS last_selected_at_utc
  FROM namespace CROSS JOIN number CROSS JOIN json_each(number.places) AS place JOIN pool ON pool.pool = place.value ->> 0;
`;
