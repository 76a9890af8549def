import {
  createMemoryStore,
  type MemoryStore,
  type OrderName,
  type PoolNumber,
  parsePolicy,
} from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import type { Outcome, Subject } from "./measure.js";
import { type BenchCall, type Callees, createCalls, createNumbers, START, seededRandom } from "./workload.js";

const POOL_ID = "bench";
const DAY_MS = 86_400_000;
const SEED = 20_261_124;

export const LIMITS = { maxCallsPerDay: 75, maxCallsPerHour: 15, minGapSeconds: 1.2 } as const;

/** Tags, local presence, limits of day and hour, minimum gap, sticky, weighted order; the other limits at their defaults. */
const POLICY = parsePolicy({
  affinity: "sticky",
  route: {
    tags: ["brand"],
    localPresence: ["area-code", "overlay", "near", "region", "country", "any"],
  },
  order: "weighted-round-robin",
  // 10,000 people are called far more often than anybody may be: the limit of the callee would refuse.
  limits: { ...LIMITS, maxCallsPerCallee: null },
});

const NO_LIMITS = {
  maxCallsPerDay: null,
  minGapSeconds: null,
  warmUp: null,
  restAfterFailures: null,
  quarantineAfterBlocks: null,
  maxCallsPerCallee: null,
};

export interface SubjectOptions {
  readonly size: number;
  readonly callees: Callees;
  /** Share of the numbers that are parked for longer than the benchmark lasts, 0 to 1. */
  readonly parked?: number;
  /** How many numbers the calls are for, by default all. */
  readonly busy?: number;
}

/** The calls that subjects of these options are asked to place. */
export function callsFor({ size, callees, busy = size }: SubjectOptions): () => BenchCall {
  return createCalls(callees, busy, seededRandom(SEED));
}

/** A store that has loaded the numbers under the full policy. */
export function loadStore(numbers: readonly PoolNumber[]): MemoryStore {
  const store = createMemoryStore({ geography });
  store.load({ poolId: POOL_ID, numbers, policy: POLICY }, { now: START });
  return store;
}

/** The same with a share of the numbers parked at random, each until an instant of its own. */
function storeWithParked(size: number, parked: number): MemoryStore {
  const numbers = createNumbers(size);
  const store = loadStore(numbers);
  const random = seededRandom(SEED);
  for (const [index, { slug }] of numbers.entries()) {
    if (random() < parked) store.flag({ slug, until: START + 3_650 * DAY_MS + index, now: START });
  }
  return store;
}

/** The memory store under the full policy: one acquire and one settle. */
export function storeSubject(options: SubjectOptions): Subject {
  return pairOf(storeWithParked(options.size, options.parked ?? 0), callsFor(options));
}

/** The memory store with everything switched off but the order. */
export function bareSubject(order: Exclude<OrderName, "custom">, size: number): Subject {
  const store = createMemoryStore();
  const policy = parsePolicy({ affinity: "off", order, limits: NO_LIMITS });
  const random = seededRandom(SEED);
  store.load({ poolId: POOL_ID, numbers: createNumbers(size), policy }, { now: START, random });
  return pairOf(store, callsFor({ size, callees: "recurring" }), random);
}

function pairOf(store: MemoryStore, next: () => BenchCall, random: () => number = () => 0): Subject {
  return () => {
    const { callee, tags, outcome, now } = next();
    const selection = store.acquire({ poolId: POOL_ID, callee, tags, now, random });
    if (!selection.ok) return REFUSED;
    store.settle({ leaseId: selection.lease.id, to: "ended", outcome, now });
    return selection.reasons.affinity === "kept" ? KEPT : GRANTED;
  };
}

/** What it costs to make the calls, without a store: part of every other figure. */
export function workloadSubject(options: SubjectOptions): Subject {
  const next = callsFor(options);
  return () => (next().now > 0 ? GRANTED : REFUSED);
}

export const REFUSED: Outcome = { isGranted: false, isKept: false };
export const GRANTED: Outcome = { isGranted: true, isKept: false };
export const KEPT: Outcome = { isGranted: true, isKept: true };

/** The numbers, for subjects that keep no pool. */
export function numbersOf(size: number): readonly PoolNumber[] {
  return createNumbers(size);
}
