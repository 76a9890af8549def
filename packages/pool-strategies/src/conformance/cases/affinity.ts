import type { Topic } from "../case.js";
import { calleeOf, DAY, HOUR, MINUTE, NOON, numberOf, numbersOf } from "../fixtures.js";

const SF = calleeOf("415");
const sticky = { mode: "sticky" } as const;
const onceAnswered = { mode: "sticky-once-answered" } as const;

export const affinityCases: Topic = {
  name: "affinity",
  cases: [
    {
      sentence: "sticky: a callee keeps the number of the latest call that reached it",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { affinity: sticky });
        await desk.picks(1);
        await desk.call("no-answer", SF);
        await desk.picks(2);
        const selection = await desk.acquire(SF);
        expect(selection).toMatchObject({ ok: true, lease: { slug: "b" } });
        expect(selection.reasons).toEqual({
          affinity: "kept",
          previous: "b",
          link: "any",
          step: "any",
          order: "round-robin",
          skipped: [],
        });
      },
    },
    {
      sentence:
        "sticky: held and released calls have not reached the callee; unknown, placed and ended ones have",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c d e f"), { affinity: sticky });
        const table = [
          ["held", "none"],
          ["released", "none"],
          ["unknown", "kept"],
          ["placed", "kept"],
          ["ended", "kept"],
        ] as const;
        for (const [index, [state, affinity]] of table.entries()) {
          const callee = calleeOf("415", 60 + index);
          const lease = await desk.lease(callee);
          if (state !== "held") await desk.settle(lease, state);
          expect((await desk.acquire(callee)).reasons).toMatchObject({ affinity });
        }
      },
    },
    {
      sentence: "sticky: a held call has reached the callee once it is overdue and expired",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { affinity: sticky });
        await desk.lease(SF);
        desk.now += 2 * MINUTE;
        expect((await desk.acquire(SF)).reasons.affinity).toEqual("none");
        await desk.expire();
        // The second is still held.
        expect(await desk.pick(SF)).toEqual("a");
      },
    },
    {
      sentence: "sticky: what is learned late of an earlier call does not replace a later one",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { affinity: sticky });
        const [first, second] = [await desk.lease(SF), await desk.lease(SF)];
        await desk.settle(second, "placed");
        await desk.settle(first, "placed");
        expect(await desk.pick(SF)).toEqual("b");
      },
    },
    {
      sentence: "sticky: the call is remembered over pools, and for so many days",
      run: async (desk, expect) => {
        const affinity = { ...sticky, ttlDays: 2 };
        await desk.load(numbersOf("a b"), { affinity });
        await desk.load(numbersOf("b"), {}, { poolId: "other" });
        await desk.call("no-answer", SF, { poolId: "other" });
        desk.now = NOON + 2 * DAY - 1;
        expect((await desk.acquire(SF)).reasons).toMatchObject({ affinity: "kept", previous: "b" });
        desk.now = NOON + 2 * DAY;
        const { affinity: outcome, previous } = (await desk.acquire(SF)).reasons;
        expect([outcome, previous]).toEqual(["none", undefined]);
      },
    },
    {
      sentence:
        "sticky: its turn is charged where the chain first holds the number, and it is the most recently used",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { affinity: sticky });
        await desk.load(numbersOf("a b"), { order: "least-recently-used" }, { poolId: "other" });
        await desk.record("a", { callee: SF });
        await desk.record("b");
        expect(await desk.picks(1, { poolId: "other" })).toEqual("a");
        // Turns: a twice by affinity, so b comes next.
        expect([await desk.pick(SF), await desk.pick(SF)]).toEqual(["a", "a"]);
        expect(await desk.picks(1, { poolId: "other" })).toEqual("b");
        expect(await desk.picks(3)).toEqual("b b a");
      },
    },
    {
      sentence: "sticky: a number that left the pool, or that the route does not allow, is gone",
      run: async (desk, expect) => {
        await desk.load([...numbersOf("a"), numberOf("b", { areaCode: "212" })], {
          affinity: sticky,
          route: { localPresence: ["area-code"] },
        });
        for (const slug of ["z", "b"]) {
          await desk.record(slug, { callee: SF });
          const selection = await desk.acquire(SF);
          expect(selection).toMatchObject({
            ok: true,
            lease: { slug: "a" },
            reasons: { affinity: "gone", previous: slug, link: "ac:415" },
          });
        }
      },
    },
    {
      sentence: "sticky: or the call is refused, where the policy says so",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { affinity: { ...sticky, whenGone: "refuse" } });
        await desk.record("z", { callee: SF });
        expect(await desk.acquire(SF)).toEqual({
          ok: false,
          code: "sticky_gone",
          reasons: { affinity: "gone", previous: "z", order: "round-robin", skipped: [] },
        });
        expect(await desk.pick()).toEqual("a");
      },
    },
    {
      sentence: "sticky: a number at a limit is passed over",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { affinity: sticky, limits: { minGapSeconds: 60 } });
        await desk.call("answered", SF);
        expect(await desk.acquire(SF)).toMatchObject({
          lease: { slug: "b" },
          reasons: { affinity: "at_limit", previous: "a", link: "any" },
        });
        expect(await desk.acquire(SF)).toMatchObject({
          code: "exhausted",
          reasons: { affinity: "at_limit", previous: "a" },
        });
      },
    },
    {
      sentence: "sticky: or waited for, if it is free within so many hours",
      run: async (desk, expect) => {
        const affinity = { ...sticky, whenAtLimit: "wait", maxWaitHours: 1 } as const;
        await desk.load(numbersOf("a b"), { affinity });
        await desk.record("a", { callee: SF });
        await desk.flag("a", NOON + 2 * HOUR);
        expect((await desk.acquire(SF)).reasons).toMatchObject({ affinity: "at_limit", link: "any" });
        desk.now = NOON + HOUR;
        expect(await desk.acquire(SF)).toEqual({
          ok: false,
          code: "sticky_at_limit",
          retryAt: NOON + 2 * HOUR,
          reasons: { affinity: "at_limit", previous: "a", order: "round-robin", skipped: [] },
        });
        desk.now = NOON + 2 * HOUR;
        expect(await desk.pick(SF)).toEqual("a");
        await desk.flag("a", null);
        expect(await desk.pick(SF)).toEqual("b");
      },
    },
    {
      sentence: "sticky: a wait is over when the call is remembered no more",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { affinity: { ...sticky, whenAtLimit: "wait", ttlDays: 1 } });
        await desk.record("a", { callee: SF, at: NOON - 20 * HOUR });
        await desk.flag("a", NOON + 10 * HOUR);
        expect(await desk.acquire(SF)).toMatchObject({ code: "sticky_at_limit", retryAt: NOON + 4 * HOUR });
        desk.now = NOON + 4 * HOUR - 1;
        expect(await desk.pick(SF)).toEqual("sticky_at_limit");
        desk.now = NOON + 4 * HOUR;
        expect(await desk.pick(SF)).toEqual("b");
      },
    },
    {
      sentence: "sticky: a wait for a call in flight is one at latest",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), {
          affinity: { ...sticky, whenAtLimit: "wait" },
          limits: { maxConcurrentCalls: 1 },
        });
        const lease = await desk.lease(SF);
        await desk.settle(lease, "placed");
        expect(await desk.acquire(SF)).toMatchObject({
          code: "sticky_at_limit",
          retryAt: NOON + HOUR,
          atLatest: true,
        });
        await desk.settle(lease, "ended");
        expect(await desk.pick(SF)).toEqual("a");
      },
    },
    {
      sentence: "sticky-once-answered: the number of the latest answered call, whatever was tried since",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { affinity: onceAnswered });
        await desk.call("no-answer", SF);
        expect((await desk.acquire(SF)).reasons.affinity).toEqual("none");
        await desk.call("answered", SF);
        await desk.record("a", { callee: SF, outcome: "voicemail" });
        expect((await desk.acquire(SF)).reasons).toMatchObject({ affinity: "kept", previous: "c" });
      },
    },
    {
      sentence: "sticky-once-answered: an earlier call answered late does not replace a later one",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { affinity: onceAnswered });
        const [first, second] = [await desk.lease(SF), await desk.lease(SF)];
        await desk.settle(second, "ended", "answered");
        await desk.settle(first, "ended", "answered");
        expect(await desk.pick(SF)).toEqual("b");
      },
    },
    {
      sentence: "sticky-once-answered: its time to live runs from the answered call",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { affinity: { ...onceAnswered, ttlDays: 1 } });
        await desk.record("b", { callee: SF, outcome: "answered", at: NOON - HOUR });
        await desk.record("a", { callee: SF, outcome: "no-answer" });
        desk.now = NOON + DAY - HOUR - 1;
        expect(await desk.pick(SF)).toEqual("b");
        desk.now = NOON + DAY - HOUR;
        expect((await desk.acquire(SF)).reasons.affinity).toEqual("none");
      },
    },
    {
      sentence: "off: earlier calls do not matter",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"));
        await desk.call("answered", SF);
        const { affinity, previous } = (await desk.acquire(SF)).reasons;
        expect([affinity, previous]).toEqual(["none", undefined]);
      },
    },
  ],
};
