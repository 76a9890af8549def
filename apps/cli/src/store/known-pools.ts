import { agentOfPool } from "@dialpool/dialer";
import type { Policy, PoolNumber } from "@dialpool/pool-strategies";
import type { DurablePoolStore, ExportOptions } from "@dialpool/pool-strategies/store-kit";

/** A pool as a store keeps it. */
export interface KnownPool {
  readonly poolId: string;
  readonly policy: Policy;
  /** By slug. */
  readonly numbers: readonly PoolNumber[];
}

/**
 * Reads the agents' pools that a store knows, by id, with their policies and numbers. Of an export these come first; the rest is not
 * read. Of a damaged state, what can be, if somebody wants to be told what cannot. Pools of one number, which the dialer makes where a caller ID is insisted on, are left out: their numbers are in the agent's own.
 */
export async function readKnownPools(
  store: Pick<DurablePoolStore, "exportNamespace">,
  options: ExportOptions = {},
): Promise<readonly KnownPool[]> {
  const pools = new Map<string, { policy: Policy; numbers: PoolNumber[] }>();
  for await (const record of store.exportNamespace(options)) {
    if (record.kind === "pool") {
      if (agentOfPool(record.poolId) === record.poolId)
        pools.set(record.poolId, { policy: record.policy, numbers: [] });
    }
    if (record.kind === "member") pools.get(record.poolId)?.numbers.push(record.number);
    else if (record.kind === "number" || record.kind === "lease" || record.kind === "callee") break;
  }
  return [...pools].map(([poolId, pool]) => ({ poolId, ...pool }));
}
