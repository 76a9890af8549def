import type { Topic } from "../case.js";
import { calleeOf, DAY, HOUR, MINUTE, NOON, numbersOf, QUARTER } from "../fixtures.js";

const SF = calleeOf("415");

export const recordCases: Topic = {
  name: "recorded calls",
  cases: [
    {
      sentence: "a recorded call counts by its own instant",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { maxCallsPerDay: 2 } });
        await desk.record("a", { at: NOON - 2 * DAY });
        await desk.record("a", { at: NOON - 2 * HOUR });
        await desk.record("a", { at: NOON - 30 * MINUTE });
        expect(await desk.usage("a")).toMatchObject({ callsInDay: 2, callsInHour: 1, inFlight: 0 });
        expect(await desk.acquire()).toMatchObject({
          code: "exhausted",
          retryAt: NOON - 2 * HOUR + QUARTER + DAY,
        });
      },
    },
    {
      sentence: "a recorded call of the future counts as one of now",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { affinity: { mode: "sticky", ttlDays: 1 } });
        await desk.record("a", { callee: SF, at: NOON + 5 * HOUR });
        expect((await desk.usage("a")).lastSelectedAt).toEqual(NOON);
        desk.now = NOON + DAY;
        expect((await desk.acquire(SF)).reasons.affinity).toEqual("none");
      },
    },
    {
      sentence: "a recorded call takes a sequence and makes its number the most recently used",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { order: "least-recently-used" });
        expect((await desk.lease()).slug).toEqual("a");
        await desk.record("b", { at: NOON - DAY });
        const lease = await desk.lease();
        expect([lease.slug, lease.sequence]).toEqual(["a", 3]);
      },
    },
    {
      sentence: "a recorded call takes no turn of round-robin",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"));
        await desk.record("a");
        expect(await desk.picks(3)).toEqual("a b a");
      },
    },
    {
      sentence: "the gap runs from the latest call, recorded or selected",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { minGapSeconds: 600 } });
        await desk.record("a", { at: NOON - 5 * MINUTE });
        expect(await desk.acquire()).toMatchObject({ code: "exhausted", retryAt: NOON + 5 * MINUTE });
        await desk.record("a", { at: NOON - 9 * MINUTE });
        expect(await desk.usage("a")).toMatchObject({
          lastSelectedAt: NOON - 5 * MINUTE,
          freeAt: NOON + 5 * MINUTE,
        });
      },
    },
    {
      sentence: "the last call recorded is the callee's latest, whatever its instant",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { affinity: { mode: "sticky" } });
        await desk.record("b", { callee: SF, at: NOON - HOUR });
        await desk.record("c", { callee: SF, at: NOON - 2 * HOUR });
        expect(await desk.pick(SF)).toEqual("c");
      },
    },
    {
      sentence: "a recorded call feeds no rest, no quarantine and no count of failures",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), {
          limits: {
            restAfterFailures: { failures: 1, restMinutes: 60, maxRestingShare: 1 },
            quarantineAfterBlocks: { blocks: 1, withinHours: 24, quarantineDays: 1 },
          },
        });
        await desk.record("a", { outcome: "blocked" });
        expect(await desk.usage("a")).toMatchObject({ failuresInRow: 0, atLimits: [] });
      },
    },
    {
      sentence: "a number in no pool is counted, and gets no turn",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        await desk.record("b");
        await desk.load(numbersOf("a b"), { order: "least-recently-used" });
        const usage = await desk.usage("b");
        expect(usage).toMatchObject({ callsInDay: 1, callsInHour: 1 });
        expect("lastSelectedAt" in usage).toEqual(false);
        await desk.record("a");
        expect(await desk.pick()).toEqual("b");
      },
    },
  ],
};
