import type { E164, LinkStep, Policy, PoolNumber } from "@dialpool/pool-strategies";
import {
  type CalleeCall,
  type CalleeRecord,
  type CarriedRecord,
  type ExportOptions,
  isPoolStoreError,
  type LeaseRecord,
  leaseIdOf,
  type NamespaceRecord,
  PoolStoreError,
  poolRecords,
  type Turns,
  withEnd,
} from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import { firstRemembered } from "../engine/call-book.js";
import { Connection, type Row } from "../engine/connection.js";
import { NumberState, STATE, STATE_WIDTH } from "../engine/number-state.js";
import { keptCounts, leavesAt, MINUTES, QUARTERS, slotOf } from "../engine/slots.js";
import { storeErrorOf } from "../engine/store-errors.js";
import { type DefinitionParts, PoolDefinition } from "../pools/definition.js";
import { type CarriedTurns, turnsOf } from "../pools/turns.js";
import { nameOf } from "../texts.js";

/** Rows read together. */
const PAGE = 1000;
const BUSY_TIMEOUT_MS = 5000;

/**
 * Everything that is kept, as of the moment at which the first record is asked for: read by a connection of its own, whose
 * snapshot others do not disturb and that disturbs nobody.
 */
export async function* exportRecords(
  { connection }: Pick<Books, "connection">,
  { parts }: { readonly parts: DefinitionParts },
  options: ExportOptions = {},
): AsyncGenerator<NamespaceRecord, void, undefined> {
  const { path } = connection;
  // Fails for a store that was closed.
  connection.transaction(() => {});
  if (path === ":memory:") {
    yield* withEnd(inMemory(connection, parts, options));
    return;
  }
  const snapshot = connection.idleReaders.pop() ?? new Connection(path, BUSY_TIMEOUT_MS);
  try {
    snapshot.database.exec("BEGIN");
    yield* withEnd(namespaceRecords(snapshot, parts, options));
  } catch (error) {
    throw storeErrorOf(isUnreadable(error) ? damaged(path, error) : error, path);
  } finally {
    if (snapshot.database.inTransaction) snapshot.database.exec("ROLLBACK");
    connection.idleReaders.push(snapshot);
  }
}

/** There is no other connection to a database in memory: all is read at once. */
function inMemory(connection: Connection, parts: DefinitionParts, options: ExportOptions): NamespaceRecord[] {
  try {
    return [...namespaceRecords(connection, parts, options)];
  } catch (error) {
    throw isUnreadable(error) ? damaged(connection.path, error) : error;
  }
}

/** Texts that are no JSON, or not what the store wrote. */
function isUnreadable(error: unknown): boolean {
  return (
    error instanceof SyntaxError || error instanceof TypeError || isPoolStoreError(error, "store_corrupt")
  );
}

function damaged(path: string, cause: unknown): PoolStoreError {
  const message = `The state in ${path} is damaged: rows of it cannot be read. Rebuild it from call records.`;
  return isPoolStoreError(cause) ? cause : new PoolStoreError("store_corrupt", message, { cause });
}

/** Goes on after what cannot be read, if somebody wants to be told of it. */
function* orLost(
  sentence: string,
  { onLost }: ExportOptions,
  records: () => Iterable<NamespaceRecord>,
): Generator<NamespaceRecord> {
  try {
    yield* records();
  } catch (error) {
    if (onLost === undefined || !isUnreadable(error)) throw error;
    onLost(sentence);
  }
}

function* namespaceRecords(
  connection: Connection,
  parts: DefinitionParts,
  options: ExportOptions,
): Generator<NamespaceRecord> {
  const [now, sequence, countsCallees, maxCallMs] = connection
    .prepare("SELECT now, sequence, counts_callees, max_call_ms FROM namespace")
    .get() as readonly [number, number, number, number];
  yield { kind: "namespace", version: 1, now, sequence, countsCallees: countsCallees === 1, maxCallMs };
  const pools = connection.prepare("SELECT pool, pool_id, policy FROM pool").all() as readonly (readonly [
    number,
    string,
    string,
  ])[];
  const poolIds = new Map(pools.map(([key, poolId]) => [key, nameOf(poolId)]));
  for (const [key, poolId] of [...poolIds].sort(([, a], [, b]) => (a < b ? -1 : 1))) {
    const policyText = pools.find(([each]) => each === key)?.[2] as string;
    yield* orLost(`What the pool "${poolId}" is, or what it has learned, is lost.`, options, () => {
      const policy = JSON.parse(policyText) as Policy;
      const numbers = connection
        .prepare("SELECT definition FROM pool_number WHERE pool = ? ORDER BY member")
        .all(key)
        .map(([definition]) => JSON.parse(definition as string) as PoolNumber);
      const definition = new PoolDefinition(policy, numbers, parts);
      const turns = turnRecordsOf(turnsOf({ connection, key, definition, now }));
      return poolRecords({ poolId, policy, numbers, turns });
    });
  }
  const health = "Rests, quarantines and failures in a row of numbers are lost.";
  yield* orLost(health, options, () => numberRecords(connection, now));
  yield* orLost("Leases are lost.", options, () => leaseRecords(connection, poolIds, now));
  yield* orLost("Callees are lost.", options, () => calleeRecords(connection));
}

function turnRecordsOf({ order, parked, buckets, learned }: CarriedTurns): Turns {
  return {
    order,
    parked: [...parked],
    buckets: Object.fromEntries(
      [...buckets].map(([name, { starts, ...time }]) => [
        name,
        { ...time, starts: Object.fromEntries(starts) },
      ]),
    ),
    learned,
  };
}

/** Rows of a table by rising key, a page at a time. The last column is the key. */
function* pages(connection: Connection, sql: string, ...parameters: readonly unknown[]): Generator<Row> {
  const select = connection.prepare(`${sql} LIMIT ${PAGE}`);
  let after: unknown = -1;
  for (;;) {
    const rows = select.all(...parameters, after);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.at(-1);
  }
}

function* numberRecords(connection: Connection, now: number): Generator<CarriedRecord> {
  const records: CarriedRecord[] = [];
  const rows = pages(
    connection,
    `SELECT ${STATE}, slug, number.number FROM number WHERE number > ? ORDER BY number`,
  );
  for (const row of rows) {
    const state = NumberState.from(row);
    const slug = row[STATE_WIDTH] as string;
    const { lastSequence, lastSelectedAt, failuresInRow, restingUntil, quarantinedUntil, blocks } = state;
    const day = keptCounts(QUARTERS, state.quarters, now);
    const isMember = state.pools > 0;
    const isResting = restingUntil > now;
    const isQuarantined = quarantinedUntil > now;
    const sum = day.length + (isMember ? lastSequence : 0) + failuresInRow + blocks.length;
    if (sum === 0 && !isResting && !isQuarantined) continue;
    records.push({
      kind: "number",
      slug: nameOf(slug),
      day,
      hour: keptCounts(MINUTES, state.minutes, now),
      lastSequence: isMember ? lastSequence : 0,
      ...(isMember && !Number.isNaN(lastSelectedAt) ? { lastSelectedAt } : {}),
      ...(failuresInRow > 0 ? { failuresInRow } : {}),
      ...(isResting ? { restingUntil } : {}),
      ...(isQuarantined
        ? { quarantinedUntil: quarantinedUntil === Number.POSITIVE_INFINITY ? null : quarantinedUntil }
        : {}),
      ...(blocks.length > 0 ? { blocks } : {}),
    });
  }
  yield* records.sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

function* leaseRecords(
  connection: Connection,
  poolIds: ReadonlyMap<number, string>,
  now: number,
): Generator<LeaseRecord> {
  const rows = pages(
    connection,
    `SELECT state, pool, slug, callee, at, entered_at, hold_until, live_until, step, sequence
      FROM calls LEFT JOIN number ON number.number = calls.number
      WHERE entered_at >= ? AND state <> 'recorded' AND sequence > ? ORDER BY sequence`,
    firstRemembered(now),
  );
  for (const row of rows) {
    const [state, pool, slug, callee, at, enteredAt, holdUntil, liveUntil, step, sequence] = row as readonly [
      LeaseRecord["state"],
      number | null,
      string | null,
      number | null,
      number | null,
      number,
      number,
      number,
      LinkStep | null,
      number,
    ];
    const base = {
      kind: "lease",
      id: leaseIdOf(sequence),
      sequence,
      forgetAt: leavesAt(QUARTERS, slotOf(QUARTERS, enteredAt)),
    } as const;
    const isFinal = state === "ended" || state === "released";
    if (pool === null || slug === null || callee === null || at === null) {
      if (isFinal) yield { ...base, state };
      continue;
    }
    const call = {
      ...base,
      poolId: poolIds.get(pool) as string,
      slug: nameOf(slug),
      callee: `+${callee}` as E164,
      acquiredAt: at,
    };
    if (isFinal) yield { ...call, state };
    else yield { ...call, state, holdUntil, liveUntil, ...(step === null ? {} : { step }) };
  }
}

function* calleeRecords(connection: Connection): Generator<CalleeRecord> {
  const slugs = new Map<number, string>();
  const select = connection.prepare("SELECT slug FROM number WHERE number = ?");
  const slugOf = (number: number): string => {
    const slug = slugs.get(number) ?? nameOf(select.get(number)?.[0] as string);
    slugs.set(number, slug);
    return slug;
  };
  const callOf = (row: Row, first: number): CalleeCall | undefined => {
    const [number, sequence, at] = row.slice(first, first + 3) as [number | null, number, number];
    return number === null ? undefined : [slugOf(number), sequence, at];
  };
  // In order of age. The keys of a sort are small; the rest is read callee by callee.
  const order = connection.prepare("SELECT callee FROM callee ORDER BY written").all();
  const read = connection.prepare(
    `SELECT reached_number, reached_sequence, reached_at, answered_number, answered_sequence, answered_at, calls, used, used_at
      FROM callee WHERE callee = ?`,
  );
  for (const [callee] of order) {
    const row = read.get(callee) as Row;
    const reached = callOf(row, 0);
    const answered = callOf(row, 3);
    const [calls, used, usedAt] = row.slice(6) as [string | null, string | null, number];
    yield {
      kind: "callee",
      callee: `+${String(callee)}` as E164,
      ...(reached === undefined ? {} : { reached }),
      ...(answered === undefined ? {} : { answered }),
      ...(calls === null ? {} : { calls: JSON.parse(calls) as number[] }),
      ...(used === null ? {} : { used: { slugs: (JSON.parse(used) as number[]).map(slugOf), at: usedAt } }),
    };
  }
}
