import type { Policy, PoolNumber } from "../types.js";
import type { Turns } from "../usage.js";
import type { NamespaceRecord } from "./namespace-record.js";

/** A pool to be exported. */
export interface ExportedPool {
  readonly poolId: string;
  readonly policy: Policy;
  /** By slug. */
  readonly numbers: readonly PoolNumber[];
  readonly turns: Turns;
}

/** The records of one pool, in the order in which an import wants them. */
export function* poolRecords({ poolId, policy, numbers, turns }: ExportedPool): Generator<NamespaceRecord> {
  const parked = new Set(turns.parked);
  yield { kind: "pool", poolId, policy };
  for (const number of numbers)
    yield { kind: "member", poolId, number, ...(parked.has(number.slug) ? { parked: true } : {}) };
  const buckets = Object.entries(turns.buckets).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [bucket, { base, picks, rate, starts }] of buckets) {
    yield { kind: "bucket", poolId, bucket, base, picks, rate };
    for (const [slug, start] of Object.entries(starts)) yield { kind: "turn", poolId, bucket, slug, start };
  }
  for (const [slug, step, answered, attempted, at] of turns.learned ?? [])
    yield { kind: "learned", poolId, slug, step, answered, attempted, at };
}

/** Adds the last record. */
export async function* withEnd(
  records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>,
): AsyncGenerator<NamespaceRecord, void, undefined> {
  let count = 0;
  for await (const record of records) {
    count++;
    yield record;
  }
  yield { kind: "end", records: count };
}
