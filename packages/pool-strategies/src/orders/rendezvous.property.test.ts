import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BucketOrder, chiSquare, countsOf, namesOf, weightsOf } from "../../test/support/bucket-order.js";
import { Rendezvous } from "./rendezvous.js";

interface Weighted {
  readonly slug: string;
  readonly weight: number;
}

const CALLEES = Array.from({ length: 10_000 }, (_, index) => `+1415555${String(index).padStart(5, "0")}`);

function poolOf(weights: readonly number[]): readonly Weighted[] {
  return namesOf(weights.length).map((slug, index) => ({ slug, weight: weights[index] ?? 1 }));
}

/** All numbers, best first. */
function rendezvousOf(pool: readonly Weighted[]): (callee: string) => readonly Weighted[] {
  const at = (place: number) => pool[place] as Weighted;
  const members = {
    size: pool.length,
    slug: (place: number) => at(place).slug,
    weight: (place: number) => at(place).weight,
  };
  const rendezvous = new Rendezvous(members);
  return (callee) => {
    const scoreOf = rendezvous.scoreFor(callee);
    const scored = pool.map((number, place) => ({ number, score: scoreOf(place, Number.POSITIVE_INFINITY) }));
    return scored.sort((a, b) => a.score - b.score).map(({ number }) => number);
  };
}

/** For each callee the slug of its number. */
function firstsOf(pool: readonly Weighted[], callees: readonly string[]): readonly string[] {
  const rank = rendezvousOf(pool);
  return callees.map((callee) => rank(callee)[0]?.slug ?? "nobody");
}

const weights = fc.array(
  fc.integer({ min: 1, max: 100_000 }).map((hundredths) => hundredths / 100),
  { minLength: 1, maxLength: 30 },
);
const callees = fc.array(
  fc.integer({ min: 0, max: 9_999_999 }).map((line) => `+1415${String(line).padStart(7, "0")}`),
  { minLength: 1, maxLength: 60 },
);

describe("rendezvous", () => {
  // Scores computed by another program, in another language, from the definition: +14155550123 has 0.0287,
  // 0.3762 and 0.5196 with numbers 1, 2 and 3, and +12125550198 has 1.0358, 0.3399 and 0.0167.
  it.each([
    ["+14155550123", ["number-1", "number-2", "number-3"]],
    ["+12125550198", ["number-3", "number-2", "number-1"]],
  ])("ranks three numbers for %s as its definition says", (callee, slugs) => {
    const pool = [
      { slug: "number-1", weight: 1 },
      { slug: "number-2", weight: 1 },
      { slug: "number-3", weight: 2.5 },
    ];
    expect(rendezvousOf(pool)(callee).map(({ slug }) => slug)).toEqual(slugs);
  });

  it("moves only the callees of the number that left, each to the next of its ranking", () => {
    fc.assert(
      fc.property(weights, callees, fc.nat(), (list, calls, at) => {
        const pool = poolOf(list);
        const left = pool[at % pool.length];
        const rest = pool.filter((member) => member !== left);
        const rank = rendezvousOf(pool);
        const after = firstsOf(rest, calls);
        for (const [index, callee] of calls.entries()) {
          expect(after[index]).toBe(rank(callee).find((number) => number !== left)?.slug ?? "nobody");
        }
      }),
    );
  });

  it("moves callees only to a number that comes or grows, and only from one that shrinks", () => {
    fc.assert(
      fc.property(
        weights,
        callees,
        fc.nat(),
        fc.double({ min: 1.01, max: 50, noNaN: true }),
        (list, calls, at, factor) => {
          const changed = at % list.length;
          const slug = poolOf(list)[changed]?.slug;
          const before = firstsOf(poolOf(list), calls);
          const grown = list.map((weight, index) => (index === changed ? weight * factor : weight));
          const after = firstsOf(poolOf(grown), calls);
          for (const [index, first] of before.entries())
            if (after[index] !== first) expect(after[index]).toBe(slug);
          // Read backwards, the same is the law of a number that shrinks.
          for (const [index, first] of after.entries()) if (before[index] !== first) expect(first).toBe(slug);
        },
      ),
    );
  });

  it.each([
    ["10 equal numbers, one leaves", 10, 1],
    ["100 equal numbers, one leaves", 100, 1],
    ["100 equal numbers, five leave", 100, 5],
  ])("moves ≈ 1/n of the callees: %s", (_, size, leaving) => {
    const pool = poolOf(new Array<number>(size).fill(1));
    const before = firstsOf(pool, CALLEES);
    const after = firstsOf(pool.slice(leaving), CALLEES);
    const moved = before.filter((slug, index) => slug !== after[index]).length;
    const share = leaving / size;
    const deviation = Math.sqrt(CALLEES.length * share * (1 - share));
    expect(Math.abs(moved - CALLEES.length * share)).toBeLessThan(4 * deviation);
  });

  it("moves the callees that a changed weight must move, and no more", () => {
    const before = firstsOf(poolOf(new Array<number>(20).fill(1)), CALLEES);
    const after = firstsOf(poolOf([3, ...new Array<number>(19).fill(1)]), CALLEES);
    const moved = before.filter((slug, index) => slug !== after[index]).length;
    const share = 3 / 22 - 1 / 20;
    const deviation = Math.sqrt(CALLEES.length * share * (1 - share));
    expect(Math.abs(moved - CALLEES.length * share)).toBeLessThan(4 * deviation);
  });

  it("gives shares in proportion to the weights", () => {
    const list = [1, 2, 3, 4, 0.5, 0.25, 10, 7.25];
    const pool = poolOf(list);
    const total = list.reduce((sum, weight) => sum + weight, 0);
    const counts = countsOf(firstsOf(pool, CALLEES));
    const expected = new Map(pool.map(({ slug, weight }) => [slug, (CALLEES.length * weight) / total]));
    // 7 degrees of freedom: below 24.3 in 99.9 of 100 cases.
    expect(chiSquare(counts, expected)).toBeLessThan(24.3);
  });

  it("spreads the callees of a number that left over the others by their weights", () => {
    const list = [20, 1, 2, 3, 4];
    const before = firstsOf(poolOf(list), CALLEES);
    const rest = poolOf(list).slice(1);
    const after = firstsOf(rest, CALLEES);
    const moved = after.filter((slug, index) => slug !== before[index]);
    expect(moved.length).toBe(before.filter((slug) => slug === "number-00000").length);
    const expected = new Map(rest.map(({ slug, weight }) => [slug, (moved.length * weight) / 10]));
    // 3 degrees of freedom: below 16.3 in 99.9 of 100 cases.
    expect(chiSquare(countsOf(moved), expected)).toBeLessThan(16.3);
  });

  it("ranks two numbers within a pool as it does when they are alone", () => {
    fc.assert(
      fc.property(weights, callees, (list, calls) => {
        for (const callee of calls) {
          const ranking = rendezvousOf(poolOf(list))(callee);
          for (const [index, second] of ranking.slice(1).entries()) {
            const first = ranking[index] as Weighted;
            const two = [first, second].sort((a, b) => (a.slug < b.slug ? -1 : 1));
            expect(rendezvousOf(two)(callee)).toEqual([first, second]);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("says of a score above the bound only that it is above", () => {
    fc.assert(
      fc.property(weights, callees, fc.double({ min: 0, max: 10, noNaN: true }), (list, calls, bound) => {
        const pool = poolOf(list);
        const slug = (place: number) => pool[place]?.slug ?? "";
        const weight = (place: number) => pool[place]?.weight ?? 1;
        const rendezvous = new Rendezvous({ size: pool.length, slug, weight });
        for (const callee of calls) {
          const scoreOf = rendezvous.scoreFor(callee);
          for (const place of pool.keys()) {
            const score = scoreOf(place, Number.POSITIVE_INFINITY);
            if (score > bound) expect(scoreOf(place, bound)).toBeGreaterThan(bound);
            else expect(scoreOf(place, bound)).toBe(score);
          }
        }
      }),
    );
  });

  it("gives a callee the next of its ranking while the first is parked, and the first again after that", () => {
    const order = new BucketOrder("rendezvous", weightsOf([1, 2, 3, 4]));
    const callee = "+12125550198";
    const [first = "", second = "", third] = rendezvousOf(poolOf([1, 2, 3, 4]))(callee).map(
      ({ slug }) => slug,
    );
    expect(order.pick({ callee })).toBe(first);
    order.remove(first);
    expect(order.pick({ callee })).toBe(second);
    expect(order.pick({ callee, excluded: [second] })).toBe(third);
    order.add(first);
    expect(order.pick({ callee })).toBe(first);
  });
});
