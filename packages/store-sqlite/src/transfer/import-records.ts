import type { E164 } from "@dialpool/pool-strategies";
import {
  type CalleeCall,
  type CalleeRecord,
  type CarriedRecord,
  calleeKeyOf,
  type ImportOptions,
  type LeaseRecord,
  type NamespaceHeader,
  type NamespacePart,
  type NamespaceRecord,
  type PoolPart,
  PoolStoreError,
  readNamespace,
} from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import { leavesAt, MINUTES, QUARTERS, slotOf } from "../engine/slots.js";
import { type DefinitionParts, PoolDefinition } from "../pools/definition.js";
import { reservePool, writePool } from "../pools/write-pool.js";
import type { Changes } from "../verbs/changes.js";
import { clearNamespace } from "./clear-namespace.js";
import { firstOf } from "./first-of.js";
import { Unbooked } from "./unbooked.js";

/** What the importing store was opened with. */
export interface ImportParts extends DefinitionParts {
  /** `undefined`: that of the export is taken over too. */
  readonly maxCallMs: number | undefined;
}

/** An export, read. */
interface ReadExport {
  header: NamespaceHeader | undefined;
  readonly pools: PoolPart[];
  readonly numbers: CarriedRecord[];
  readonly leases: LeaseRecord[];
  readonly callees: CalleeRecord[];
}

/** Takes over an export: read and checked as it comes, and then written in one transaction. */
export async function importRecords(
  books: Books,
  changes: Changes,
  parts: ImportParts,
  records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>,
  { replace = false }: ImportOptions = {},
): Promise<void> {
  const { connection } = books;
  connection.transaction(() => {
    if (!replace) checkEmpty(books);
  });
  const { header, pools, numbers, leases, callees } = await read(records, parts);
  connection.transaction(() => {
    if (!replace) checkEmpty(books);
    clearNamespace(books);
    changes.forgetRead();
    books.namespace.restore(header.now, header.sequence, header.countsCallees);
    books.namespace.setMaxCallMs(header.maxCallMs);
    const unbooked = new Unbooked(numbers);
    enterNumbers(books, numbers);
    enterLeases(books, pools, leases, header.now, unbooked);
    unbooked.write(books);
    books.numbers.save();
    enterCallees(books, callees);
    for (const pool of pools) enterPool(books, parts, pool);
    books.numbers.save();
    changes.forgetRead();
  });
}

async function read(
  records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>,
  parts: ImportParts,
): Promise<ReadExport & { readonly header: NamespaceHeader }> {
  const { first, all } = await firstOf(records);
  const maxCallMs = parts.maxCallMs ?? (first as Partial<NamespaceHeader> | undefined)?.maxCallMs ?? 0;
  const found: ReadExport = { header: undefined, pools: [], numbers: [], leases: [], callees: [] };
  for await (const part of readNamespace(all, { ...parts, maxCallMs })) enter(found, part);
  const { header } = found;
  if (header === undefined) throw new PoolStoreError("import_invalid", "The export has no header.");
  return { ...found, header };
}

function enter(found: ReadExport, part: NamespacePart): void {
  switch (part.kind) {
    case "namespace":
      found.header = part;
      return;
    case "pool":
      found.pools.push(part);
      return;
    case "number":
      found.numbers.push(part);
      return;
    case "lease":
      found.leases.push(part);
      return;
    case "callee":
      found.callees.push(part);
      return;
    default:
      part satisfies never;
  }
}

function checkEmpty({ connection, namespace }: Books): void {
  namespace.read(0);
  const isAny = connection
    .prepare(
      "SELECT EXISTS (SELECT 1 FROM pool) OR EXISTS (SELECT 1 FROM number) OR EXISTS (SELECT 1 FROM callee)",
    )
    .get()?.[0];
  if (isAny === 0 && namespace.sequence === 0) return;
  throw new PoolStoreError(
    "namespace_not_empty",
    `${connection.path} keeps a namespace already. Import into a new file, or set \`replace\` to give up what it has.`,
  );
}

function enterNumbers({ numbers }: Books, records: readonly CarriedRecord[]): void {
  for (const record of records) {
    const state = numbers.at(numbers.intern(record.slug));
    state.quarters = record.day;
    state.minutes = record.hour;
    state.lastSequence = record.lastSequence;
    state.lastSelectedAt = record.lastSelectedAt ?? Number.NaN;
    state.failuresInRow = record.failuresInRow ?? 0;
    state.restingUntil = record.restingUntil ?? 0;
    const { quarantinedUntil = 0, blocks = [] } = record;
    state.quarantinedUntil = quarantinedUntil ?? Number.POSITIVE_INFINITY;
    state.blocks = blocks;
    state.isBlank = false;
    state.isDirty = true;
  }
}

function enterLeases(
  books: Books,
  pools: readonly PoolPart[],
  leases: readonly LeaseRecord[],
  now: number,
  unbooked: Unbooked,
): void {
  const { connection, numbers } = books;
  const { maxCallMs } = books.namespace;
  const keys = new Map(pools.map(({ poolId }) => [poolId, reservePool(books, poolId)]));
  const insert = connection.prepare(
    `INSERT INTO calls (sequence, state, live, pool, number, callee, at, entered_at, hold_until, live_until, step)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  let latestAt = Number.NEGATIVE_INFINITY;
  for (const lease of leases.toSorted((a, b) => a.sequence - b.sequence)) {
    const { sequence, state, forgetAt, poolId, slug, callee, acquiredAt } = lease;
    const enteredAt = acquiredAt ?? forgetAt - leavesAt(QUARTERS, 0);
    const number = slug === undefined ? null : numbers.intern(slug);
    const isOpen = "holdUntil" in lease;
    const isLive = isOpen && lease.liveUntil > now;
    const isLonger = isOpen && (lease.liveUntil > enteredAt + maxCallMs || enteredAt < latestAt);
    const live = isLive ? (isLonger ? 2 : 1) : 0;
    latestAt = Math.max(latestAt, enteredAt);
    insert.run(
      sequence,
      state,
      live,
      poolId === undefined ? null : (keys.get(poolId) ?? null),
      number,
      callee === undefined ? null : calleeKeyOf(callee),
      acquiredAt ?? null,
      enteredAt,
      isOpen ? lease.holdUntil : 0,
      isOpen ? lease.liveUntil : 0,
      isOpen ? (lease.step ?? null) : null,
    );
    if (isLive) {
      numbers.at(number as number).beginCall(lease.liveUntil);
    }
    if (slug !== undefined && acquiredAt !== undefined && state !== "released")
      unbooked.book(slug, slotOf(QUARTERS, acquiredAt), slotOf(MINUTES, acquiredAt));
  }
}

function enterCallees({ connection, numbers, namespace }: Books, records: readonly CalleeRecord[]): void {
  const insert = connection.prepare(
    `INSERT INTO callee (callee, written, reached_number, reached_sequence, reached_at, answered_number, answered_sequence,
      answered_at, calls, used, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const ids = new Map<string, number>();
  const idOf = (slug: string): number => {
    const id = ids.get(slug) ?? numbers.intern(slug);
    ids.set(slug, id);
    return id;
  };
  const columnsOf = (call: CalleeCall | undefined) =>
    call === undefined ? [null, null, null] : [idOf(call[0]), call[1], call[2]];
  for (const { callee, reached, answered, calls = [], used } of records) {
    insert.run(
      calleeKeyOf(callee satisfies E164),
      namespace.nextCalleeWrite(),
      ...columnsOf(reached),
      ...columnsOf(answered),
      calls.length === 0 ? null : JSON.stringify(calls),
      used === undefined ? null : JSON.stringify(used.slugs.map(idOf)),
      used?.at ?? null,
    );
  }
  namespace.addCallees(records.length);
}

function enterPool(books: Books, parts: DefinitionParts, { poolId, policy, numbers, turns }: PoolPart): void {
  const definition = new PoolDefinition(policy, numbers, parts);
  const weights = new Map(numbers.map(({ slug, weight = 1 }) => [slug, weight]));
  const carried = {
    order: turns.order,
    parked: new Set(turns.parked),
    buckets: new Map(
      Object.entries(turns.buckets).map(([name, { starts, ...time }]) => [
        name,
        { ...time, starts: new Map(Object.entries(starts)) },
      ]),
    ),
    learned: turns.learned ?? [],
    weightOf: (slug: string) => weights.get(slug) ?? 1,
  };
  writePool(books, parts, { poolId, definition, turns: carried, draws: undefined });
}
