import { geography } from "../../src/geo/index.js";
import {
  createMemoryStore,
  type MemoryStore,
  type MemoryStoreOptions,
  parsePolicy,
} from "../../src/index.js";
import type { AcquireRequest, Selection } from "../../src/store.js";
import type { E164, Policy, PolicyInput, PoolNumber } from "../../src/types.js";
import { calleeOf, NOON } from "./numbers.js";
import { noDraw } from "./random.js";

export const POOL_ID = "agent-1";

/** A policy without limits but those given, so that a test meets the one it is about. */
export function bare(policy: PolicyInput = {}): Policy {
  return parsePolicy({ ...policy, limits: { ...NO_LIMITS, ...policy.limits } });
}

const NO_LIMITS: NonNullable<PolicyInput["limits"]> = {
  maxCallsPerDay: null,
  minGapSeconds: null,
  warmUp: null,
  restAfterFailures: null,
  quarantineAfterBlocks: null,
  maxCallsPerCallee: null,
};

/** A memory store with one pool loaded, under a policy without limits but those given. */
export function storeWith(
  numbers: readonly PoolNumber[],
  policy: PolicyInput = {},
  options: MemoryStoreOptions = {},
): MemoryStore {
  const store = createMemoryStore({ geography, ...options });
  store.load({ poolId: POOL_ID, numbers, policy: bare(policy) }, { now: NOON, random: () => 0.5 });
  return store;
}

/** Acquires for a callee, by default at noon. */
export function acquire(store: MemoryStore, callee: E164, rest: Partial<AcquireRequest> = {}): Selection {
  return store.acquire({ poolId: POOL_ID, callee, now: NOON, random: noDraw, ...rest });
}

/** Acquires for `count` callees, from line `from` on of one area code; the slugs, or why not. */
export function acquireMany(
  store: MemoryStore,
  count: number,
  { from = 0, ...rest }: Partial<AcquireRequest> & { readonly from?: number } = {},
): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const selection = acquire(store, calleeOf("305", from + index), rest);
    return selection.ok ? selection.lease.slug : selection.code;
  });
}

/** The lease id of a selection that must have been granted. */
export function leaseIdOf(selection: Selection): string {
  if (!selection.ok) throw new Error(`refused: ${selection.code}`);
  return selection.lease.id;
}
