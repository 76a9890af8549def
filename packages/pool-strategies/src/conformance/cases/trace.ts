import type { Topic } from "../case.js";
import { calleeOf, DAY, HOUR, MINUTE, NOON, numberOf, numbersOf, QUARTER } from "../fixtures.js";

const SF = calleeOf("415");
const route = { localPresence: ["area-code", "near", "any"] } as const;

export const traceCases: Topic = {
  name: "traces",
  cases: [
    {
      sentence: "there is no trace unless it was asked for",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        expect("trace" in (await desk.acquire()).reasons).toEqual(false);
      },
    },
    {
      sentence: "a trace says what was seen of each link and number, before the call counts",
      run: async (desk, expect) => {
        await desk.load(
          [
            numberOf("a", { limits: { maxCallsPerDay: 1, minGapSeconds: 60 } }),
            numberOf("b", { limits: { maxCallsPerHour: 1, minGapSeconds: null } }),
            numberOf("c", { areaCode: "510" }),
            numberOf("d", { areaCode: "510" }),
            numberOf("e", { areaCode: "212" }),
          ],
          { route, limits: { minGapSeconds: 1 } },
        );
        await desk.lease(SF);
        await desk.lease(SF);
        await desk.flag("e", null);
        const { reasons } = await desk.acquire(SF, { traceNumbers: 10 });
        const dayEnd = NOON + QUARTER + DAY;
        const hourEnd = NOON + MINUTE + HOUR;
        const a = { slug: "a", verdict: "calls-per-day", freeAt: dayEnd };
        const b = { slug: "b", verdict: "calls-per-hour", freeAt: hourEnd };
        expect(reasons.trace).toEqual({
          links: [
            {
              name: "ac:415",
              step: "area-code",
              outcome: "all_at_limit",
              size: 2,
              free: 0,
              freeAt: hourEnd,
              numbers: [a, b],
            },
            {
              name: "overlay:510",
              step: "near",
              outcome: "chosen",
              size: 2,
              free: 2,
              numbers: [
                { slug: "c", verdict: "chosen" },
                { slug: "d", verdict: "free" },
              ],
            },
            {
              name: "any",
              step: "any",
              outcome: "not_reached",
              size: 5,
              free: 2,
              freeAt: hourEnd,
              numbers: [
                a,
                b,
                { slug: "c", verdict: "free" },
                { slug: "d", verdict: "free" },
                { slug: "e", verdict: "quarantined" },
              ],
            },
          ],
        });
      },
    },
    {
      sentence: "a link without a number is traced as such",
      run: async (desk, expect) => {
        await desk.load([numberOf("a", { areaCode: "212" })], { route: { localPresence: ["area-code"] } });
        expect((await desk.acquire(SF, { traceNumbers: 1 })).reasons.trace).toEqual({
          links: [{ name: "ac:415", step: "area-code", outcome: "no_number", size: 0, free: 0, numbers: [] }],
        });
      },
    },
    {
      sentence: "no more numbers of a link are traced than asked for, and the chosen one besides",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c d"));
        await desk.picks(2);
        const slugsOf = async (traceNumbers: number) => {
          const { trace } = (await desk.acquire(undefined, { traceNumbers })).reasons;
          return trace?.links.flatMap(({ numbers }) =>
            numbers.map(({ slug, verdict }) => `${slug} ${verdict}`),
          );
        };
        expect(await slugsOf(1)).toEqual(["a free", "c chosen"]);
        expect(await slugsOf(0)).toEqual(["d chosen"]);
        expect(await slugsOf(2)).toEqual(["a chosen", "b free"]);
      },
    },
    {
      sentence:
        "the verdict is the limit that decides when the number is free; of equal ones the first by name",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { maxCallsPerHour: 1, minGapSeconds: 3660 } });
        await desk.lease();
        const verdict = async () =>
          (await desk.acquire(undefined, { traceNumbers: 1 })).reasons.trace?.links[0]?.numbers[0]?.verdict;
        // Both until 11:01.
        expect(await verdict()).toEqual("calls-per-hour");
        await desk.flag("a", NOON + 2 * HOUR);
        expect(await verdict()).toEqual("quarantined");
      },
    },
    {
      sentence: "numbers used before are traced as such",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { affinity: { mode: "fresh" } });
        await desk.lease(SF);
        expect((await desk.acquire(SF, { traceNumbers: 5 })).reasons.trace?.links[0]).toEqual({
          name: "any",
          step: "any",
          outcome: "chosen",
          size: 2,
          free: 2,
          numbers: [
            { slug: "a", verdict: "used_before" },
            { slug: "b", verdict: "chosen" },
          ],
        });
      },
    },
    {
      sentence:
        "a number kept by affinity is traced where the chain first holds it; nothing else was reached",
      run: async (desk, expect) => {
        await desk.load([...numbersOf("a"), numberOf("b", { areaCode: "510" })], {
          route,
          affinity: { mode: "sticky" },
        });
        await desk.record("b", { callee: SF });
        const { trace } = (await desk.acquire(SF, { traceNumbers: 1 })).reasons;
        const seen = trace?.links.map(({ name, outcome, numbers }) => [name, outcome, numbers[0]?.verdict]);
        expect(seen).toEqual([
          ["ac:415", "not_reached", "free"],
          ["overlay:510", "chosen", "chosen"],
          ["any", "not_reached", "free"],
        ]);
      },
    },
    {
      sentence: "a refusal before the chain has looked at no link",
      run: async (desk, expect) => {
        await desk.load([]);
        expect((await desk.acquire(SF, { traceNumbers: 5 })).reasons.trace).toEqual({ links: [] });
      },
    },
    {
      sentence: "an overflow is traced where it was taken, with the limits it went beyond",
      run: async (desk, expect) => {
        await desk.load([numberOf("a", { areaCode: "212" }), numberOf("b", { areaCode: "212" })], {
          route,
          limits: { whenExhausted: "overflow", minGapSeconds: 60 },
        });
        await desk.picks(1);
        desk.now += 1000;
        await desk.picks(1);
        expect((await desk.acquire(SF, { traceNumbers: 5 })).reasons.trace?.links).toEqual([
          { name: "ac:415", step: "area-code", outcome: "no_number", size: 0, free: 0, numbers: [] },
          {
            name: "any",
            step: "any",
            outcome: "chosen",
            size: 2,
            free: 0,
            freeAt: NOON + MINUTE,
            numbers: [
              { slug: "a", verdict: "chosen", freeAt: NOON + MINUTE },
              { slug: "b", verdict: "min-gap", freeAt: NOON + MINUTE + 1000 },
            ],
          },
        ]);
      },
    },
  ],
};
