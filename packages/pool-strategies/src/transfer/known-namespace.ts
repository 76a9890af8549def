import type { PoolDefinition, PoolStore } from "../store.js";
import type { CarriedRecord, NamespaceHeader, NamespaceRecord } from "../store-kit/namespace-record.js";
import { isPoolStoreError, PoolStoreError } from "../store-kit/pool-store-error.js";
import type { PoolNumber } from "../types.js";
import type { LearnedCount } from "../usage.js";
import { maxCallMsOf } from "../verb-input.js";
import { exportNamespace } from "./transfer-namespace.js";

/** What a namespace knows that call records cannot tell. */
export interface KnownNamespace {
  readonly header: NamespaceHeader;
  readonly pools: readonly PoolDefinition[];
  /** By pool. */
  readonly learned: ReadonlyMap<string, readonly LearnedCount[]>;
  /** Rest, quarantine, failures and blocks of numbers, without their calls. */
  readonly health: readonly CarriedRecord[];
  /** Whether anything was counted in it. */
  readonly hasCalls: boolean;
  /** Leases that may still be settled. */
  readonly openLeases: number;
  /** What could not be read, as sentences. */
  readonly lost: readonly string[];
}

/** What a namespace begins with of which not even the header can be read. */
const NO_HEADER: Omit<NamespaceHeader, "maxCallMs"> = {
  kind: "namespace",
  version: 1,
  now: 0,
  sequence: 0,
  countsCallees: false,
};

/** Sentences that are kept of what could not be read. */
const MAX_LOST = 20;

/**
 * Takes from a store what outlives the counts.
 *
 * @param isDamaged Whether a state that cannot be read as a whole will do: then sequences go on from the highest that is found anywhere.
 */
export async function readKnown(store: PoolStore, isDamaged: boolean): Promise<KnownNamespace> {
  const lost: string[] = [];
  const onLost = (sentence: string) => {
    if (lost.length < MAX_LOST) lost.push(sentence);
  };
  const records = exportNamespace(store, isDamaged ? { onLost } : {});
  let header: NamespaceHeader | undefined;
  let sequence = 0;
  const pools = new Map<string, PoolDefinition & { readonly numbers: PoolNumber[] }>();
  const learned = new Map<string, LearnedCount[]>();
  const health: CarriedRecord[] = [];
  let hasCalls = false;
  let openLeases = 0;
  for await (const record of orLost(records, isDamaged ? onLost : undefined)) {
    if (record.kind === "callee") break;
    if (record.kind === "lease") sequence = Math.max(sequence, record.sequence);
    if (record.kind === "number") sequence = Math.max(sequence, record.lastSequence);
    if (record.kind === "namespace") {
      header = record;
      hasCalls = record.sequence > 0;
    } else if (record.kind === "pool") {
      const { poolId, policy } = record;
      pools.set(poolId, { poolId, policy, numbers: [] });
      learned.set(poolId, []);
    } else if (record.kind === "member") {
      pools.get(record.poolId)?.numbers.push(record.number);
    } else if (record.kind === "learned") {
      const { poolId, slug, step, answered, attempted, at } = record;
      learned.get(poolId)?.push([slug, step, answered, attempted, at]);
    } else if (record.kind === "number") {
      hasCalls ||= record.day.length > 0;
      if (hasHealth(record)) health.push(withoutCalls(record));
    } else if (record.kind === "lease" && "holdUntil" in record) openLeases++;
  }
  if (header === undefined && !isDamaged)
    throw new PoolStoreError("store_corrupt", "The store's export has no header.");
  const known = header ?? { ...NO_HEADER, maxCallMs: maxCallMsOf(undefined) };
  return {
    header: { ...known, sequence: Math.max(known.sequence, sequence) },
    pools: [...pools.values()],
    learned,
    health,
    hasCalls,
    openLeases,
    lost,
  };
}

/** Ends where a store cannot go on, and says so, if somebody wants to be told. */
async function* orLost(
  records: AsyncIterable<NamespaceRecord>,
  onLost: ((sentence: string) => void) | undefined,
): AsyncGenerator<NamespaceRecord> {
  try {
    yield* records;
  } catch (error) {
    if (onLost === undefined || !isPoolStoreError(error, "store_corrupt")) throw error;
    onLost(error.message);
  }
}

function hasHealth({ failuresInRow, restingUntil, quarantinedUntil, blocks }: CarriedRecord): boolean {
  return [failuresInRow, restingUntil, quarantinedUntil, blocks].some((each) => each !== undefined);
}

function withoutCalls({ lastSelectedAt: _, ...record }: CarriedRecord): CarriedRecord {
  return { ...record, day: [], hour: [], lastSequence: 0 };
}
