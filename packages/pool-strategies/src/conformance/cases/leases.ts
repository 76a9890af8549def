import type { Lease, LeaseState, Settlement } from "../../store.js";
import type { Topic } from "../case.js";
import type { Desk } from "../desk.js";
import { calleeOf, DAY, HOUR, MINUTE, NOON, numberOf, numbersOf, QUARTER, SECOND } from "../fixtures.js";

/** How to bring a new lease into a state. */
const WAYS: Readonly<Record<LeaseState, readonly Settlement["to"][]>> = {
  held: [],
  unknown: ["unknown"],
  placed: ["placed"],
  ended: ["ended"],
  released: ["released"],
};

/** What moves a lease; everything else changes nothing. */
const MOVES: Readonly<Record<LeaseState, readonly LeaseState[]>> = {
  held: ["unknown", "placed", "ended", "released"],
  unknown: ["placed", "ended", "released"],
  placed: ["ended"],
  ended: [],
  released: [],
};

async function leaseIn(desk: Desk, state: LeaseState): Promise<Lease> {
  const lease = await desk.lease();
  for (const to of WAYS[state]) await desk.settle(lease, to);
  return lease;
}

export const leaseCases: Topic = {
  name: "the life of a lease",
  cases: [
    {
      sentence: "a grant holds a lease of the number chosen, with the reasons",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        const selection = await desk.acquire(calleeOf("415"), { holdMs: 5000 });
        const id = selection.ok ? selection.lease.id : undefined;
        expect(typeof id).toEqual("string");
        expect(selection).toEqual({
          ok: true,
          callerId: numberOf("a").number,
          number: numberOf("a"),
          reasons: { affinity: "none", link: "any", step: "any", order: "round-robin", skipped: [] },
          lease: {
            id,
            sequence: 1,
            poolId: "agent",
            slug: "a",
            callee: calleeOf("415"),
            state: "held",
            acquiredAt: NOON,
            holdUntil: NOON + 5000,
          },
        });
      },
    },
    {
      sentence: "leases are numbered 1, 2, 3 … over all pools, refusals left out",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        await desk.load([], {}, { poolId: "other" });
        await desk.load(numbersOf("b"), {}, { poolId: "third" });
        expect((await desk.lease()).sequence).toEqual(1);
        expect(await desk.pick(undefined, { poolId: "other" })).toEqual("pool_empty");
        expect((await desk.lease(undefined, { poolId: "third" })).sequence).toEqual(2);
        expect((await desk.lease()).sequence).toEqual(3);
      },
    },
    ...(Object.keys(WAYS) as LeaseState[]).map((from) => ({
      sentence: `a lease that is ${from} moves to ${MOVES[from].join(", ") || "nothing"} alone`,
      run: async (desk: Desk, expect: (actual: unknown) => { toEqual(expected: unknown): void }) => {
        await desk.load(numbersOf("a"));
        for (const to of ["unknown", "placed", "ended", "released"] as const) {
          const lease = await leaseIn(desk, from);
          const isMove = MOVES[from].includes(to);
          expect(await desk.settle(lease, to)).toEqual({ applied: isMove, state: isMove ? to : from });
          const state = isMove ? to : from;
          expect(await desk.settle(lease, to)).toEqual({ applied: false, state });
        }
      },
    })),
    {
      sentence: "a lease that is not known is not settled",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        await desk.lease();
        for (const id of ["no-such-lease", "", "lease-0", "lease-99", "constructor"])
          expect(await desk.settle({ id }, "placed")).toEqual({ applied: false });
      },
    },
    {
      sentence: "a held lease is overdue at its deadline, not before, and named once",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        const lease = await desk.lease(undefined, { holdMs: 5000 });
        desk.now = NOON + 4999;
        expect(await desk.expire()).toEqual([]);
        desk.now = NOON + 5000;
        expect(await desk.expire()).toEqual([{ ...lease, state: "unknown" }]);
        expect(await desk.expire()).toEqual([]);
        expect(await desk.settle(lease, "unknown")).toEqual({ applied: false, state: "unknown" });
      },
    },
    {
      sentence: "a lease is held for two minutes unless told otherwise",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        expect((await desk.lease()).holdUntil).toEqual(NOON + 2 * MINUTE);
      },
    },
    {
      sentence: "overdue leases are named in the order granted, and only those still held",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"));
        const late = await desk.lease(undefined, { holdMs: HOUR });
        const placed = await desk.lease();
        const soon = await desk.lease(undefined, { holdMs: 1000 });
        await desk.settle(placed, "placed");
        desk.now = NOON + HOUR;
        const overdue = await desk.expire();
        expect(overdue.map(({ id }) => id)).toEqual([late.id, soon.id]);
      },
    },
    {
      sentence:
        "held, unknown and placed leases count against limits and as calls at once; ended ones still count as calls",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        for (const state of ["held", "unknown", "placed", "ended"] as const) await leaseIn(desk, state);
        expect(await desk.usage("a")).toMatchObject({ callsInDay: 4, callsInHour: 4, inFlight: 3 });
      },
    },
    {
      sentence: "a released lease gives its call back, once, but neither its gap nor its turn",
      run: async (desk, expect) => {
        const limits = { maxCallsPerDay: 1, minGapSeconds: 60 };
        await desk.load(numbersOf("a b"), { limits });
        const lease = await desk.lease();
        expect(lease.slug).toEqual("a");
        await desk.settle(lease, "released");
        await desk.settle(lease, "released");
        expect(await desk.usage("a")).toEqual({
          slug: "a",
          callsInDay: 0,
          callsInHour: 0,
          lastSelectedAt: NOON,
          inFlight: 0,
          failuresInRow: 0,
          atLimits: ["min-gap"],
          freeAt: NOON + MINUTE,
        });
        desk.now += MINUTE;
        expect(await desk.picks(3)).toEqual("b a exhausted");
      },
    },
    {
      sentence: "settling in any order, late or repeated counts a call once",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        const lease = await desk.lease();
        for (const to of ["ended", "placed", "unknown", "released", "ended"] as const)
          await desk.settle(lease, to);
        expect(await desk.usage("a")).toMatchObject({ callsInDay: 1, callsInHour: 1, inFlight: 0 });
      },
    },
    {
      sentence: "a lease is live for an hour at most, unless told otherwise, and can be settled after that",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { maxConcurrentCalls: 1 } });
        const lease = await desk.lease();
        await desk.settle(lease, "placed");
        desk.now = NOON + HOUR - 1;
        expect(await desk.pick()).toEqual("exhausted");
        desk.now = NOON + HOUR;
        expect(await desk.usage("a")).toMatchObject({ inFlight: 0, atLimits: [] });
        expect(await desk.settle(lease, "ended", "failed")).toEqual({ applied: true, state: "ended" });
        expect(await desk.usage("a")).toMatchObject({ inFlight: 0, failuresInRow: 1 });
      },
    },
    {
      sentence: "a held lease stays live while it is held, however short calls may be",
      maxCallMs: 10 * SECOND,
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { maxConcurrentCalls: 2 } });
        await desk.lease(undefined, { holdMs: MINUTE });
        const short = await desk.lease(undefined, { holdMs: 5 * SECOND });
        expect(await desk.acquire()).toMatchObject({ retryAt: NOON + 10 * SECOND, atLatest: true });
        desk.now = NOON + 10 * SECOND;
        expect(await desk.usage("a")).toMatchObject({ inFlight: 1, atLimits: [] });
        await desk.settle(short, "ended");
        expect((await desk.usage("a")).inFlight).toEqual(1);
        await desk.lease(undefined, { holdMs: 2 * MINUTE });
        expect(await desk.acquire()).toMatchObject({ retryAt: NOON + MINUTE, atLatest: true });
        desk.now = NOON + MINUTE;
        expect((await desk.usage("a")).inFlight).toEqual(1);
      },
    },
    {
      sentence: "a lease is forgotten when its call has left the rolling day, whatever its state",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        const held = await desk.lease();
        const placed = await desk.lease();
        const ended = await desk.lease();
        await desk.settle(placed, "placed");
        await desk.settle(ended, "ended");
        desk.now = NOON + DAY + QUARTER - 1;
        expect(await desk.settle(ended, "placed")).toEqual({ applied: false, state: "ended" });
        desk.now = NOON + DAY + QUARTER;
        for (const lease of [held, placed, ended])
          expect(await desk.settle(lease, "ended")).toEqual({ applied: false });
        expect(await desk.expire()).toEqual([]);
      },
    },
  ],
};
