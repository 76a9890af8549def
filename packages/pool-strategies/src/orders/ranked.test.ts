import fc from "fast-check";
import { expect, it } from "vitest";
import { BucketOrder, namesOf, weightsOf } from "../../test/support/bucket-order.js";
import { leastOf, MAX_RANKING } from "./ranking.js";

it("ranks the 64 least by score, then by place", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 200, size: "max" }), (scores) => {
      const sorted = scores.map((score, place) => ({ score, place })).sort((a, b) => a.score - b.score);
      const expected = sorted.slice(0, MAX_RANKING).map(({ place }) => place);
      expect(leastOf(scores.length, (place) => scores[place] ?? 0)).toEqual(expected);
    }),
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
