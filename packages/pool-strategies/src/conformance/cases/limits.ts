import type { Topic } from "../case.js";
import { DAY, HOUR, MINUTE, NOON, numberOf, numbersOf, QUARTER, SECOND } from "../fixtures.js";

export const limitCases: Topic = {
  name: "limits of a number",
  cases: [
    {
      sentence: "calls-per-day: grants as many as the limit, then refuses",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { limits: { maxCallsPerDay: 2 } });
        expect(await desk.picks(5)).toEqual("a b a b exhausted");
        expect(await desk.usage("a")).toMatchObject({
          callsInDay: 2,
          atLimits: ["calls-per-day"],
          freeAt: NOON + QUARTER + DAY,
        });
      },
    },
    {
      sentence: "calls-per-hour: likewise by the hour",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { maxCallsPerHour: 2 } });
        expect(await desk.picks(3)).toEqual("a a exhausted");
        expect(await desk.usage("a")).toMatchObject({
          atLimits: ["calls-per-hour"],
          freeAt: NOON + MINUTE + HOUR,
        });
      },
    },
    {
      sentence: "a limit of 0 is never free, under either rule",
      run: async (desk, expect) => {
        for (const window of ["rolling", { timeZone: "Etc/UTC" }] as const) {
          for (const limits of [{ maxCallsPerDay: 0 }, { maxCallsPerHour: 0 }]) {
            await desk.load(numbersOf("a"), { limits: { ...limits, window } });
            const selection = await desk.acquire();
            expect(selection).toMatchObject({ code: "exhausted" });
            expect("retryAt" in selection).toEqual(false);
            expect("freeAt" in (await desk.usage("a"))).toEqual(false);
          }
        }
      },
    },
    {
      sentence: "min-gap: holds from one call to the next, to the millisecond",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { minGapSeconds: 1.2 } });
        await desk.lease();
        expect(await desk.acquire()).toMatchObject({ code: "exhausted", retryAt: NOON + 1200 });
        desk.now = NOON + 1199;
        expect(await desk.pick()).toEqual("exhausted");
        expect((await desk.usage("a")).atLimits).toEqual(["min-gap"]);
        desk.now = NOON + 1200;
        expect(await desk.pick()).toEqual("a");
      },
    },
    {
      sentence: "concurrent-calls: free when a call ends, or at the latest when leases stop being live",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { maxConcurrentCalls: 2 } });
        const first = await desk.lease();
        desk.now += MINUTE;
        await desk.lease();
        const refusal = { code: "exhausted", retryAt: NOON + HOUR, atLatest: true };
        expect(await desk.acquire()).toMatchObject(refusal);
        expect(await desk.usage("a")).toMatchObject({
          inFlight: 2,
          atLimits: ["concurrent-calls"],
          freeAt: NOON + HOUR,
        });
        await desk.settle(first, "ended");
        expect(await desk.picks(2)).toEqual("a exhausted");
      },
    },
    {
      sentence: "concurrent-calls: with more calls than the limit, enough of them have to stop",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        for (let made = 0; made < 4; made++) {
          await desk.lease();
          desk.now += MINUTE;
        }
        await desk.load(numbersOf("a"), { limits: { maxConcurrentCalls: 2 } });
        // Of 4 live leases 3 must stop: the third does at 10:02 + 1 h.
        expect(await desk.acquire()).toMatchObject({ retryAt: NOON + 2 * MINUTE + HOUR, atLatest: true });
        desk.now = NOON + 2 * MINUTE + HOUR - 1;
        expect(await desk.pick()).toEqual("exhausted");
        desk.now += 1;
        expect(await desk.pick()).toEqual("a");
      },
    },
    {
      sentence: "warm-up: a young number carries what its stage allows",
      run: async (desk, expect) => {
        const warmUp = [
          { untilDays: 1, maxCallsPerDay: 1 },
          { untilDays: 2, maxCallsPerDay: 3 },
        ];
        await desk.load([numberOf("a", { activeSince: NOON })], { limits: { warmUp } });
        expect(await desk.picks(2)).toEqual("a exhausted");
        // The next stage begins before the call leaves the window.
        expect(await desk.usage("a")).toMatchObject({ atLimits: ["warm-up"], freeAt: NOON + DAY });
        desk.now = NOON + DAY - 1;
        expect(await desk.pick()).toEqual("exhausted");
        desk.now = NOON + DAY;
        expect(await desk.picks(3)).toEqual("a a exhausted");
        // Of the three one leaves before the last stage ends.
        expect(await desk.acquire()).toMatchObject({ retryAt: NOON + DAY + QUARTER });
        desk.now = NOON + 2 * DAY;
        expect(await desk.picks(4)).toEqual("a a a a");
      },
    },
    {
      sentence: "warm-up: a stage of no calls ends by age alone",
      run: async (desk, expect) => {
        const warmUp = [{ untilDays: 7, maxCallsPerDay: 0 }];
        await desk.load([numberOf("a", { activeSince: NOON + DAY })], { limits: { warmUp } });
        expect(await desk.acquire()).toMatchObject({ code: "exhausted", retryAt: NOON + 8 * DAY });
        desk.now = NOON + 8 * DAY;
        expect(await desk.pick()).toEqual("a");
      },
    },
    {
      sentence: "warm-up: a number of unknown age is warm",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { warmUp: [{ untilDays: 7, maxCallsPerDay: 0 }] } });
        expect(await desk.picks(2)).toEqual("a a");
      },
    },
    {
      sentence: "a number's own limits replace the policy's, one by one, and null switches one off",
      run: async (desk, expect) => {
        const limits = { maxCallsPerDay: 1, minGapSeconds: 60 };
        await desk.load(
          [
            numberOf("a", { limits: { maxCallsPerDay: 3 } }),
            numberOf("b", { limits: { minGapSeconds: null } }),
            numberOf("c", { limits: { maxCallsPerDay: null, minGapSeconds: 1 } }),
          ],
          { limits },
        );
        expect(await desk.picks(4)).toEqual("a b c exhausted");
        desk.now += SECOND;
        expect(await desk.picks(2)).toEqual("c exhausted");
        desk.now += MINUTE;
        expect(await desk.picks(3)).toEqual("a c exhausted");
      },
    },
    {
      sentence: "usage names all limits a number is at, and when it is free of the last",
      run: async (desk, expect) => {
        const limits = { maxCallsPerDay: 1, maxCallsPerHour: 1, minGapSeconds: 60, maxConcurrentCalls: 1 };
        await desk.load(
          [numberOf("a", { activeSince: NOON, limits: { warmUp: [{ untilDays: 3, maxCallsPerDay: 1 }] } })],
          { limits },
        );
        await desk.lease();
        expect(await desk.usage("a")).toMatchObject({
          atLimits: ["calls-per-day", "calls-per-hour", "min-gap", "concurrent-calls", "warm-up"],
          freeAt: NOON + QUARTER + DAY,
        });
        await desk.flag("a", NOON + 2 * DAY);
        const { atLimits, freeAt } = await desk.usage("a");
        expect([atLimits.at(-1), freeAt]).toEqual(["quarantined", NOON + 2 * DAY]);
      },
    },
    {
      sentence: "limits are the acquiring pool's, counts are shared by all pools",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { maxCallsPerDay: 1 } });
        await desk.load(numbersOf("a"), { limits: { maxCallsPerDay: 2 } }, { poolId: "other" });
        expect(await desk.picks(2, { poolId: "other" })).toEqual("a a");
        expect(await desk.pick()).toEqual("exhausted");
        expect((await desk.usage("a")).callsInDay).toEqual(2);
        expect((await desk.usage("a", "other")).callsInDay).toEqual(2);
      },
    },
    {
      sentence: "without limits nothing is refused",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        expect(await desk.picks(8)).toEqual("a a a a a a a a");
        expect((await desk.usage("a")).atLimits).toEqual([]);
      },
    },
  ],
};
