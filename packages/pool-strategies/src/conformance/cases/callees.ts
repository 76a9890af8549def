import type { Topic } from "../case.js";
import { calleeOf, DAY, HOUR, NOON, numbersOf } from "../fixtures.js";

const REASONS = { affinity: "none", order: "round-robin", skipped: [] };

/** Who may be called where the list of countries is given. */
const COUNTRIES: readonly (readonly [
  allowed: readonly string[],
  callee: `+${string}`,
  isAllowed: boolean,
])[] = [
  [["US"], "+14155550150", true],
  [["CA", "US"], "+16045550150", true],
  [["US"], "+16045550150", false],
  [["+1"], "+16045550150", true],
  // An area code in no table: some country of +1.
  [["US"], "+19895550150", true],
  [["JM"], "+19895550150", true],
  [["+1"], "+19895550150", true],
  [["GB"], "+19895550150", false],
  [["GB"], "+442079460150", true],
  [["+44"], "+442079460150", true],
  [["US"], "+442079460150", false],
  [["+44"], "+441632960150", true],
  // Toll-free and unheard of: in no country.
  [["US", "+1"], "+18005550150", false],
  [["+870"], "+870773111632", false],
];

export const calleeCases: Topic = {
  name: "limits of a callee",
  cases: [
    ...COUNTRIES.map(([allowed, callee, isAllowed]): Topic["cases"][number] => ({
      sentence: `${callee} may ${isAllowed ? "" : "not "}be called where ${allowed.join(", ")} is allowed`,
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { allowedCountries: allowed } });
        const selection = await desk.acquire(callee);
        if (isAllowed) expect(selection).toMatchObject({ ok: true });
        else expect(selection).toEqual({ ok: false, code: "country_not_allowed", reasons: REASONS });
      },
    })),
    {
      sentence:
        "a callee is called so often within so many hours, then again when the first of these calls is so long ago",
      run: async (desk, expect) => {
        const maxCallsPerCallee = { calls: 2, withinHours: 24 };
        await desk.load(numbersOf("a"), { limits: { maxCallsPerCallee } });
        const callee = calleeOf("415");
        await desk.lease(callee);
        desk.now = NOON + HOUR;
        await desk.lease(callee);
        const refusal = { ok: false, code: "callee_limit", retryAt: NOON + DAY, reasons: REASONS };
        expect(await desk.acquire(callee)).toEqual(refusal);
        desk.now = NOON + DAY - 1;
        expect(await desk.acquire(callee)).toEqual(refusal);
        expect(await desk.pick(calleeOf("415", 51))).toEqual("a");
        desk.now = NOON + DAY;
        expect(await desk.pick(callee)).toEqual("a");
        expect(await desk.acquire(callee)).toMatchObject({ retryAt: NOON + HOUR + DAY });
      },
    },
    {
      sentence:
        "a callee's calls count over all pools and numbers, recorded ones by their own instant, released ones not",
      run: async (desk, expect) => {
        const maxCallsPerCallee = { calls: 2, withinHours: 24 };
        await desk.load(numbersOf("a b"), { limits: { maxCallsPerCallee } });
        await desk.load(numbersOf("c"), {}, { poolId: "other" });
        const callee = calleeOf("415");
        await desk.record("z", { callee, at: NOON - HOUR });
        const lease = await desk.lease(callee, { poolId: "other" });
        expect(await desk.acquire(callee)).toMatchObject({
          code: "callee_limit",
          retryAt: NOON - HOUR + DAY,
        });
        await desk.settle(lease, "released");
        expect(await desk.picks(1)).toEqual("a");
        expect(await desk.pick(callee)).toEqual("b");
        expect(await desk.pick(callee)).toEqual("callee_limit");
      },
    },
    {
      sentence: "recorded calls count in the order of their instants, not of their records",
      run: async (desk, expect) => {
        const maxCallsPerCallee = { calls: 2, withinHours: 24 };
        await desk.load(numbersOf("a"), { limits: { maxCallsPerCallee } });
        const callee = calleeOf("415");
        for (const ago of [HOUR, 3 * HOUR, 2 * HOUR, 30 * HOUR])
          await desk.record("a", { callee, at: NOON - ago });
        expect(await desk.acquire(callee)).toMatchObject({ retryAt: NOON - 2 * HOUR + DAY });
      },
    },
    {
      sentence: "as many as 16 calls of a callee are counted",
      run: async (desk, expect) => {
        const maxCallsPerCallee = { calls: 16, withinHours: 24 };
        await desk.load(numbersOf("a"), { limits: { maxCallsPerCallee } });
        const callee = calleeOf("415");
        for (let made = 0; made < 16; made++) {
          expect(await desk.pick(callee)).toEqual("a");
          desk.now += 1;
        }
        expect(await desk.acquire(callee)).toMatchObject({ code: "callee_limit", retryAt: NOON + DAY });
      },
    },
    {
      sentence:
        "an empty pool is said before the country, the country before the frequency, that before the route",
      run: async (desk, expect) => {
        const limits = { allowedCountries: ["US"], maxCallsPerCallee: { calls: 1, withinHours: 1 } };
        await desk.load([], { limits });
        expect(await desk.acquire("+442079460150")).toEqual({
          ok: false,
          code: "pool_empty",
          reasons: REASONS,
        });
        await desk.load(numbersOf("a"), { limits, route: { localPresence: ["area-code"] } });
        await desk.record("a", { callee: "+442079460150" });
        await desk.record("a", { callee: calleeOf("212") });
        expect(await desk.pick("+442079460150")).toEqual("country_not_allowed");
        expect(await desk.pick(calleeOf("212"))).toEqual("callee_limit");
        expect(await desk.pick(calleeOf("212", 51))).toEqual("no_match");
      },
    },
  ],
};
