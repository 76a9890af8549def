import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BucketOrder, bucketOrder } from "../../test/support/bucket-order.js";

const weights = fc.array(
  fc.integer({ min: 1, max: 100_000 }).map((hundredths) => hundredths / 100),
  {
    minLength: 1,
    maxLength: 12,
  },
);

function takeMany(order: BucketOrder, count: number): readonly string[] {
  return Array.from({ length: count }, () => order.take());
}

describe("weighted round-robin", () => {
  it("is smooth: the heavy one does not go first in a burst", () => {
    const order = bucketOrder("weighted-round-robin", { a: 5, b: 1, c: 1 });
    expect(takeMany(order, 7).join(" ")).toBe("a b a a c a a");
  });

  it("stays within one call of the exact share at every prefix", () => {
    fc.assert(
      fc.property(weights, (list) => {
        const byName = Object.fromEntries(
          list.map((weight, index) => [String.fromCharCode(97 + index), weight]),
        );
        const total = list.reduce((sum, weight) => sum + weight, 0);
        const order = bucketOrder("weighted-round-robin", byName);
        const counts = new Map<string, number>();
        for (let calls = 1; calls <= 400; calls++) {
          const name = order.take();
          counts.set(name, (counts.get(name) ?? 0) + 1);
          for (const [slug, weight] of Object.entries(byName)) {
            expect(Math.abs((counts.get(slug) ?? 0) - (calls * weight) / total)).toBeLessThanOrEqual(1.001);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("holds its bound after a million calls, as far as rounding goes", () => {
    const byName = { a: 0.1, b: 0.3, c: 7.77, d: 1 / 3 };
    const total = 0.1 + 0.3 + 7.77 + 0.333333;
    const order = bucketOrder("weighted-round-robin", byName);
    const counts = { a: 0, b: 0, c: 0, d: 0 };
    for (let calls = 0; calls < 1_000_000; calls++) counts[order.take() as keyof typeof counts]++;
    for (const [name, weight] of Object.entries({ ...byName, d: 0.333333 })) {
      expect(Math.abs(counts[name as keyof typeof counts] - (1e6 * weight) / total)).toBeLessThanOrEqual(
        1.001,
      );
    }
  });

  it("gives a number that comes later its share from then on, and no more", () => {
    const order = bucketOrder("weighted-round-robin", { a: 1, b: 1, late: 1 }, ["a", "b"]);
    takeMany(order, 100);
    order.add("late");
    const next = takeMany(order, 30).filter((name) => name === "late");
    expect(next.length).toBeGreaterThanOrEqual(9);
    expect(next.length).toBeLessThanOrEqual(11);
  });

  it("does not let a number make up for the time it was away", () => {
    const order = bucketOrder("weighted-round-robin", { a: 1, b: 1 });
    order.remove("b");
    takeMany(order, 50);
    order.add("b");
    expect(takeMany(order, 10).filter((name) => name === "b")).toHaveLength(5);
  });

  it("charges a number chosen otherwise, so that the others catch up", () => {
    const order = bucketOrder("weighted-round-robin", { a: 1, b: 1, c: 1 });
    for (let charged = 0; charged < 5; charged++) order.charge("a");
    expect(takeMany(order, 8).filter((name) => name === "a")).toHaveLength(0);
  });

  it("goes on from its turns exactly where it was", () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 0, max: 50 }), (list, calls) => {
        const byName = Object.fromEntries(
          list.map((weight, index) => [String.fromCharCode(97 + index), weight]),
        );
        const order = bucketOrder("weighted-round-robin", byName);
        takeMany(order, calls);
        const copy = bucketOrder("weighted-round-robin", byName, Object.keys(byName), order.turns());
        expect(takeMany(copy, 30)).toEqual(takeMany(order, 30));
      }),
    );
  });
});

describe("round-robin", () => {
  it("goes by slug, and ignores weights", () => {
    const order = bucketOrder("round-robin", { b: 9, a: 1, c: 5 });
    expect(takeMany(order, 7).join(" ")).toBe("a b c a b c a");
  });

  it("never lets two counts differ by more than one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 200 }), (size, calls) => {
        const names = Array.from({ length: size }, (_, index) => String.fromCharCode(97 + index));
        const order = bucketOrder("round-robin", Object.fromEntries(names.map((name) => [name, 1])));
        const taken = takeMany(order, calls);
        const counts = names.map((name) => taken.filter((other) => other === name).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("lets a number that joins in mid-round wait for those whose turn was before", () => {
    const order = bucketOrder("round-robin", { a: 1, b: 1, c: 1 }, ["b", "c"]);
    expect(order.take()).toBe("b");
    order.add("a");
    expect(takeMany(order, 4).join(" ")).toBe("c a b c");
  });
});
