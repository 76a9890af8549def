import type { Lease } from "../../store.js";
import type { OrderRules } from "../../types.js";
import type { Topic } from "../case.js";
import { drawsOf } from "../desk.js";
import { calleeOf, DAY, HOUR, manyNumbers, numberOf, numbersOf } from "../fixtures.js";

/** How many draws each order asks for. */
const DRAWS: readonly (readonly [order: OrderRules, draws: number])[] = [
  [{ name: "round-robin" }, 0],
  [{ name: "weighted-round-robin" }, 0],
  [{ name: "random" }, 1],
  [{ name: "weighted-random" }, 1],
  [{ name: "least-recently-used" }, 0],
  [{ name: "least-used" }, 0],
  [{ name: "fewest-in-flight" }, 0],
  [{ name: "power-of-two" }, 2],
  [{ name: "rendezvous" }, 0],
  [{ name: "answer-rate", priorAnswered: 1, priorUnanswered: 1, halfLifeDays: 7, exploration: 0 }, 1],
  [{ name: "custom", use: "heavy-first" }, 1],
];

const EXPLORING = {
  name: "answer-rate",
  priorAnswered: 1,
  priorUnanswered: 1,
  halfLifeDays: 7,
  exploration: 1,
} as const;
const LEARNING = { ...EXPLORING, exploration: 0 } as const;

/** Callees and the slugs in the order that rendezvous hashing gives them; the second with weight 4 for `b`. Computed in another language. */
const RENDEZVOUS: readonly (readonly [callee: `+${string}`, alike: string, weighted: string])[] = [
  ["+14155550150", "a b c", "b a c"],
  ["+14155550151", "c a b", "c b a"],
  ["+14155550152", "c b a", "c b a"],
  ["+14155550154", "c b a", "b c a"],
  ["+14155550156", "c a b", "c a b"],
  ["+14155550157", "b c a", "b c a"],
  ["+14155550159", "a b c", "b a c"],
];

export const orderCases: Topic = {
  name: "orders",
  cases: [
    ...DRAWS.map(([order, draws]): Topic["cases"][number] => ({
      sentence: `${order.name} asks for ${draws} ${draws === 1 ? "draw" : "draws"}, whatever the outcome`,
      run: async (desk, expect) => {
        let asked = 0;
        const random = () => {
          asked++;
          return 0.5;
        };
        const callee = calleeOf("415");
        const attempt = async () => {
          asked = 0;
          const outcome = await desk.pick(callee, { random });
          expect(asked).toEqual(draws);
          return outcome;
        };
        const affinity = { mode: "sticky" } as const;
        await desk.load(numbersOf("a b"), { order, affinity }, { random: () => 0.5 });
        const first = await attempt();
        await desk.record(first, { callee });
        expect(await attempt()).toEqual(first);
        for (const slug of ["a", "b"]) await desk.flag(slug, null);
        expect(await attempt()).toEqual("exhausted");
        await desk.load([], { order });
        expect(await attempt()).toEqual("pool_empty");
      },
    })),
    {
      sentence: "round-robin: one after the other by slug, whatever the weights",
      run: async (desk, expect) => {
        await desk.load([numberOf("c"), numberOf("a", { weight: 5 }), numberOf("b")]);
        expect(await desk.picks(7)).toEqual("a b c a b c a");
      },
    },
    {
      sentence: "round-robin: each bucket has turns of its own",
      run: async (desk, expect) => {
        await desk.load([numberOf("a"), numberOf("b"), numberOf("c", { areaCode: "212" })], {
          route: { localPresence: ["area-code", "any"] },
        });
        const local = calleeOf("415");
        const far = calleeOf("604");
        const picks: string[] = [];
        for (const callee of [local, far, local, far, local, far, far]) picks.push(await desk.pick(callee));
        expect(picks.join(" ")).toEqual("a a b b a c a");
      },
    },
    {
      sentence: "weighted-round-robin: smooth, in proportion to the weights",
      run: async (desk, expect) => {
        const order = "weighted-round-robin";
        await desk.load([numberOf("a", { weight: 2 }), numberOf("b")], { order });
        expect(await desk.picks(6)).toEqual("a b a a b a");
        await desk.load([], { order });
        await desk.load([numberOf("a", { weight: 5 }), numberOf("b"), numberOf("c")], { order });
        expect(await desk.picks(14)).toEqual("a b a a c a a a b a a c a a");
      },
    },
    {
      sentence: "weighted-round-robin: who was away claims no turns for it",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { order: "weighted-round-robin" });
        await desk.flag("b", desk.now + HOUR);
        expect(await desk.picks(4)).toEqual("a a a a");
        desk.now += HOUR;
        // b joins at the virtual time; a's next span begins there as well.
        expect(await desk.picks(4)).toEqual("a b a b");
      },
    },
    {
      sentence: "random: the draw is a rank among the free by slug",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { order: "random" });
        const random = drawsOf(0, 0.33, 0.34, 0.66, 0.67, 0.999);
        expect(await desk.picks(6, { random })).toEqual("a a b b c c");
        await desk.flag("b", null);
        expect(await desk.picks(3, { random: drawsOf(0.49, 0.5, 0) })).toEqual("a c a");
      },
    },
    {
      sentence: "weighted-random: the clock that rings first is next, and is wound up again",
      run: async (desk, expect) => {
        const numbers = [numberOf("a"), numberOf("b", { weight: 2 }), numberOf("c")];
        // Clocks at 0.693, 0.693 / 2 and 0.288.
        await desk.load(numbers, { order: "weighted-random" }, { random: drawsOf(0.5, 0.5, 0.25) });
        // c: 0.288 + 0.693 = 0.981. b: 0.347 + 2.303 / 2 = 1.498. a: 0.693 + 2.303 = 2.996.
        expect(await desk.picks(4, { random: drawsOf(0.5, 0.9, 0.9, 0.999) })).toEqual("c b a c");
        expect(await desk.picks(2, { random: drawsOf(0.999, 0) })).toEqual("b a");
      },
    },
    {
      sentence: "weighted-random: a clock stands still while its number is at a limit",
      run: async (desk, expect) => {
        await desk.load(
          numbersOf("a b"),
          { order: "weighted-random" },
          // a at 1, b at 3.
          { random: drawsOf(1 - Math.exp(-1), 1 - Math.exp(-3)) },
        );
        await desk.flag("a", null);
        // b: 3, then 3 + 5 = 8.
        expect(await desk.picks(1, { random: drawsOf(1 - Math.exp(-5)) })).toEqual("b");
        await desk.flag("a", "lift");
        // a still has 1 to go: at 3 + 1 = 4; then 4 + 10 = 14.
        expect(await desk.picks(2, { random: drawsOf(1 - Math.exp(-10), 0.5) })).toEqual("a b");
      },
    },
    {
      sentence: "least-recently-used: who was selected longest ago anywhere in the namespace",
      run: async (desk, expect) => {
        const order = "least-recently-used";
        await desk.load(numbersOf("a b c"), { order });
        await desk.load(numbersOf("b"), {}, { poolId: "other" });
        expect(await desk.picks(1)).toEqual("a");
        await desk.lease(undefined, { poolId: "other" });
        expect(await desk.picks(3)).toEqual("c a b");
        await desk.record("c");
        expect(await desk.picks(3)).toEqual("a b c");
      },
    },
    {
      sentence: "least-used: fewest calls of the rolling day, then least recently used",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { order: "least-used" });
        for (const slug of ["a", "a", "b"]) await desk.record(slug);
        expect(await desk.picks(4)).toEqual("c b c a");
        const { slug } = await desk.lease();
        expect(slug).toEqual("b");
      },
    },
    {
      sentence: "least-used: calls that left the day and calls given back do not count",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { order: "least-used" });
        for (const slug of ["a", "a", "a", "b", "b"]) await desk.record(slug, { at: desk.now - DAY + HOUR });
        const lease = await desk.lease();
        expect(lease.slug).toEqual("b");
        await desk.settle(lease, "released");
        expect(await desk.pick()).toEqual("b");
        desk.now += 2 * HOUR;
        // Of a nothing counts any more, of b the last call alone.
        expect(await desk.picks(2)).toEqual("a b");
      },
    },
    {
      sentence: "fewest-in-flight: fewest calls at once, then least recently used",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { order: "fewest-in-flight" });
        await desk.lease();
        const second = await desk.lease();
        await desk.lease();
        await desk.settle(second, "ended");
        expect(await desk.picks(3)).toEqual("b a c");
      },
    },
    {
      sentence: "power-of-two: the less loaded of two drawn, ties by slug",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { order: "power-of-two" });
        // Ranks 0 and 1: a; again: b is less loaded. Ranks 2 and 1: c.
        expect(await desk.picks(3, { random: drawsOf(0, 0, 0, 0, 0.99, 0.99) })).toEqual("a b c");
        // Ranks 1 and 0, alike: a. Ranks 0 and 2: c.
        expect(await desk.picks(2, { random: drawsOf(0.5, 0, 0, 0.5) })).toEqual("a c");
      },
    },
    {
      sentence: "power-of-two: calls at once count before calls of the day",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { order: "power-of-two" });
        for (let made = 0; made < 3; made++) await desk.record("a");
        const lease = await desk.lease(undefined, { random: drawsOf(0, 0) });
        expect(lease.slug).toEqual("b");
        expect(await desk.pick(undefined, { random: drawsOf(0, 0) })).toEqual("a");
      },
    },
    {
      sentence: "power-of-two: one that is free alone is it",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b"), { order: "power-of-two" });
        await desk.flag("a", null);
        expect(await desk.pick(undefined, { random: drawsOf(0.99, 0.99) })).toEqual("b");
      },
    },
    {
      sentence:
        "rendezvous: the same callee meets the same number, by hash and weight; the next when that is at a limit",
      run: async (desk, expect) => {
        for (const weight of [1, 4]) {
          const order = "rendezvous";
          await desk.load([numberOf("a"), numberOf("b", { weight }), numberOf("c")], { order });
          for (const [callee, alike, weighted] of RENDEZVOUS) {
            const [first, second, third] = (weight === 1 ? alike : weighted).split(" ") as [
              string,
              string,
              string,
            ];
            expect(await desk.pick(callee)).toEqual(first);
            expect(await desk.pick(callee)).toEqual(first);
            await desk.flag(first, null);
            expect(await desk.pick(callee)).toEqual(second);
            await desk.flag(second, null);
            expect(await desk.pick(callee)).toEqual(third);
            await desk.flag(first, "lift");
            await desk.flag(second, "lift");
          }
        }
      },
    },
    {
      sentence: "answer-rate: exploring ranks by the draw alone",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c d"), { order: EXPLORING });
        // Computed in another language.
        expect(await desk.picks(5, { random: drawsOf(0, 0.25, 0.5, 0.75, 0.9) })).toEqual("c c a d a");
        await desk.flag("c", null);
        expect(await desk.picks(1, { random: drawsOf(0) })).toEqual("d");
      },
    },
    {
      sentence: "answer-rate: prefers who was answered, and learns for each step of the route alone",
      run: async (desk, expect) => {
        const route = { localPresence: ["area-code", "any"] as const };
        const local = calleeOf("415");
        await desk.load(numbersOf("a b"), { order: LEARNING, route });
        let draw = 0;
        const random = () => {
          draw = (draw + 0.37) % 1;
          return draw;
        };
        let calls = 0;
        while (calls < 60) {
          const lease = await desk.lease(local, { random });
          await desk.settle(lease, "ended", lease.slug === "b" ? "answered" : "no-answer");
          calls++;
        }
        const later: string[] = [];
        for (let made = 0; made < 20; made++) later.push(await desk.pick(local, { random }));
        expect(later.filter((slug) => slug === "b").length >= 18).toEqual(true);
        const elsewhere: string[] = [];
        for (let made = 0; made < 40; made++) elsewhere.push(await desk.pick(calleeOf("212"), { random }));
        expect(elsewhere.includes("a") && elsewhere.includes("b")).toEqual(true);
      },
    },
    {
      sentence:
        "answer-rate: canceled and unknown outcomes teach nothing, nor do calls that affinity decided",
      run: async (desk, expect) => {
        const callee = calleeOf("415");
        const numbers = numbersOf("a b");
        const draws = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
        const picksOf = () => desk.picks(draws.length, { random: drawsOf(...draws) });
        await desk.load(numbers, { order: LEARNING, affinity: { mode: "sticky" } });
        const untaught = await picksOf();
        for (const outcome of ["canceled", "unknown"] as const) {
          for (let made = 0; made < 10; made++) await desk.call(outcome, undefined, { random: () => 0.5 });
        }
        await desk.record("a", { callee });
        for (let made = 0; made < 20; made++) await desk.call("answered", callee, { random: () => 0.5 });
        expect(await picksOf()).toEqual(untaught);
      },
    },
    {
      sentence:
        "answer-rate: what is learned of a number is lost when it leaves, and nothing is learned while it is out",
      run: async (desk, expect) => {
        const draws = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
        const picks = () => desk.picks(draws.length, { random: drawsOf(...draws) });
        const random = () => 0;
        await desk.load(numbersOf("a b"), { order: LEARNING });
        const untaught = await picks();
        await desk.flag("b", null);
        const leases: Lease[] = [];
        for (let made = 0; made < 60; made++) leases.push(await desk.lease(undefined, { random }));
        await desk.flag("b", "lift");
        for (const lease of leases.slice(0, 30)) await desk.settle(lease, "ended", "busy");
        await desk.load(numbersOf("b"), { order: LEARNING });
        for (const lease of leases.slice(30)) await desk.settle(lease, "ended", "busy");
        await desk.load(numbersOf("a b"), { order: LEARNING });
        expect(await picks()).toEqual(untaught);
      },
    },
    {
      sentence: "custom: the first free of the function's ranking, then the least recently used",
      run: async (desk, expect) => {
        await desk.load(numbersOf("a b c"), { order: { name: "custom", use: "first-alone" } });
        expect(await desk.picks(2, { random: () => 0 })).toEqual("a a");
        await desk.flag("a", null);
        expect(await desk.picks(3, { random: () => 0 })).toEqual("b c b");
      },
    },
    {
      sentence: "custom: no more than 64 of a ranking count",
      run: async (desk, expect) => {
        const weights = (index: number) => ({ weight: index < 64 ? 1000 : index === 69 ? 0.9 : 0.01 });
        const numbers = manyNumbers(70, weights);
        await desk.load(numbers, { order: { name: "custom", use: "heavy-first" } });
        for (const { slug } of numbers.slice(0, 64)) await desk.flag(slug, null);
        // Ranked 65th is 69.
        expect(await desk.picks(2, { random: drawsOf(0.3, 0.6) })).toEqual("64 65");
        await desk.flag("07", "lift");
        expect(await desk.pick(undefined, { random: drawsOf(0.3) })).toEqual("07");
      },
    },
    {
      sentence: "custom: the function draws from the request's one draw",
      run: async (desk, expect) => {
        const numbers = [numberOf("a"), numberOf("b", { weight: 1000 })];
        await desk.load(numbers, { order: { name: "custom", use: "heavy-first" } });
        const random = drawsOf(0.1, 0.2, 0.3, 0.4);
        expect(await desk.picks(4, { random })).toEqual("b b b b");
      },
    },
  ],
};
