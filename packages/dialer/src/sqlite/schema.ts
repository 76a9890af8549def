import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import type { Sql } from "./sql.js";

/**
 * The tables, version by version: one that stands here is never changed again, what follows it is added below.
 * SQLite keeps the comments, so `.schema dialer_%` explains the file.
 */
const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE dialer_campaign (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  digest TEXT,               -- of the list's bytes; NULL while the list is being imported
  list TEXT,                 -- the name that was given, or the digest
  name TEXT UNIQUE,          -- the list's, with " (2)", " (3)" ... when it was run again
  importer TEXT,             -- host, process and instance that import the list; NULL afterwards
  agent_id TEXT NOT NULL,
  wish TEXT NOT NULL DEFAULT 'run' CHECK (wish IN ('run', 'pause', 'abort')),
  start_rate REAL,           -- starts a second; NULL: no limit
  concurrency INTEGER NOT NULL,
  settings TEXT NOT NULL,    -- JSON
  created_at INTEGER NOT NULL -- as all instants here: ms since 1970
);
CREATE INDEX dialer_campaign_list ON dialer_campaign (list);
CREATE INDEX dialer_campaign_digest ON dialer_campaign (digest);

CREATE TABLE dialer_contact (
  campaign INTEGER NOT NULL, -- key of dialer_campaign
  line INTEGER NOT NULL,     -- of the list's file, from 1
  phone INTEGER NOT NULL,    -- E.164 without its plus
  name TEXT NOT NULL,
  agent_id TEXT,             -- from here to variables: what its row overrides; NULL where it does not
  caller_id TEXT,
  time_zone TEXT,
  region TEXT,
  tags TEXT,                 -- JSON
  variables TEXT,            -- JSON
  state TEXT NOT NULL DEFAULT 'queued', -- queued, open, finished, rejected, suppressed, refused, absent, unclear
  due_at INTEGER DEFAULT 0,     -- of queued ones: when it may be called; 0: from the start
  waits_for TEXT DEFAULT 'turn', -- of queued ones: turn, hours, number, callee, retry
  attempts INTEGER NOT NULL DEFAULT 0,
  last_attempt INTEGER,      -- sequence of dialer_attempt
  reason TEXT,
  outcomes TEXT,             -- JSON: how its calls ended, in the order it was learned
  PRIMARY KEY (campaign, line)
) WITHOUT ROWID;
CREATE INDEX dialer_contact_due ON dialer_contact (campaign, due_at, line) WHERE state = 'queued';
CREATE INDEX dialer_contact_apart ON dialer_contact (campaign, state, line) WHERE state NOT IN ('queued', 'finished');

CREATE TABLE dialer_rejected_row ( -- rows of a list that are nobody to call
  campaign INTEGER NOT NULL,
  line INTEGER NOT NULL,
  state TEXT NOT NULL,       -- invalid, duplicate
  reason TEXT NOT NULL,
  PRIMARY KEY (campaign, line)
) WITHOUT ROWID;

CREATE TABLE dialer_attempt (
  sequence INTEGER PRIMARY KEY, -- in the order intended
  id TEXT NOT NULL UNIQUE,
  campaign INTEGER,          -- of its contact, with line; NULL for a single call
  line INTEGER,
  agent_id TEXT NOT NULL,
  callee INTEGER NOT NULL,   -- E.164 without its plus
  caller_id TEXT NOT NULL,
  slug TEXT NOT NULL,
  lease_id TEXT NOT NULL,
  state TEXT NOT NULL,       -- intended, placed, ended, rejected, unknown, absent, unclear
  late INTEGER NOT NULL DEFAULT 0, -- 1: its call showed up late, beside another open one of its callee
  redialled INTEGER NOT NULL DEFAULT 0, -- of absent ones, 1: its contact was queued again
  intended_at INTEGER NOT NULL,
  deadline INTEGER NOT NULL,
  call_id TEXT,
  placed_at INTEGER,
  ended_at INTEGER,
  outcome TEXT,
  status TEXT,
  reason TEXT,
  missed_reads INTEGER NOT NULL DEFAULT 0,
  missed_at INTEGER,            -- when the last of them began
  corrections TEXT           -- JSON: different final statuses that came later
);
CREATE UNIQUE INDEX dialer_attempt_call ON dialer_attempt (call_id) WHERE call_id IS NOT NULL;
CREATE INDEX dialer_attempt_campaign ON dialer_attempt (campaign) WHERE campaign IS NOT NULL;
CREATE INDEX dialer_attempt_open ON dialer_attempt (callee, state) WHERE state IN ('intended', 'placed', 'unknown');
CREATE UNIQUE INDEX dialer_attempt_one_open ON dialer_attempt (callee)
  WHERE state IN ('intended', 'placed', 'unknown') AND late = 0;
CREATE INDEX dialer_attempt_undecided ON dialer_attempt (sequence) WHERE state IN ('absent', 'unclear');

CREATE TABLE dialer_tally ( -- counts, kept with what they count
  campaign INTEGER NOT NULL, -- 0: single calls
  what TEXT NOT NULL,        -- contact, waiting, outcome, attempt, row
  name TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (campaign, what, name)
) WITHOUT ROWID;

CREATE TABLE dialer_pacer ( -- one row: when the next call may start, for all processes
  id INTEGER PRIMARY KEY CHECK (id = 1),
  state TEXT NOT NULL        -- JSON
);

CREATE TABLE dialer_due_call ( -- calls whose end a webhook announced
  call_id TEXT PRIMARY KEY,
  marked_at REAL NOT NULL
) WITHOUT ROWID;
`,
  // A million rows are entered in two thirds of the time when each is one text, and the names of its columns are kept apart.
  `
CREATE TABLE dialer_row_shape ( -- what the values of contacts' rows stand for
  key INTEGER PRIMARY KEY,
  fields TEXT NOT NULL UNIQUE -- JSON: ["name", "callerId", "tags.brand", "variables.order" ...]
);
ALTER TABLE dialer_contact RENAME TO dialer_contact_before;
CREATE TABLE dialer_contact (
  campaign INTEGER NOT NULL, -- key of dialer_campaign
  line INTEGER NOT NULL,     -- of the list's file, from 1
  phone INTEGER NOT NULL,    -- E.164 without its plus
  details TEXT NOT NULL,     -- JSON: key of dialer_row_shape, then a value for each of its fields; null: none
  state TEXT NOT NULL DEFAULT 'queued', -- queued, open, finished, rejected, suppressed, refused, absent, unclear
  due_at INTEGER DEFAULT 0,     -- of queued ones: when it may be called; 0: from the start
  waits_for TEXT DEFAULT 'turn', -- of queued ones: turn, hours, number, callee, retry
  attempts INTEGER NOT NULL DEFAULT 0,
  last_attempt INTEGER,      -- sequence of dialer_attempt
  reason TEXT,
  outcomes TEXT,             -- JSON: how its calls ended, in the order it was learned
  PRIMARY KEY (campaign, line)
) WITHOUT ROWID;
INSERT INTO dialer_row_shape (key, fields)
  SELECT 1, '["name","agentId","callerId","timeZone","region","tags","variables"]'
    WHERE EXISTS (SELECT 1 FROM dialer_contact_before);
INSERT INTO dialer_contact
  SELECT campaign, line, phone,
      json_array(1, name, agent_id, caller_id, time_zone, region, json(tags), json(variables)),
      state, due_at, waits_for, attempts, last_attempt, reason, outcomes
    FROM dialer_contact_before;
DROP TABLE dialer_contact_before;
CREATE INDEX dialer_contact_due ON dialer_contact (campaign, due_at, line) WHERE state = 'queued';
CREATE INDEX dialer_contact_apart ON dialer_contact (campaign, state, line) WHERE state NOT IN ('queued', 'finished');
`,
  // Where no number is free, a million contacts that wait for one are neither read nor rewritten. Rows from before that ask for something
  // of their own stand each for itself.
  `
CREATE TABLE dialer_lane ( -- contacts of a campaign that choose from the same numbers
  campaign INTEGER NOT NULL,
  lane INTEGER NOT NULL,     -- 0: rows that ask for nothing of their own; -1: each asks for something else
  ask TEXT,                  -- JSON: agent, caller ID and tags that the rows of the others ask for
  since INTEGER,             -- since when no number has been free for them; NULL: one was, when it was asked last
  until REAL,                -- until when none is; then, or when a number is given back, it is asked again
  at_latest INTEGER,         -- 1: a call that ends may free a number before
  PRIMARY KEY (campaign, lane)
) WITHOUT ROWID;
CREATE INDEX dialer_lane_held ON dialer_lane (until) WHERE until IS NOT NULL;
ALTER TABLE dialer_contact ADD COLUMN lane INTEGER NOT NULL DEFAULT 0; -- of dialer_lane
UPDATE dialer_contact SET lane = -1 WHERE json_extract(details, '$[0]') IN (SELECT key FROM dialer_row_shape
  WHERE fields LIKE '%"agentId"%' OR fields LIKE '%"callerId"%' OR fields LIKE '%"tags%');
INSERT INTO dialer_lane (campaign, lane) SELECT key, 0 FROM dialer_campaign;
INSERT INTO dialer_lane (campaign, lane) SELECT DISTINCT campaign, -1 FROM dialer_contact WHERE lane = -1;
INSERT INTO dialer_tally (campaign, what, name, count)
  SELECT campaign, 'lane', lane, count(*) FROM dialer_contact WHERE waits_for = 'turn' GROUP BY campaign, lane;
DROP INDEX dialer_contact_due;
CREATE INDEX dialer_contact_due ON dialer_contact (campaign, lane, due_at, line) WHERE state = 'queued';
`,
];

/**
 * Brings the journal's tables to this version, in the transaction that is open. The store's own tables have a version of their own.
 *
 * @throws PoolStoreError `store_version` when a later version has written the file.
 */
export function migrate(sql: Sql): void {
  sql.script("CREATE TABLE IF NOT EXISTS dialer_version (version INTEGER NOT NULL)");
  const version = sql.first<{ version: number }>("SELECT version FROM dialer_version")?.version ?? 0;
  if (version > MIGRATIONS.length)
    throw new PoolStoreError(
      "store_version",
      `The campaigns in this file were written by a later version of dialpool (${version}; this one reads up to ${MIGRATIONS.length}). Upgrade dialpool, or use another file.`,
    );
  if (version === MIGRATIONS.length) return;
  for (const script of MIGRATIONS.slice(version)) sql.script(script);
  sql.run("DELETE FROM dialer_version");
  sql.run("INSERT INTO dialer_version VALUES (?)", MIGRATIONS.length);
}
