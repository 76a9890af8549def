import { calleeKeyOf, checkInstant } from "../check-input.js";
import { rejectInput } from "../errors.js";
import type { Extensions } from "../extensions.js";
import { Namespace } from "../namespace.js";
import type { PoolDefinition, PoolStore } from "../store.js";
import type { CarriedRecord } from "../store-kit/namespace-record.js";
import { withEnd } from "../store-kit/namespace-records.js";
import { PoolStoreError } from "../store-kit/pool-store-error.js";
import type { Geography } from "../types.js";
import type { Turns } from "../usage.js";
import { restoreNumber } from "../usage-snapshot.js";
import { type CallHistory, readCallHistory } from "./call-history.js";
import type { CallRecord } from "./call-record.js";
import { type KnownNamespace, readKnown } from "./known-namespace.js";
import { namespaceRecords } from "./memory-namespace.js";
import { exportNamespace, importNamespace } from "./transfer-namespace.js";

/** How a namespace is rebuilt. */
export interface RebuildOptions {
  /** The caller's time, epoch ms. */
  readonly now: number;
  /** The pools to load, for a namespace without any. Default: those that the namespace has. */
  readonly pools?: readonly PoolDefinition[];
  /** What policies need: those that the store was made with. */
  readonly geography?: Geography;
  readonly extensions?: Extensions;
  /** Uniform in [0, 1); asked once for each number by the order `weighted-random` alone. */
  readonly random?: () => number;
  /** Gives up what the namespace has counted so far, and what cannot be read of it. Default `false`: one that has calls is left as it is. */
  readonly replace?: boolean;
}

/** What a rebuild did. */
export interface RebuildReport extends Pick<CallHistory, "skipped" | "unknownNumbers"> {
  readonly pools: number;
  /** Calls that were entered. */
  readonly recorded: number;
  /** Among them those that began later than `now` by their records: entered as of now. */
  readonly ahead: number;
  /** Slugs that at least one call was entered for. */
  readonly numbers: number;
  readonly callees: number;
  /** When the first and the last of the calls began, epoch ms; absent without any. */
  readonly firstAt?: number;
  readonly lastAt?: number;
  /** Slugs whose quarantine was known and is kept, sorted. */
  readonly quarantined: readonly string[];
  /** Leases that might still have been settled, and are known no more. */
  readonly lostLeases: number;
  /** What could not be read of a damaged namespace, and is gone, as sentences: the first 20. */
  readonly lost: readonly string[];
}

/** What call records do not tell, as sentences: whoever rebuilds a namespace should know. */
export const notRebuilt: readonly string[] = [
  "Calls in flight count against the limits of day, hour and gap, but not as calls at once: leases are gone.",
  "Turns begin anew: round-robin and weighted orders with the first number, least recently used by the calls entered.",
  "Which numbers were used for a callee, as the affinity `fresh` remembers it, begins anew.",
  "Rests, quarantines, failures in a row and what `answer-rate` learned are kept as the namespace knows them; of calls since then, and where it was lost, they are gone.",
];

/**
 * Rebuilds a namespace from the vendor's call records: usage of numbers, callees' earlier caller IDs and how
 * often they were called.
 *
 * All is put together in memory and taken over by the store at once, so a failure on the way changes nothing. Let nobody
 * dial meanwhile: what the store counts between the beginning and the end is lost. Ids of leases go on from
 * where they were.
 *
 * With `replace` and `pools` a namespace that is damaged is made anew too: what can be read of it is kept as of a sound one, and the report says what could not be.
 *
 * @param records What `list-calls` gives of every agent that the numbers serve, in any order; from as long ago as
 *   {@link recordsNeededSince} tells. A call may come more than once.
 * @throws PoolStoreError `namespace_not_empty` when it has calls and `replace` is not set, or got some meanwhile.
 * @throws PolicyError when a pool needs a geography or an extension that is not given.
 * @throws InvalidInputError when there is no pool.
 */
export async function rebuildNamespace(
  store: PoolStore,
  records: AsyncIterable<CallRecord> | Iterable<CallRecord>,
  options: RebuildOptions,
): Promise<RebuildReport> {
  const { now: callerNow, geography, extensions, random, replace = false } = options;
  checkInstant(callerNow);
  const known = await readKnown(store, replace && options.pools !== undefined);
  checkUnused(known, options);
  const pools = options.pools ?? known.pools;
  if (pools.length === 0) rejectInput("pools", "There is no pool to rebuild. Load the pools, or pass them.");
  const history = await readCallHistory(
    records,
    pools.flatMap(({ numbers }) => numbers),
  );

  const now = Math.max(callerNow, known.header.now);
  const { maxCallMs, sequence: last } = known.header;
  const namespace = new Namespace({
    geography,
    extensions,
    maxCallees: history.calls.length,
    maxCallMs,
    now,
    sequence: last,
  });
  const loadOptions = random === undefined ? { now } : { now, random };
  for (const record of known.health) restoreNumber(namespace, record.slug, record);
  for (const pool of pools) namespace.load(pool, loadOptions, turnsOf(pool, known));
  namespace.countsCallees ||= known.header.countsCallees;
  for (const { slug, callee, at, outcome } of history.calls) {
    const sequence = namespace.record(slug, calleeKeyOf(callee), Math.min(at, now), outcome === "answered");
    namespace.leases.skip(sequence, now);
  }
  if (!replace) await checkStillUnused(store, known);
  await importNamespace(store, withEnd(namespaceRecords(namespace, { maxCallMs })), {
    replace: replace || options.pools === undefined,
  });
  return reportOf(known, pools, history, now);
}

/** @throws PoolStoreError `namespace_not_empty` */
function checkUnused({ hasCalls, pools }: KnownNamespace, { replace, pools: given }: RebuildOptions): void {
  if (replace) return;
  if (hasCalls) {
    throw new PoolStoreError(
      "namespace_not_empty",
      "The namespace has counted calls already, and would count them twice. Set `replace` to give up what it counted.",
    );
  }
  if (given !== undefined && pools.length > 0) {
    throw new PoolStoreError(
      "namespace_not_empty",
      "The namespace has pools already. Leave `pools` out to rebuild those, or set `replace`.",
    );
  }
}

/** @throws PoolStoreError `namespace_not_empty` when calls were counted since it was read. */
async function checkStillUnused(store: PoolStore, { header }: KnownNamespace): Promise<void> {
  for await (const record of exportNamespace(store)) {
    if (record.kind === "namespace" && record.sequence === header.sequence) return;
    throw new PoolStoreError(
      "namespace_not_empty",
      "Calls were counted while the records were read. Let nobody dial meanwhile, and set `replace` to give up what was counted.",
    );
  }
}

/** What an order learned is kept, as long as it is the pool's order. */
function turnsOf({ poolId }: PoolDefinition, { learned }: KnownNamespace): Turns | undefined {
  const counts = learned.get(poolId) ?? [];
  return counts.length === 0 ? undefined : { order: "answer-rate", parked: [], buckets: {}, learned: counts };
}

function reportOf(
  { health, openLeases, lost }: KnownNamespace,
  pools: readonly PoolDefinition[],
  { calls, skipped, unknownNumbers }: CallHistory,
  now: number,
): RebuildReport {
  const [first] = calls;
  const last = calls.at(-1);
  const isQuarantined = ({ quarantinedUntil }: CarriedRecord) =>
    quarantinedUntil === null || (quarantinedUntil ?? 0) > now;
  return {
    pools: pools.length,
    recorded: calls.length,
    ahead: calls.filter(({ at }) => at > now).length,
    skipped,
    unknownNumbers,
    numbers: new Set(calls.map(({ slug }) => slug)).size,
    callees: new Set(calls.map(({ callee }) => callee)).size,
    ...(first === undefined ? {} : { firstAt: first.at }),
    ...(last === undefined ? {} : { lastAt: last.at }),
    quarantined: health
      .filter(isQuarantined)
      .map(({ slug }) => slug)
      .sort(),
    lostLeases: openLeases,
    lost,
  };
}
