import type { Topic } from "../case.js";
import { DAY, HOUR, MINUTE, NOON, numbersOf } from "../fixtures.js";

export const healthCases: Topic = {
  name: "rest, quarantine and flags",
  cases: [
    {
      sentence:
        "failures in a row are counted: failed and blocked add, a completed call resets, the rest leave it",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        const table = [
          ["failed", 1],
          ["blocked", 2],
          ["canceled", 2],
          ["unknown", 2],
          [undefined, 2],
          ["failed", 3],
          ["no-answer", 0],
          ["blocked", 1],
          ["busy", 0],
          ["failed", 1],
          ["voicemail", 0],
          ["failed", 1],
          ["answered", 0],
        ] as const;
        for (const [outcome, failuresInRow] of table) {
          await desk.call(outcome);
          expect((await desk.usage("a")).failuresInRow).toEqual(failuresInRow);
        }
      },
    },
    {
      sentence: "a number rests after so many failures in a row, and then counts anew",
      run: async (desk, expect) => {
        const restAfterFailures = { failures: 2, restMinutes: 30, maxRestingShare: 1 };
        await desk.load(numbersOf("a"), { limits: { restAfterFailures } });
        await desk.call("failed");
        await desk.call("answered");
        await desk.call("failed");
        expect((await desk.usage("a")).atLimits).toEqual([]);
        await desk.call("blocked");
        const restingUntil = NOON + 30 * MINUTE;
        expect(await desk.usage("a")).toMatchObject({
          failuresInRow: 0,
          restingUntil,
          atLimits: ["resting"],
          freeAt: restingUntil,
        });
        expect(await desk.acquire()).toMatchObject({ code: "exhausted", retryAt: restingUntil });
        desk.now = restingUntil;
        expect("restingUntil" in (await desk.usage("a"))).toEqual(false);
        expect(await desk.pick()).toEqual("a");
      },
    },
    {
      sentence:
        "no more than the share of the pool rests at once; the others go on and try again at the next failure",
      run: async (desk, expect) => {
        const restAfterFailures = { failures: 1, restMinutes: 30, maxRestingShare: 0.5 };
        await desk.load(numbersOf("a b c"), { limits: { restAfterFailures } });
        // floor(0.5 · 3) = 1 may rest.
        expect([(await desk.call("failed")).slug, (await desk.call("failed")).slug]).toEqual(["a", "b"]);
        expect(await desk.usage("a")).toMatchObject({ restingUntil: NOON + 30 * MINUTE });
        expect(await desk.usage("b")).toMatchObject({ failuresInRow: 1, atLimits: [] });
        desk.now = NOON + 30 * MINUTE;
        expect(await desk.usage("b")).toMatchObject({ failuresInRow: 1, atLimits: [] });
        for (let made = 0; made < 3; made++) {
          const { slug } = await desk.call("failed");
          if (slug === "b") break;
        }
        expect((await desk.expire()).length).toEqual(0);
        const resting = [];
        for (const slug of ["a", "b", "c"]) resting.push((await desk.usage(slug)).restingUntil);
        expect(resting.filter((until) => until === NOON + 60 * MINUTE).length).toEqual(1);
      },
    },
    {
      sentence: "numbers that rest when a pool is loaded count for its share",
      run: async (desk, expect) => {
        const restAfterFailures = { failures: 1, restMinutes: 30, maxRestingShare: 0.5 };
        const policy = { order: "least-recently-used", limits: { restAfterFailures } } as const;
        await desk.load(numbersOf("a b"), policy);
        await desk.call("failed");
        await desk.load(numbersOf("a b"), policy);
        await desk.load(numbersOf("a b"), policy, { poolId: "other" });
        expect((await desk.call("failed")).slug).toEqual("b");
        expect((await desk.call("failed", undefined, { poolId: "other" })).slug).toEqual("b");
        expect(await desk.usage("b")).toMatchObject({ failuresInRow: 2, atLimits: [] });
        desk.now += 30 * MINUTE;
        expect((await desk.call("answered")).slug).toEqual("a");
        expect((await desk.call("failed")).slug).toEqual("b");
        expect((await desk.usage("b")).atLimits).toEqual(["resting"]);
      },
    },
    {
      sentence: "a share of 0 lets none rest",
      run: async (desk, expect) => {
        const restAfterFailures = { failures: 1, restMinutes: 30, maxRestingShare: 0 };
        await desk.load(numbersOf("a b"), { limits: { restAfterFailures } });
        await desk.call("failed");
        expect(await desk.usage("a")).toMatchObject({ failuresInRow: 1, atLimits: [] });
      },
    },
    {
      sentence: "a number that rests is left as it is by what ends late",
      run: async (desk, expect) => {
        const restAfterFailures = { failures: 1, restMinutes: 30, maxRestingShare: 1 };
        await desk.load(numbersOf("a b"), { limits: { restAfterFailures } });
        const late = await desk.lease();
        await desk.call("answered");
        await desk.call("failed");
        desk.now += 10 * MINUTE;
        await desk.settle(late, "ended", "failed");
        expect(await desk.usage("a")).toMatchObject({ failuresInRow: 1, restingUntil: NOON + 30 * MINUTE });
      },
    },
    {
      sentence: "rest goes by the rules of the lease's pool as they are when the call ends",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        const lease = await desk.lease();
        const restAfterFailures = { failures: 1, restMinutes: 5, maxRestingShare: 1 };
        await desk.load(numbersOf("a"), { limits: { restAfterFailures } });
        await desk.settle(lease, "ended", "failed");
        expect((await desk.usage("a")).restingUntil).toEqual(NOON + 5 * MINUTE);
      },
    },
    {
      sentence: "rest belongs to the number, in every pool",
      run: async (desk, expect) => {
        const restAfterFailures = { failures: 1, restMinutes: 5, maxRestingShare: 1 };
        await desk.load(numbersOf("a"), { limits: { restAfterFailures } });
        await desk.load(numbersOf("a b"), {}, { poolId: "other" });
        await desk.call("failed");
        expect(await desk.picks(2, { poolId: "other" })).toEqual("b b");
      },
    },
    {
      sentence: "blocks within the window put a number into quarantine",
      run: async (desk, expect) => {
        const quarantineAfterBlocks = { blocks: 2, withinHours: 1, quarantineDays: 30 };
        await desk.load(numbersOf("a"), { limits: { quarantineAfterBlocks } });
        await desk.call("blocked");
        desk.now = NOON + HOUR;
        await desk.call("blocked");
        // The first is exactly an hour ago: no longer within it.
        expect((await desk.usage("a")).atLimits).toEqual([]);
        desk.now = NOON + 2 * HOUR - 1;
        await desk.call("blocked");
        const quarantinedUntil = NOON + 2 * HOUR - 1 + 30 * DAY;
        expect(await desk.usage("a")).toMatchObject({
          quarantinedUntil,
          atLimits: ["quarantined"],
          freeAt: quarantinedUntil,
        });
        desk.now = quarantinedUntil;
        expect(await desk.usage("a")).toMatchObject({ atLimits: [] });
      },
    },
    {
      sentence: "a longer quarantine is not made shorter by blocks",
      run: async (desk, expect) => {
        const quarantineAfterBlocks = { blocks: 1, withinHours: 1, quarantineDays: 1 };
        await desk.load(numbersOf("a"), { limits: { quarantineAfterBlocks } });
        const [one, other] = [await desk.lease(), await desk.lease()];
        await desk.flag("a", NOON + 5 * DAY);
        await desk.settle(one, "ended", "blocked");
        expect((await desk.usage("a")).quarantinedUntil).toEqual(NOON + 5 * DAY);
        await desk.flag("a", null);
        await desk.settle(other, "ended", "blocked");
        expect((await desk.usage("a")).quarantinedUntil).toEqual(null);
      },
    },
    {
      sentence: "a flag holds a number in every pool, until its instant",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"));
        await desk.load(numbersOf("a"), {}, { poolId: "other" });
        expect(await desk.flag("a", NOON + HOUR)).toEqual(true);
        expect(await desk.picks(2)).toEqual("b b");
        expect(await desk.acquire(undefined, { poolId: "other" })).toMatchObject({ retryAt: NOON + HOUR });
        desk.now = NOON + HOUR;
        expect(await desk.pick(undefined, { poolId: "other" })).toEqual("a");
      },
    },
    {
      sentence: "a flag without an end holds until it is lifted",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        await desk.flag("a", null);
        const refusal = await desk.acquire();
        expect(refusal).toMatchObject({ code: "exhausted" });
        expect("retryAt" in refusal).toEqual(false);
        expect(await desk.usage("a")).toMatchObject({ quarantinedUntil: null, atLimits: ["quarantined"] });
        desk.now += 1000 * DAY;
        expect(await desk.pick()).toEqual("exhausted");
        expect(await desk.flag("a", "lift")).toEqual(true);
        expect("quarantinedUntil" in (await desk.usage("a"))).toEqual(false);
        expect(await desk.pick()).toEqual("a");
      },
    },
    {
      sentence: "a flag replaces the one before, and one that is over holds nothing",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        await desk.flag("a", null);
        await desk.flag("a", NOON + HOUR);
        expect((await desk.usage("a")).quarantinedUntil).toEqual(NOON + HOUR);
        await desk.flag("a", NOON);
        expect(await desk.usage("a")).toMatchObject({ atLimits: [] });
      },
    },
    {
      sentence: "lifting forgets the blocks counted so far",
      run: async (desk, expect) => {
        const quarantineAfterBlocks = { blocks: 2, withinHours: 24, quarantineDays: 1 };
        await desk.load(numbersOf("a"), { limits: { quarantineAfterBlocks } });
        await desk.call("blocked");
        await desk.flag("a", "lift");
        await desk.call("blocked");
        expect((await desk.usage("a")).atLimits).toEqual([]);
        await desk.call("blocked");
        expect((await desk.usage("a")).atLimits).toEqual(["quarantined"]);
      },
    },
    {
      sentence: "only a number that is known can be flagged: in a pool, or with anything that still counts",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"));
        expect(await desk.flag("z", null)).toEqual(false);
        await desk.lease();
        await desk.load(numbersOf("c"));
        expect(await desk.flag("a", "lift")).toEqual(true);
        expect(await desk.flag("b", "lift")).toEqual(false);
        desk.now += 2 * DAY;
        expect(await desk.flag("a", "lift")).toEqual(false);
      },
    },
  ],
};
