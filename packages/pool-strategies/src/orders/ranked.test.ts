import fc from "fast-check";
import { expect, it } from "vitest";
import { BucketOrder, namesOf, weightsOf } from "../../test/support/bucket-order.js";
import { firstOfRanking, MAX_RANKING } from "./ranking.js";

it("finds the first candidate of the 64 least by score, then by place", () => {
  const place = fc.record({ score: fc.integer({ min: 0, max: 40 }), isCandidate: fc.boolean() });
  const list = fc.oneof(
    fc.array(place, { maxLength: 200, size: "max" }),
    // Few candidates, so that others fill the ranking.
    fc.array(
      place.map(({ score, isCandidate }) => ({ score, isCandidate: isCandidate && score % 7 === 0 })),
      { maxLength: 200, size: "max" },
    ),
  );
  fc.assert(
    fc.property(list, fc.boolean(), (places, isRough) => {
      const sorted = [...places.entries()].sort(([, a], [, b]) => a.score - b.score);
      const expected = sorted.slice(0, MAX_RANKING).find(([, { isCandidate }]) => isCandidate)?.[0] ?? -1;
      const scoreOf = (at: number, bound: number) => {
        const score = places[at]?.score ?? 0;
        return isRough && score > bound ? bound + 0.5 : score;
      };
      expect(firstOfRanking(places.length, scoreOf, (at) => places[at]?.isCandidate ?? false)).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

/** A custom order that always ranks the same. */
function ranking(slugs: readonly string[], size: number): BucketOrder {
  return new BucketOrder({ name: "custom", use: "fixed" }, weightsOf(new Array<number>(size).fill(1)), {
    orders: { fixed: () => slugs },
  });
}

it("takes the first of the ranking that is free, and the least recently used when none of it is", () => {
  const [a = "", b = "", c = "", d = ""] = namesOf(4);
  const order = ranking([c, a], 4);
  expect(order.take(0)).toBe(c);
  order.remove(c);
  expect(order.take(0)).toBe(a);
  expect(order.pick({ excluded: [a] })).toBe(b);
  order.remove(a);
  expect(order.takeMany(3)).toEqual([d, b, d]);
  order.add(c);
  expect(order.take(0)).toBe(c);
  expect(order.pick({ excluded: [b, c, d] })).toBe("nobody");
});

it("looks at no more than 64 of the ranking", () => {
  const names = namesOf(70);
  const order = ranking([...names].reverse(), 70);
  for (const name of names.slice(6)) order.remove(name);
  // The ranking's 65th would be number 5; the least recently used is number 0.
  expect(order.take(0)).toBe(names[0]);
});
