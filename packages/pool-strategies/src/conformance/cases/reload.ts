import type { Topic } from "../case.js";
import { drawsOf } from "../desk.js";
import { calleeOf, DAY, HOUR, MINUTE, NOON, numberOf, numbersOf } from "../fixtures.js";

const SF = calleeOf("415");

export const reloadCases: Topic = {
  name: "loading a pool again",
  cases: [
    {
      sentence: "a load says which numbers came, went and stayed, by slug",
      run: async (desk, expect) => {
        expect(await desk.load(numbersOf("c a b"))).toEqual({
          added: ["a", "b", "c"],
          removed: [],
          kept: [],
        });
        expect(await desk.load(numbersOf("d b a"))).toEqual({
          added: ["d"],
          removed: ["c"],
          kept: ["a", "b"],
        });
        expect(await desk.load([])).toEqual({ added: [], removed: ["a", "b", "d"], kept: [] });
      },
    },
    {
      sentence: "numbers that stay keep counts, turns and leases",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"));
        const lease = await desk.lease();
        await desk.load(numbersOf("c b a"), { limits: { maxConcurrentCalls: 1 } });
        expect(await desk.usage("a")).toMatchObject({ callsInDay: 1, inFlight: 1, lastSelectedAt: NOON });
        expect(await desk.picks(3)).toEqual("b c exhausted");
        await desk.settle(lease, "ended");
        expect(await desk.pick()).toEqual("a");
      },
    },
    {
      sentence: "a newcomer begins at the present turn, not at the first",
      run: async (desk, expect) => {
        await desk.load(numbersOf("b c"));
        await desk.picks(6);
        await desk.load(numbersOf("a b c"));
        expect(await desk.picks(6)).toEqual("a b c a b c");
      },
    },
    {
      sentence: "turns begin anew when the order's name changes",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"));
        await desk.picks(2);
        await desk.load(numbersOf("a b c"), { order: "weighted-round-robin" });
        expect(await desk.picks(4)).toEqual("a b c a");
      },
    },
    {
      sentence: "a number whose weight changes keeps its place and goes on at the new pace",
      run: async (desk, expect) => {
        const order = "weighted-round-robin";
        await desk.load(numbersOf("a b"), { order });
        expect(await desk.picks(2)).toEqual("a b");
        await desk.load([numberOf("a", { weight: 3 }), numberOf("b")], { order });
        expect(await desk.picks(8)).toEqual("a b a a a b a a");
      },
    },
    {
      sentence: "weighted-random draws for numbers that come, in slug order, and for no others",
      run: async (desk, expect) => {
        const order = "weighted-random";
        // Clocks at 1 and 2.
        await desk.load(numbersOf("b d"), { order }, { random: drawsOf(1 - Math.exp(-1), 1 - Math.exp(-2)) });
        // a at 0.5, c at 1.5.
        const random = drawsOf(1 - Math.exp(-0.5), 1 - Math.exp(-1.5));
        await desk.load(numbersOf("a b c d"), { order }, { random });
        expect(await desk.picks(4, { random: () => 0.9999 })).toEqual("a b c d");
        await desk.load(numbersOf("a b c"), { order }, { random: drawsOf() });
      },
    },
    {
      sentence:
        "weighted-random draws for a number that comes into another bucket, and for all when the order is new",
      run: async (desk, expect) => {
        const route = { tags: [{ key: "brand", match: "any" }] } as const;
        const order = "weighted-random";
        const acme = { tags: { brand: "acme" } };
        await desk.load([numberOf("a", acme), numberOf("b")], { route });
        let asked = 0;
        const random = () => {
          asked++;
          return 0.5;
        };
        await desk.load([numberOf("a", acme), numberOf("b")], { route, order }, { random });
        expect(asked).toEqual(2);
        await desk.load([numberOf("a"), numberOf("b")], { route, order }, { random });
        expect(asked).toEqual(3);
        await desk.load([numberOf("a"), numberOf("b", { weight: 5 })], { route, order }, { random });
        expect(asked).toEqual(3);
      },
    },
    {
      sentence:
        "a number that left its last pool keeps counts, failures, rest and quarantine, and loses its turn and gap",
      run: async (desk, expect) => {
        const restAfterFailures = { failures: 2, restMinutes: 600, maxRestingShare: 1 };
        const policy = { limits: { minGapSeconds: 600, restAfterFailures } };
        await desk.load(numbersOf("a b"), policy);
        const lease = await desk.call("failed");
        expect(lease.slug).toEqual("a");
        await desk.flag("a", NOON + HOUR);
        await desk.load(numbersOf("b"), policy);
        desk.now += MINUTE;
        await desk.load(numbersOf("a b"), policy);
        const usage = await desk.usage("a");
        expect(usage).toMatchObject({
          callsInDay: 1,
          failuresInRow: 1,
          quarantinedUntil: NOON + HOUR,
          atLimits: ["quarantined"],
        });
        expect("lastSelectedAt" in usage).toEqual(false);
      },
    },
    {
      sentence: "a number that is in another pool still keeps its turn",
      run: async (desk, expect) => {
        const policy = { order: "least-recently-used" } as const;
        await desk.load(numbersOf("a b"), policy);
        await desk.load(numbersOf("a"), {}, { poolId: "other" });
        await desk.picks(2);
        await desk.load(numbersOf("b"), policy);
        expect((await desk.usage("a", "other")).lastSelectedAt).toEqual(NOON);
        await desk.load(numbersOf("a b"), policy);
        expect(await desk.picks(2)).toEqual("a b");
      },
    },
    {
      sentence: "a number comes back as least recently used of all",
      run: async (desk, expect) => {
        const policy = { order: "least-recently-used" } as const;
        await desk.load(numbersOf("a b c"), policy);
        await desk.picks(3);
        await desk.load(numbersOf("a b"), policy);
        await desk.load(numbersOf("a b c"), policy);
        expect(await desk.picks(3)).toEqual("c a b");
      },
    },
    {
      sentence:
        "a lease out on a number that left is settled as ever, and a callee remembers a number that comes back",
      run: async (desk, expect) => {
        const affinity = { mode: "sticky" } as const;
        await desk.load(numbersOf("a b"), { affinity });
        const lease = await desk.lease(SF);
        await desk.load(numbersOf("b"), { affinity });
        expect(await desk.settle(lease, "ended", "answered")).toEqual({ applied: true, state: "ended" });
        expect((await desk.acquire(SF)).reasons).toMatchObject({ affinity: "gone", previous: "a" });
        await desk.load(numbersOf("a b"), { affinity });
        await desk.record("a", { callee: SF });
        expect(await desk.pick(SF)).toEqual("a");
        expect((await desk.usage("a")).callsInDay).toEqual(3);
      },
    },
    {
      sentence: "tags, tiers and rules of the new pool hold at once",
      run: async (desk, expect) => {
        const route = { tags: [{ key: "brand", match: "any" }], tiers: true } as const;
        const acme = { brand: "acme" };
        await desk.load([numberOf("a", { tags: acme }), numberOf("b")], { route });
        expect(await desk.pick(SF, { tags: acme })).toEqual("a");
        await desk.load([numberOf("a"), numberOf("b", { tags: acme, tier: 2 })], { route });
        expect((await desk.acquire(SF, { tags: acme })).reasons).toMatchObject({
          link: "brand=acme/any/tier:2",
        });
      },
    },
    {
      sentence: "limits of the new policy hold at once, for calls made before as well",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"));
        await desk.picks(4);
        await desk.load(numbersOf("a b"), { limits: { maxCallsPerDay: 2 } });
        expect(await desk.pick()).toEqual("exhausted");
        await desk.load(numbersOf("a b"), { limits: { maxCallsPerDay: 3 } });
        expect(await desk.picks(3)).toEqual("a b exhausted");
      },
    },
    {
      sentence: "expire forgets numbers in no pool of which nothing counts, with their failures",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        await desk.call("failed");
        await desk.load([]);
        desk.now += DAY;
        await desk.expire();
        await desk.load(numbersOf("a"));
        // The call still counts: it leaves a quarter of an hour later.
        expect(await desk.usage("a")).toMatchObject({ callsInDay: 1, failuresInRow: 1 });
        await desk.load([]);
        desk.now += HOUR;
        await desk.expire();
        await desk.load(numbersOf("a"));
        expect(await desk.usage("a")).toMatchObject({ callsInDay: 0, failuresInRow: 0 });
      },
    },
    {
      sentence: "expire keeps a number in no pool that rests or is in quarantine",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a"));
        await desk.flag("a", null);
        await desk.load([]);
        desk.now += 3 * DAY;
        await desk.expire();
        await desk.load(numbersOf("a"));
        expect(await desk.pick()).toEqual("exhausted");
      },
    },
    {
      sentence: "order of the numbers given is no matter",
      run: async (desk, expect) => {
        await desk.load(numbersOf("c a b"));
        expect(await desk.picks(2)).toEqual("a b");
        await desk.load(numbersOf("b c a"));
        expect(await desk.picks(2)).toEqual("c a");
      },
    },
    {
      sentence: "slugs are compared by code units",
      run: async (desk, expect) => {
        const slugs = ["é", "b", "B", "10", "9", "ｚ", "𝐚"];
        await desk.load(slugs.map((slug) => numberOf(slug)));
        expect(await desk.picks(7)).toEqual("10 9 B b é 𝐚 ｚ");
      },
    },
  ],
};
