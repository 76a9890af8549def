import { createMemoryStore } from "../memory-store.js";
import type { MaybePromise, PoolStore } from "../store.js";
import { copyNamespace } from "../transfer/transfer-namespace.js";
import type { OrderRules, Policy } from "../types.js";
import type { CreateStore } from "./describe-pool-store.js";
import { conformanceExtensions } from "./extensions.js";
import { DAY, HOUR, type PolicyParts, policyOf } from "./fixtures.js";
import type { AgedNumber, History, LoadCommand, Step } from "./history.js";
import { conformancePlaces } from "./places.js";
import { runTransfer } from "./run-transfer.js";
import { seededRandom } from "./seeded-random.js";
import type { TestFunctions } from "./test-functions.js";

/** How large the pools are, and what a store may say of itself. */
export interface ScaleOptions {
  /** Numbers of the pool. Default 100,000. */
  readonly numbers?: number;
  /** Calls asked for after each change. Default 200. */
  readonly picks?: number;
  /** Called after each test, to close what the store holds. */
  readonly close?: (store: PoolStore) => MaybePromise<void>;
  /** For how long one test may run, ms. Default 600,000. */
  readonly timeoutMs?: number;
}

/** 24 November 2026, 10:00 in New York, where the day ends at 5:00 UTC. */
const START_AT = 1_795_532_400_000;
const RESET_AT = 1_795_582_800_000;
const ORDERS = [
  "weighted-round-robin",
  "weighted-random",
  "random",
  "least-recently-used",
] as const satisfies readonly OrderRules["name"][];
const AREA_CODES = ["415", "628", "510", "213", "212", "917", "604"];

/**
 * Declares the tests of a store with one large pool: everybody at a limit, everybody awake again at the
 * reset of a calendar, changes of the policy that alter who is parked, changes of the pool.
 *
 * State comes about in a memory store and is taken over, so the store must be able to import. Every answer after
 * that is compared with the memory store's: selections, refusals, reports of loads, and the usage of all numbers.
 */
export function describePoolStoreAtScale(
  { describe, it }: TestFunctions,
  name: string,
  createStore: CreateStore,
  { numbers = 100_000, picks = 200, close, timeoutMs = 600_000 }: ScaleOptions = {},
): void {
  const setup = { geography: conformancePlaces, extensions: conformanceExtensions };
  const compare = async ({ before, after }: ScaleCase) => {
    const store = await createStore(setup);
    try {
      const history: History = { startAt: START_AT, steps: [...before, ...after] };
      await runTransfer(createMemoryStore(setup), store, history, before.length, copyNamespace, {
        comparesStates: false,
      });
    } finally {
      await close?.(store);
    }
  };

  describe(`${name} with a pool of ${numbers} numbers`, () => {
    const pool = new LargePool(numbers, picks);
    for (const order of ORDERS) {
      it(
        `wakes all of them at the reset of a calendar, under ${order}`,
        () => compare(massWakeUp(pool, order)),
        timeoutMs,
      );
    }
    it("parks and wakes them as policies change", () => compare(policyChanges(pool)), timeoutMs);
    it("keeps up with a pool that changes while they are parked", () => compare(poolEdits(pool)), timeoutMs);
  });
}

/** What comes before the store under test takes over, and after. */
interface ScaleCase {
  readonly before: readonly Step[];
  readonly after: readonly Step[];
}

/** Makes steps for a large pool. */
class LargePool {
  readonly size: number;
  readonly #picks: number;
  readonly #random = seededRandom(5);

  constructor(size: number, picks: number) {
    this.size = size;
    this.#picks = picks;
  }

  /** Numbers from one index up to another. */
  numbers(from: number, to: number): readonly AgedNumber[] {
    return Array.from({ length: to - from }, (_, offset) => {
      const index = from + offset;
      const digits = String(index).padStart(7, "0");
      const areaCode = AREA_CODES[index % AREA_CODES.length] as string;
      const number = { number: `+1${areaCode}${digits}`, sid: null, slug: `n-${digits}` };
      return index % 10 === 0 ? { ...number, weight: 2.5 } : number;
    });
  }

  load(numbers: readonly AgedNumber[], parts: PolicyParts, afterMs = 0): Step {
    const policy: Policy = policyOf({ route: { localPresence: ["area-code", "any"] }, ...parts });
    const command: LoadCommand = { kind: "load", poolId: "agent", numbers, policy, seed: 7 };
    return { afterMs, command };
  }

  /** One call for each of the numbers, made elsewhere, all within a second. */
  calls(numbers: readonly AgedNumber[]): readonly Step[] {
    return numbers.map(({ slug }, index) => {
      const callee = `+1646${String(index % 1000).padStart(7, "0")}` as const;
      return { afterMs: 0, command: { kind: "record", slug, callee, agoMs: index % 1000 } };
    });
  }

  /** Calls that are asked for, some of them ended. */
  picks(count = this.#picks): readonly Step[] {
    return Array.from({ length: count }, (_, index): Step => {
      if (index % 3 === 2)
        return { afterMs: 1, command: { kind: "settle", back: index % 2, to: "ended", outcome: "answered" } };
      const areaCode = AREA_CODES[Math.floor(this.#random() * AREA_CODES.length)] as string;
      const callee = `+1${areaCode}${String(9_000_000 + Math.floor(this.#random() * 500_000))}` as const;
      const draws = [this.#random(), this.#random()] as const;
      return { afterMs: 5, command: { kind: "acquire", poolId: "agent", callee, tags: {}, draws } };
    });
  }

  usage(): Step {
    return { afterMs: 0, command: { kind: "usage", poolId: "agent" } };
  }
}

const CALENDAR = { timeZone: "America/New_York" };

function massWakeUp(pool: LargePool, order: (typeof ORDERS)[number]): ScaleCase {
  const numbers = pool.numbers(0, pool.size);
  const load = pool.load(numbers, { order, limits: { maxCallsPerDay: 1, window: CALENDAR } });
  return {
    before: [load, ...pool.calls(numbers)],
    after: [
      ...pool.picks(3),
      pool.usage(),
      { afterMs: RESET_AT - START_AT - 1000, command: { kind: "expire" } },
      ...pool.picks(3),
      { afterMs: 1000, command: { kind: "expire" } },
      ...pool.picks(),
      // The same again a day later: what was picked in between is not all alike any more.
      { afterMs: DAY, command: { kind: "expire" } },
      ...pool.picks(),
    ],
  };
}

function policyChanges(pool: LargePool): ScaleCase {
  const numbers = pool.numbers(0, pool.size);
  const loadWith = (limits: PolicyParts["limits"] = {}, afterMs = 0) =>
    pool.load(numbers, { order: "weighted-round-robin", limits }, afterMs);
  const half = numbers.slice(0, Math.floor(pool.size / 2));
  const quarter = numbers.slice(0, Math.floor(pool.size / 4));
  return {
    before: [loadWith({ maxCallsPerDay: 3 }), ...pool.calls(half), ...pool.calls(quarter)],
    after: [
      ...pool.picks(),
      loadWith({ maxCallsPerDay: 2 }),
      ...pool.picks(),
      loadWith({ maxCallsPerDay: 1, whenExhausted: "overflow" }),
      ...pool.picks(),
      pool.usage(),
      loadWith({ maxCallsPerDay: 1, window: CALENDAR, minGapSeconds: 3600 }, HOUR / 2),
      ...pool.picks(),
      loadWith({}),
      ...pool.picks(),
      loadWith({ maxCallsPerDay: 1 }, DAY),
      ...pool.picks(),
    ],
  };
}

function poolEdits(pool: LargePool): ScaleCase {
  const tenth = Math.ceil(pool.size / 10);
  const numbers = pool.numbers(0, pool.size);
  const parts: PolicyParts = {
    order: "weighted-random",
    limits: { maxCallsPerDay: 1, window: CALENDAR },
  };
  const shifted = pool.numbers(3 * tenth, pool.size + tenth);
  const heavier = shifted.map((number, index) => (index % 7 === 0 ? { ...number, weight: 9 } : number));
  return {
    before: [pool.load(numbers, parts), ...pool.calls(numbers)],
    after: [
      ...pool.picks(3),
      pool.load(shifted, parts),
      ...pool.picks(),
      pool.load(heavier, parts, HOUR),
      ...pool.picks(),
      { afterMs: RESET_AT - START_AT - HOUR, command: { kind: "expire" } },
      ...pool.picks(),
      // Those that left come back with what they carried.
      pool.load(numbers, parts),
      ...pool.picks(),
      pool.load([], parts),
      ...pool.picks(3),
      pool.load(numbers, { ...parts, order: "least-used" }),
      ...pool.picks(),
    ],
  };
}
