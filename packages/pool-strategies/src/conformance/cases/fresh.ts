import type { Topic } from "../case.js";
import { type Desk, drawsOf } from "../desk.js";
import {
  calleeOf,
  DAY,
  HOUR,
  manyNumbers,
  NOON,
  numberOf,
  numbersOf,
  type PolicyParts,
} from "../fixtures.js";

const SF = calleeOf("415");
const affinity = { mode: "fresh" } as const;
const WEIGHTED: PolicyParts = { affinity, order: "weighted-random" };

/** Draws that set clocks to so much. */
function clocks(...residuals: readonly number[]): () => number {
  return drawsOf(...residuals.map((residual) => 1 - Math.exp(-residual)));
}

export const freshCases: Topic = {
  name: "a fresh number for each call",
  cases: [
    {
      sentence: "fresh: one after the other until all were used, then again, the latest last",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { affinity });
        const picks: string[] = [];
        for (let made = 0; made < 4; made++) {
          picks.push(await desk.pick(SF));
          // Turns of others in between, so that the order alone would give other numbers.
          await desk.picks(1);
        }
        expect(picks.slice(0, 3).sort()).toEqual(["a", "b", "c"]);
        expect(picks[3] === picks[2]).toEqual(false);
      },
    },
    {
      sentence: "fresh: the used are passed over as if they were not free, and the reasons say so",
      run: async (desk, expect) => {
        await desk.load([...numbersOf("a"), numberOf("b", { areaCode: "212" })], {
          affinity,
          order: "least-recently-used",
          route: { localPresence: ["area-code", "any"] },
        });
        expect((await desk.acquire(SF)).reasons.affinity).toEqual("none");
        await desk.record("b");
        expect(await desk.acquire(SF)).toMatchObject({
          lease: { slug: "b" },
          reasons: {
            affinity: "fresh",
            previous: "a",
            link: "any",
            skipped: [{ link: "ac:415", step: "area-code", reason: "all_used_before", size: 1 }],
          },
        });
      },
    },
    {
      sentence:
        "fresh: when all free numbers were used, all but the latest are forgotten, and then the latest too",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { affinity, order: "least-recently-used" });
        expect([await desk.pick(SF), await desk.pick(SF), await desk.pick(SF)]).toEqual(["a", "b", "a"]);
        await desk.flag("b", null);
        const selection = await desk.acquire(SF);
        expect(selection).toMatchObject({
          lease: { slug: "a" },
          reasons: { affinity: "fresh", previous: "a" },
        });
        await desk.flag("b", "lift");
        expect(await desk.pick(SF)).toEqual("b");
      },
    },
    {
      sentence: "fresh: used numbers that are not free are not forgotten for it",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { affinity, order: "least-recently-used" });
        expect([await desk.pick(SF), await desk.pick(SF)]).toEqual(["a", "b"]);
        for (const slug of ["a", "b", "c"]) await desk.flag(slug, NOON + HOUR);
        expect(await desk.acquire(SF)).toMatchObject({
          code: "exhausted",
          retryAt: NOON + HOUR,
          reasons: { affinity: "fresh", previous: "b", skipped: [{ reason: "all_at_limit", size: 3 }] },
        });
        for (const slug of ["a", "b", "c"]) await desk.flag(slug, "lift");
        expect(await desk.pick(SF)).toEqual("c");
      },
    },
    {
      sentence:
        "fresh: released calls have used their number, recorded ones and those of other policies have not",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { affinity, order: "least-recently-used" });
        await desk.load(numbersOf("b"), {}, { poolId: "other" });
        await desk.settle(await desk.lease(SF), "released");
        await desk.lease(SF, { poolId: "other" });
        await desk.record("c", { callee: SF });
        expect((await desk.acquire(SF)).reasons.previous).toEqual("a");
        // b, for it was used longest ago; then c.
        expect(await desk.pick(SF)).toEqual("c");
      },
    },
    {
      sentence: "fresh: the used are forgotten when the latest was used too long ago",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { affinity: { ...affinity, ttlDays: 1 } });
        expect(await desk.pick(SF)).toEqual("a");
        desk.now = NOON + DAY - 1;
        expect((await desk.acquire(SF)).reasons.affinity).toEqual("fresh");
        desk.now = NOON + 2 * DAY - 1;
        expect((await desk.acquire(SF)).reasons.affinity).toEqual("none");
      },
    },
    {
      sentence: "fresh: random orders draw among those that are left",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { affinity, order: "random" });
        expect(await desk.pick(SF, { random: () => 0.5 })).toEqual("b");
        expect(await desk.pick(SF, { random: () => 0.5 })).toEqual("c");
        expect(await desk.pick(SF, { random: () => 0.99 })).toEqual("a");
      },
    },
    {
      sentence: "fresh: weighted-round-robin goes on fairly for the others",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { affinity });
        expect(await desk.pick(SF)).toEqual("a");
        expect(await desk.picks(2)).toEqual("b c");
        // All have had one turn; a is next, but was used.
        expect(await desk.pick(SF)).toEqual("b");
        expect(await desk.picks(4)).toEqual("a c a b");
      },
    },
    {
      sentence: "fresh: who was passed over in round-robin keeps the claim, over a reload too",
      run: async (desk, expect) => {
        for (const isReloaded of [false, true]) {
          await desk.load([], { affinity });
          await desk.load(numbersOf("a b"), { affinity });
          const callee = calleeOf("415", isReloaded ? 61 : 60);
          // a to 1 and b to 1 at virtual time 1; then b to 2, for a was used, at virtual time 1.5.
          expect([await desk.pick(callee), ...(await desk.picks(1)), await desk.pick(callee)]).toEqual([
            "a",
            "b",
            "b",
          ]);
          if (isReloaded) await desk.load(numbersOf("a b"), { affinity });
          // a from 1 to 2 at virtual time 2, where both begin: a again.
          expect(await desk.picks(3)).toEqual("a a b");
        }
      },
    },
    ...(
      [
        ["goes on", "b a", async () => {}],
        ["goes on after a reload", "b a", (desk) => desk.load(numbersOf("a b c"), WEIGHTED)],
        [
          "loses the lead while it is at a limit",
          "a b",
          async (desk) => {
            await desk.flag("b", null);
            await desk.flag("b", "lift");
          },
        ],
        [
          "loses the lead with its weight",
          "a b",
          (desk) => desk.load([...numbersOf("a c"), numberOf("b", { weight: 2 })], WEIGHTED),
        ],
      ] as readonly (readonly [what: string, picks: string, meanwhile: (desk: Desk) => Promise<unknown>])[]
    ).map(([what, picks, meanwhile]): Topic["cases"][number] => ({
      sentence: `fresh: a clock that was passed over in weighted-random ${what}`,
      run: async (desk, expect) => {
        // Clocks at 2, 1 and 3.
        await desk.load(numbersOf("a b c"), WEIGHTED, { random: clocks(2, 1, 3) });
        const random = clocks(0.5, 0.25, 1);
        // b rings at 1 and is set to 1.5, a at 2 and to 2.25, c at 3 and to 4: both others are behind by then.
        expect([
          await desk.pick(SF, { random }),
          await desk.pick(SF, { random }),
          await desk.pick(SF, { random }),
        ]).toEqual(["b", "a", "c"]);
        await meanwhile(desk);
        // Set to 3.2 and 3.8 (3.4 at weight 2), for virtual time does not go back.
        expect(await desk.picks(2, { random: clocks(0.2, 0.8) })).toEqual(picks);
        expect(await desk.picks(2, { random: clocks(2, 2) })).toEqual(picks);
      },
    })),
    {
      sentence: "fresh: the latest 64 are remembered as used",
      run: async (desk, expect) => {
        await desk.load(manyNumbers(66), { affinity, order: "random" });
        const picks: string[] = [];
        for (let made = 0; made < 65; made++) picks.push(await desk.pick(SF, { random: () => 0 }));
        expect(picks).toEqual(manyNumbers(65).map(({ slug }) => slug));
        // The first is forgotten by now, and the last was not used yet.
        expect(await desk.pick(SF, { random: () => 0 })).toEqual("00");
      },
    },
  ],
};
