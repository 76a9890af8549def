import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BucketOrder, namesOf, weightsOf } from "../../test/support/bucket-order.js";
import { seededRandom } from "../../test/support/random.js";

const weights = fc.array(
  fc.integer({ min: 1, max: 100_000 }).map((hundredths) => hundredths / 100),
  {
    minLength: 1,
    maxLength: 12,
  },
);

describe("weighted round-robin", () => {
  it("is smooth: the heavy one does not go first in a burst", () => {
    const order = new BucketOrder("weighted-round-robin", { a: 5, b: 1, c: 1 });
    expect(order.takeMany(7).join(" ")).toBe("a b a a c a a");
  });

  it("stays within one call of the exact share at every prefix", () => {
    fc.assert(
      fc.property(weights, (list) => {
        const byName = Object.fromEntries(
          list.map((weight, index) => [String.fromCharCode(97 + index), weight]),
        );
        const total = list.reduce((sum, weight) => sum + weight, 0);
        const order = new BucketOrder("weighted-round-robin", byName);
        const counts = new Map<string, number>();
        let worst = 0;
        for (let calls = 1; calls <= 400; calls++) {
          const name = order.take();
          counts.set(name, (counts.get(name) ?? 0) + 1);
          for (const [slug, weight] of Object.entries(byName)) {
            worst = Math.max(worst, Math.abs((counts.get(slug) ?? 0) - (calls * weight) / total));
          }
        }
        expect(worst).toBeLessThanOrEqual(1.001);
      }),
      { numRuns: 40 },
    );
  });

  it("holds its bound after a million calls, as far as rounding goes", () => {
    const byName = { a: 0.1, b: 0.3, c: 7.77, d: 1 / 3 };
    const total = 0.1 + 0.3 + 7.77 + 0.333333;
    const order = new BucketOrder("weighted-round-robin", byName);
    const counts = { a: 0, b: 0, c: 0, d: 0 };
    for (let calls = 0; calls < 1_000_000; calls++) counts[order.take() as keyof typeof counts]++;
    for (const [name, weight] of Object.entries({ ...byName, d: 0.333333 })) {
      expect(Math.abs(counts[name as keyof typeof counts] - (1e6 * weight) / total)).toBeLessThanOrEqual(
        1.001,
      );
    }
  });

  it("gives a number that comes later its share from then on, and no more", () => {
    const order = new BucketOrder("weighted-round-robin", { a: 1, b: 1, late: 1 }, { present: ["a", "b"] });
    order.takeMany(100);
    order.add("late");
    const next = order.takeMany(30).filter((name) => name === "late");
    expect(next.length).toBeGreaterThanOrEqual(9);
    expect(next.length).toBeLessThanOrEqual(11);
  });

  it("does not let a number make up for the time it was away", () => {
    const order = new BucketOrder("weighted-round-robin", { a: 1, b: 1 });
    order.remove("b");
    order.takeMany(50);
    order.add("b");
    expect(order.takeMany(10).filter((name) => name === "b")).toHaveLength(5);
  });

  it("charges a number chosen otherwise, so that the others catch up", () => {
    const order = new BucketOrder("weighted-round-robin", { a: 1, b: 1, c: 1 });
    for (let charged = 0; charged < 5; charged++) order.charge("a");
    expect(order.takeMany(8).filter((name) => name === "a")).toHaveLength(0);
  });

  it("goes on from its turns exactly where it was", () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 0, max: 50 }), (list, calls) => {
        const byName = Object.fromEntries(
          list.map((weight, index) => [String.fromCharCode(97 + index), weight]),
        );
        const order = new BucketOrder("weighted-round-robin", byName);
        order.takeMany(calls);
        const copy = new BucketOrder("weighted-round-robin", byName, { turns: order.order.turns() });
        expect(copy.takeMany(30)).toEqual(order.takeMany(30));
      }),
    );
  });
});

/** Virtual time of a round-robin bucket. */
function virtualTimeOf(order: BucketOrder): number {
  const { base = 0, picks = 0, rate = 1 } = order.order.turns() ?? {};
  return picks === 0 ? base : base + (picks * 1_000_000) / rate;
}

const changes = fc.array(
  fc.record({
    picks: fc.integer({ min: 0, max: 6 }),
    place: fc.nat({ max: 11 }),
    kind: fc.constantFrom("park", "wake"),
  }),
  { maxLength: 60, size: "max" },
);

describe("weighted round-robin while numbers park and wake", () => {
  it("gives a number, while it is free, at most one call more than virtual time owes it", () => {
    fc.assert(
      fc.property(weights, changes, (list, steps) => {
        const names = namesOf(list.length);
        const order = new BucketOrder("weighted-round-robin", weightsOf(list));
        const free = new Set(names);
        const since = new Map(names.map((name) => [name, { time: 0, calls: 0 }]));
        for (const { picks, place, kind } of steps) {
          const name = names[place % names.length] ?? "";
          if (kind === "park" && free.delete(name)) order.remove(name);
          if (kind === "wake" && !free.has(name)) {
            free.add(name);
            order.add(name);
            since.set(name, { time: virtualTimeOf(order), calls: 0 });
          }
          for (let pick = 0; pick < picks && free.size > 0; pick++) {
            const taken = order.take();
            const stretch = since.get(taken) ?? { time: 0, calls: 0 };
            stretch.calls++;
            const owed = (virtualTimeOf(order) - stretch.time) * (list[names.indexOf(taken)] ?? 1);
            // Rounding of weights to millionths, and starts that count as reached 2^-20 early.
            expect(stretch.calls).toBeLessThanOrEqual(owed + 1.01);
          }
        }
      }),
    );
  });

  /**
   * How far behind and ahead of its shares any number got while it was free throughout: its calls
   * minus the sum of weight / (weight of all free) over the calls of the bucket.
   *
   * @param isParked Whether to park the number now, which has had that much more than its shares.
   */
  function spread(
    list: readonly number[],
    random: () => number,
    isParked: (ahead: number) => boolean,
    parksWhenTaken: () => boolean,
  ): { readonly behind: number; readonly ahead: number } {
    const names = namesOf(list.length);
    const weightOf = new Map(names.map((name, index) => [name, list[index] ?? 1]));
    const order = new BucketOrder("weighted-round-robin", weightsOf(list));
    const balance = new Map(names.map((name) => [name, { now: 0, least: 0, most: 0 }]));
    let [behind, ahead] = [0, 0];
    for (let step = 0; step < 1_500; step++) {
      const name = names[Math.floor(random() * names.length)] ?? "";
      const its = balance.get(name);
      if (its !== undefined && balance.size > 1 && isParked(its.now)) {
        balance.delete(name);
        order.remove(name);
      } else if (its === undefined && random() < 0.4) {
        balance.set(name, { now: 0, least: 0, most: 0 });
        order.add(name);
      }
      const total = [...balance.keys()].reduce((sum, free) => sum + (weightOf.get(free) ?? 0), 0);
      const taken = order.take();
      for (const [free, counts] of balance) {
        counts.now += (free === taken ? 1 : 0) - (weightOf.get(free) ?? 0) / total;
        ahead = Math.max(ahead, counts.now - counts.least);
        behind = Math.max(behind, counts.most - counts.now);
        counts.least = Math.min(counts.least, counts.now);
        counts.most = Math.max(counts.most, counts.now);
      }
      if (balance.size > 1 && parksWhenTaken()) {
        balance.delete(taken);
        order.remove(taken);
      }
    }
    return { behind, ahead };
  }

  function worstOf(
    isParked: (random: () => number) => (ahead: number) => boolean,
    parksWhenTaken: (random: () => number) => () => boolean,
  ): { readonly behind: number; readonly ahead: number } {
    let [behind, ahead] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const size = 2 + (seed % 15);
      const list = Array.from({ length: size }, () => (seed % 2 === 0 ? 1 : 0.01 + random() ** 4 * 100));
      const worst = spread(list, random, isParked(random), parksWhenTaken(random));
      behind = Math.max(behind, worst.behind);
      ahead = Math.max(ahead, worst.ahead);
    }
    return { behind, ahead };
  }

  it("stays within 3 calls of the shares when each number parks after its call, as under a minimum gap", () => {
    const worst = worstOf(
      () => () => false,
      () => () => true,
    );
    expect(worst.behind).toBeLessThan(3);
    expect(worst.ahead).toBeLessThan(1.01);
  });

  it.each([
    ["any number parks at any time", (random: () => number) => () => random() < 0.3],
    ["those that are ahead park", (random: () => number) => (ahead: number) => ahead > 0 && random() < 0.5],
    ["those that are behind park", (random: () => number) => (ahead: number) => ahead < 0 && random() < 0.5],
  ])("never leaves a free number more than 4 calls behind its shares when %s", (_, isParked) => {
    expect(worstOf(isParked, () => () => false).behind).toBeLessThan(4);
  });
});

describe("weighted round-robin in overlapping buckets", () => {
  it("gives a number within one call of its exact share in each of its buckets, and so within as many as it has in all", () => {
    fc.assert(
      fc.property(weights, fc.array(fc.nat({ max: 2 }), { maxLength: 300, size: "max" }), (list, calls) => {
        const names = namesOf(list.length);
        // Three buckets: all numbers, every other one, and the first half.
        const sets = [
          names,
          names.filter((_, index) => index % 2 === 0),
          names.slice(0, Math.ceil(names.length / 2)),
        ];
        const weightOf = (name: string) => list[names.indexOf(name)] ?? 1;
        const orders = sets.map(
          (set) =>
            new BucketOrder(
              "weighted-round-robin",
              Object.fromEntries(set.map((name) => [name, weightOf(name)])),
            ),
        );
        const balance = new Map(names.map((name) => [name, 0]));
        for (const at of calls) {
          const set = sets[at] ?? [];
          const total = set.reduce((sum, name) => sum + weightOf(name), 0);
          const taken = orders[at]?.take();
          for (const name of set) {
            balance.set(name, (balance.get(name) ?? 0) + (name === taken ? 1 : 0) - weightOf(name) / total);
          }
          for (const [name, ahead] of balance) {
            const buckets = sets.filter((other) => other.includes(name)).length;
            if (Math.abs(ahead) > buckets + 0.01) expect.fail(`${name} is ${ahead} calls ahead.`);
          }
        }
      }),
    );
  });
});

describe("round-robin", () => {
  it("goes by slug, and ignores weights", () => {
    const order = new BucketOrder("round-robin", { b: 9, a: 1, c: 5 });
    expect(order.takeMany(7).join(" ")).toBe("a b c a b c a");
  });

  it("never lets two counts differ by more than one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 200 }), (size, calls) => {
        const names = Array.from({ length: size }, (_, index) => String.fromCharCode(97 + index));
        const order = new BucketOrder("round-robin", Object.fromEntries(names.map((name) => [name, 1])));
        const taken = order.takeMany(calls);
        const counts = names.map((name) => taken.filter((other) => other === name).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("lets a number that joins in mid-round wait for those whose turn was before", () => {
    const order = new BucketOrder("round-robin", { a: 1, b: 1, c: 1 }, { present: ["b", "c"] });
    expect(order.take()).toBe("b");
    order.add("a");
    expect(order.takeMany(4).join(" ")).toBe("c a b c");
  });
});
