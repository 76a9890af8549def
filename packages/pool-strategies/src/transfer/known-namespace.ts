import type { PoolDefinition } from "../store.js";
import type { CarriedRecord, NamespaceHeader, NamespaceRecord } from "../store-kit/namespace-record.js";
import { PoolStoreError } from "../store-kit/pool-store-error.js";
import type { PoolNumber } from "../types.js";
import type { LearnedCount } from "../usage.js";

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
}

/** Takes from an export what outlives the counts. */
export async function readKnown(records: AsyncIterable<NamespaceRecord>): Promise<KnownNamespace> {
  let header: NamespaceHeader | undefined;
  const pools = new Map<string, PoolDefinition & { readonly numbers: PoolNumber[] }>();
  const learned = new Map<string, LearnedCount[]>();
  const health: CarriedRecord[] = [];
  let hasCalls = false;
  let openLeases = 0;
  for await (const record of records) {
    if (record.kind === "callee") break;
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
  if (header === undefined) throw new PoolStoreError("store_corrupt", "The store's export has no header.");
  return { header, pools: [...pools.values()], learned, health, hasCalls, openLeases };
}

function hasHealth({ failuresInRow, restingUntil, quarantinedUntil, blocks }: CarriedRecord): boolean {
  return [failuresInRow, restingUntil, quarantinedUntil, blocks].some((each) => each !== undefined);
}

function withoutCalls({ lastSelectedAt: _, ...record }: CarriedRecord): CarriedRecord {
  return { ...record, day: [], hour: [], lastSequence: 0 };
}
