import type { Topic } from "../case.js";
import { calleeOf, HOUR, MINUTE, NOON, numbersOf } from "../fixtures.js";

export const clockCases: Topic = {
  name: "the clock",
  cases: [
    {
      sentence: "a clock that is set back stands still",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"), { limits: { minGapSeconds: 60 } });
        await desk.lease();
        desk.now = NOON + MINUTE;
        await desk.expire();
        desk.now = NOON - HOUR;
        const lease = await desk.lease();
        expect(lease.acquiredAt).toEqual(NOON + MINUTE);
        expect(lease.holdUntil).toEqual(NOON + 3 * MINUTE);
        expect(await desk.usage("a")).toMatchObject({
          lastSelectedAt: NOON + MINUTE,
          freeAt: NOON + 2 * MINUTE,
        });
      },
    },
    {
      sentence: "every verb moves the clock on",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        const { store } = desk;
        const verbs: readonly ((now: number) => unknown)[] = [
          (now) => store.settle({ leaseId: "no-such-lease", to: "ended", now }),
          (now) => store.flag({ slug: "a", until: "lift", now }),
          (now) => store.usage("agent", { now }),
          (now) => store.expire({ now }),
          (now) => store.record({ slug: "z", callee: calleeOf("415"), at: now, now }),
        ];
        let latest = NOON;
        for (const verb of verbs) {
          latest += MINUTE;
          await verb(latest);
          const { acquiredAt } = await desk.lease();
          expect(acquiredAt).toEqual(latest);
        }
      },
    },
    {
      sentence: "the clock is the namespace's, not the pool's",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        await desk.load(numbersOf("b"), {}, { poolId: "other" });
        desk.now = NOON + HOUR;
        await desk.lease(undefined, { poolId: "other" });
        desk.now = NOON;
        expect((await desk.lease()).acquiredAt).toEqual(NOON + HOUR);
      },
    },
  ],
};
