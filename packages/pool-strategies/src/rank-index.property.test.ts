import fc from "fast-check";
import { expect, it } from "vitest";
import { RankIndex } from "./rank-index.js";

it("finds the k-th present item, at every capacity", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 39 }), fc.boolean()), { maxLength: 60 }),
      (capacity, changes) => {
        const index = new RankIndex(capacity);
        const present = new Set<number>();
        for (const [item, isPresent] of changes.filter(([item]) => item < capacity)) {
          if (isPresent) {
            index.add(item);
            present.add(item);
          } else {
            index.delete(item);
            present.delete(item);
          }
        }
        const sorted = [...present].sort((a, b) => a - b);
        expect(index.size).toBe(sorted.length);
        expect(sorted.map((_, rank) => index.at(rank))).toEqual(sorted);
      },
    ),
  );
});
