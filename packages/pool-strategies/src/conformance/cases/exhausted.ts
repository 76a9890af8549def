import type { Topic } from "../case.js";
import { drawsOf } from "../desk.js";
import { calleeOf, DAY, HOUR, MINUTE, NOON, numberOf, numbersOf, QUARTER } from "../fixtures.js";

const overflow = { whenExhausted: "overflow" } as const;

export const exhaustedCases: Topic = {
  name: "when all are at a limit",
  cases: [
    {
      sentence: "retryAt is the least instant at which a number of the chain is free of all its limits",
      run: async (desk, expect) => {
        await desk.load(
          [
            numberOf("a", { limits: { maxCallsPerHour: 1 } }),
            numberOf("b", { limits: { minGapSeconds: 600 } }),
            numberOf("c", { areaCode: "212", limits: { minGapSeconds: 1 } }),
          ],
          { route: { localPresence: ["area-code"] }, limits: {} },
        );
        const local = calleeOf("415");
        await desk.lease(local);
        await desk.lease(local);
        await desk.lease(calleeOf("212"));
        const refusal = await desk.acquire(local);
        expect(refusal).toEqual({
          ok: false,
          code: "exhausted",
          retryAt: NOON + 10 * MINUTE,
          reasons: {
            affinity: "none",
            order: "round-robin",
            skipped: [{ link: "ac:415", step: "area-code", reason: "all_at_limit", size: 2 }],
          },
        });
        desk.now = NOON + 10 * MINUTE - 1;
        expect(await desk.pick(local)).toEqual("exhausted");
        desk.now = NOON + 10 * MINUTE;
        expect(await desk.pick(local)).toEqual("b");
      },
    },
    {
      sentence:
        "retryAt is at latest when a call in flight decides it, and not when another limit lasts longer",
      run: async (desk, expect) => {
        await desk.load(
          [
            numberOf("a", { limits: { maxConcurrentCalls: 1 } }),
            numberOf("b", { limits: { maxConcurrentCalls: 1, maxCallsPerDay: 1 } }),
          ],
          {},
        );
        await desk.picks(2);
        expect(await desk.acquire()).toMatchObject({ retryAt: NOON + HOUR, atLatest: true });
        await desk.flag("a", null);
        const refusal = await desk.acquire();
        expect(refusal).toMatchObject({ retryAt: NOON + QUARTER + DAY });
        expect("atLatest" in refusal).toEqual(false);
      },
    },
    {
      sentence: "between numbers free at the same instant the first by slug says if it is at latest",
      run: async (desk, expect) => {
        const concurrent = { maxConcurrentCalls: 1 };
        for (const [first, second, isAtLatest] of [
          [concurrent, {}, true],
          [{}, concurrent, false],
        ] as const) {
          await desk.load([numberOf("a", { limits: first }), numberOf("b", { limits: second })]);
          const since = desk.now;
          await desk.picks(2);
          for (const [slug, limits] of [
            ["a", first],
            ["b", second],
          ] as const)
            if (limits !== concurrent) await desk.flag(slug, since + HOUR);
          const refusal = await desk.acquire();
          expect(refusal).toMatchObject({ code: "exhausted", retryAt: since + HOUR });
          expect("atLatest" in refusal).toEqual(isAtLatest);
          desk.now += 2 * HOUR;
        }
      },
    },
    {
      sentence: "the first by slug, in whichever link",
      run: async (desk, expect) => {
        const route = { localPresence: ["area-code", "any"] } as const;
        const concurrent = { areaCode: "415", limits: { maxConcurrentCalls: 1 } };
        for (const [local, far, isAtLatest] of [
          ["a", "b", true],
          ["b", "a", false],
        ] as const) {
          await desk.load([numberOf(local, concurrent), numberOf(far, { areaCode: "212" })], { route });
          const since = desk.now;
          await desk.lease(calleeOf("415"));
          await desk.flag(far, since + HOUR);
          const refusal = await desk.acquire(calleeOf("415", 51));
          expect(refusal).toMatchObject({ code: "exhausted", retryAt: since + HOUR });
          expect("atLatest" in refusal).toEqual(isAtLatest);
          desk.now += 2 * HOUR;
        }
      },
    },
    {
      sentence: "a refusal leaves no trace: no count, no turn, no sequence",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { limits: { minGapSeconds: 60 } });
        expect(await desk.picks(4)).toEqual("a b exhausted exhausted");
        desk.now += MINUTE;
        const lease = await desk.lease();
        expect([lease.slug, lease.sequence]).toEqual(["a", 3]);
        expect((await desk.usage("a")).callsInDay).toEqual(2);
      },
    },
    {
      sentence: "overflow: the first link's least recently used number is used beyond its limits",
      run: async (desk, expect) => {
        await desk.load([...numbersOf("a b"), numberOf("c", { areaCode: "212" })], {
          route: { localPresence: ["area-code", "any"] },
          limits: { ...overflow, maxCallsPerDay: 1, minGapSeconds: 60, maxConcurrentCalls: 1 },
        });
        const local = calleeOf("415");
        await desk.lease(calleeOf("212"));
        await desk.lease(local);
        await desk.lease(local);
        const selection = await desk.acquire(local);
        expect(selection).toMatchObject({ ok: true, lease: { slug: "a", sequence: 4 } });
        expect(selection.reasons).toEqual({
          affinity: "none",
          link: "ac:415",
          step: "area-code",
          order: "round-robin",
          overflow: true,
          skipped: [
            { link: "ac:415", step: "area-code", reason: "all_at_limit", size: 2 },
            { link: "any", step: "any", reason: "all_at_limit", size: 3 },
          ],
        });
        expect([await desk.pick(local), await desk.pick(local)]).toEqual(["b", "a"]);
        expect((await desk.usage("a")).callsInDay).toEqual(3);
      },
    },
    {
      sentence: "overflow: goes beyond rest and warm-up, but never beyond quarantine",
      run: async (desk, expect) => {
        const restAfterFailures = { failures: 1, restMinutes: 60, maxRestingShare: 1 };
        await desk.load(
          [
            numberOf("a"),
            numberOf("b"),
            numberOf("c", { activeSince: NOON, limits: { warmUp: [{ untilDays: 1, maxCallsPerDay: 0 }] } }),
          ],
          { limits: { ...overflow, restAfterFailures } },
        );
        expect((await desk.call("failed")).slug).toEqual("a");
        await desk.flag("b", null);
        expect(await desk.picks(2)).toEqual("c a");
        for (const slug of ["a", "c"]) await desk.flag(slug, NOON + HOUR);
        expect(await desk.acquire()).toMatchObject({ code: "exhausted", retryAt: NOON + HOUR });
      },
    },
    {
      sentence: "overflow: never beyond tags, countries and the callee's own limit",
      run: async (desk, expect) => {
        await desk.load([numberOf("a", { tags: { brand: "acme" } })], {
          route: { tags: [{ key: "brand", match: "any" }] },
          limits: {
            ...overflow,
            maxCallsPerDay: 0,
            allowedCountries: ["US"],
            maxCallsPerCallee: { calls: 1, withinHours: 1 },
          },
        });
        const tags = { brand: "acme" };
        const callee = calleeOf("415");
        expect(await desk.pick(callee)).toEqual("no_match");
        expect(await desk.pick("+16045550150", { tags })).toEqual("country_not_allowed");
        expect(await desk.pick(callee, { tags })).toEqual("a");
        expect(await desk.pick(callee, { tags })).toEqual("callee_limit");
      },
    },
    {
      sentence: "overflow: takes no turn of the order",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { limits: { ...overflow, minGapSeconds: 60 } });
        expect(await desk.picks(4)).toEqual("a b c a");
        desk.now += MINUTE;
        expect(await desk.picks(3)).toEqual("a b c");
      },
    },
    {
      sentence: "overflow: of numbers never used the first by slug",
      run: async (desk, expect) => {
        await desk.load(numbersOf("b a c"), { limits: { ...overflow, maxCallsPerDay: 0 } });
        expect(await desk.picks(4)).toEqual("a b c a");
      },
    },
    {
      sentence: "overflow: teaches the learning order nothing",
      run: async (desk, expect) => {
        const order = {
          name: "answer-rate",
          priorAnswered: 1,
          priorUnanswered: 1,
          halfLifeDays: 7,
          exploration: 0,
        } as const;
        const draws = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
        const picks = () => desk.picks(draws.length, { random: drawsOf(...draws) });
        await desk.load(numbersOf("a b"), { order });
        const untaught = await picks();
        await desk.load(numbersOf("a b"), { order, limits: { ...overflow, maxCallsPerDay: 0 } });
        for (let made = 0; made < 60; made++) {
          const lease = await desk.lease(undefined, { random: () => 0 });
          await desk.settle(lease, "ended", lease.slug === "a" ? "answered" : "busy");
        }
        await desk.load(numbersOf("a b"), { order });
        expect(await picks()).toEqual(untaught);
      },
    },
  ],
};
