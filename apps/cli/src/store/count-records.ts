import { agentOfPool } from "@dialpool/dialer";
import type { NamespaceRecord } from "@dialpool/pool-strategies/store-kit";

/** What an export holds. */
export interface RecordCounts {
  /** Of agents: those of one number, which the dialer makes where a caller ID is insisted on, are left out. */
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
      const isOfAgent = !("poolId" in record) || agentOfPool(record.poolId) === record.poolId;
      if (key !== undefined && (isOfAgent || key === "leases" || key === "callees")) counts[key]++;
      yield record;
    }
  }
  return { records: records(), counts: () => ({ ...counts }) };
}
