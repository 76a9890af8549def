import { describe, expect, it } from "vitest";
import { BucketOrder, chiSquare, countsOf, namesOf, weightsOf } from "../../test/support/bucket-order.js";
import { seededRandom } from "../../test/support/random.js";

describe("random", () => {
  it("takes the number whose rank among the free ones the draw names", () => {
    const order = new BucketOrder("random", { a: 1, b: 1, c: 1, d: 1 });
    expect([0, 0.2499, 0.25, 0.5, 0.75, 0.9999].map((draw) => order.take(draw)).join(" ")).toBe(
      "a a b c d d",
    );
    order.remove("b");
    expect([0, 0.34, 0.67].map((draw) => order.take(draw)).join(" ")).toBe("a c d");
    order.add("b");
    expect(order.take(0.25)).toBe("b");
    expect(order.pick({ draws: [0.5], excluded: ["b", "d"] })).toBe("c");
    expect(order.take(0.75)).toBe("d");
  });

  it("gives each the same chance", () => {
    const random = seededRandom(1);
    const order = new BucketOrder("random", weightsOf([1, 50, 1, 1, 9, 1, 1, 1]));
    const seen = countsOf(order.takeMany(80_000, () => [random()]));
    // 7 degrees of freedom: below 24.3 in 99.9 of 100 cases.
    expect(chiSquare(seen, new Map(namesOf(8).map((name) => [name, 10_000])))).toBeLessThan(24.3);
  });
});

describe("power of two choices", () => {
  it("takes the less loaded of two different ones: fewer live leases, then fewer calls, then by slug", () => {
    const order = new BucketOrder("power-of-two", { a: 1, b: 1, c: 1 });
    const chosen = (...draws: number[]) => order.nameAt(order.order.take({ ...NO_CALL, draws }));
    expect(chosen(0.9, 0.9)).toBe("b");
    order.used("b");
    expect(chosen(0.4, 0.9)).toBe("c");
    order.used("c");
    order.end("c");
    expect(chosen(0.4, 0.9)).toBe("c");
    expect(chosen(0, 0.9)).toBe("a");
    order.end("b");
    order.used("b");
    order.end("b");
    expect(chosen(0.4, 0.9)).toBe("c");
  });

  it("needs no second one to take the only one", () => {
    expect(new BucketOrder("power-of-two", { a: 1 }).take(0.7, 0.2)).toBe("a");
  });

  it("never takes the more loaded of the two drawn", () => {
    const random = seededRandom(2);
    const order = new BucketOrder("power-of-two", weightsOf(new Array<number>(30).fill(1)));
    const loadOf = (name: string) => order.columns(name).inFlight;
    for (let step = 0; step < 5_000; step++) {
      const [u, v] = [random(), random()];
      const first = Math.floor(u * 30);
      const second = Math.floor(v * 29) + (Math.floor(v * 29) >= first ? 1 : 0);
      const loads = [loadOf(order.nameAt(first)), loadOf(order.nameAt(second))];
      const taken = order.take(u, v);
      expect([order.nameAt(first), order.nameAt(second)]).toContain(taken);
      expect(loadOf(taken) - 1).toBe(Math.min(...loads));
      if (random() < 0.7) {
        const ended = order.nameAt(Math.floor(random() * 30));
        if (loadOf(ended) > 0) order.end(ended);
      }
    }
  });

  it("has a far lower highest load than random: 1,000 calls over 1,000 numbers", () => {
    const highest = (name: "random" | "power-of-two") => {
      const random = seededRandom(3);
      const order = new BucketOrder(name, weightsOf(new Array<number>(1_000).fill(1)));
      order.takeMany(1_000, () => [random(), random()]);
      return Math.max(...order.names.map((number) => order.columns(number).inFlight));
    };
    // log log n against log n / log log n: 2 to 4 against 5 to 7 in nearly all runs.
    expect(highest("power-of-two")).toBeLessThanOrEqual(4);
    expect(highest("random")).toBeGreaterThanOrEqual(5);
  });
});

const NO_CALL = {
  callee: "+14155550123",
  tags: {},
  place: {},
  link: { name: "any", step: "any" },
  now: 0,
  excluded: undefined,
} as const;
