import type { NamespaceRecord } from "@dialpool/pool-strategies/store-kit";

/** What an export holds. */
export interface RecordCounts {
  readonly pools: number;
  /** Members of pools; a number of two pools counts twice. */
  readonly members: number;
  readonly leases: number;
  readonly callees: number;
  /** Of any kind. */
  readonly all: number;
}

/** Hands records on and counts them. */
export function countRecords(from: AsyncIterable<NamespaceRecord>): {
  readonly records: AsyncIterable<NamespaceRecord>;
  /** Those so far. */
  readonly counts: () => RecordCounts;
} {
  const counts = { pools: 0, members: 0, leases: 0, callees: 0, all: 0 };
  const KEYS = { pool: "pools", member: "members", lease: "leases", callee: "callees" } as const;
  async function* records() {
    for await (const record of from) {
      counts.all++;
      const key = Object.hasOwn(KEYS, record.kind) ? KEYS[record.kind as keyof typeof KEYS] : undefined;
      if (key !== undefined) counts[key]++;
      yield record;
    }
  }
  return { records: records(), counts: () => ({ ...counts }) };
}
