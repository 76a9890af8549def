import fc from "fast-check";
import { expect, it } from "vitest";
import { IndexedHeap } from "./indexed-heap.js";

const CAPACITY = 12;
const change = fc.record({
  item: fc.integer({ min: 0, max: CAPACITY - 1 }),
  key: fc.option(fc.integer({ min: 0, max: 5 })),
  secondKey: fc.integer({ min: 0, max: 3 }),
});

it.each([1, 2] as const)(
  "gives the least of %i keys first and equal ones by item, whatever was changed and taken out",
  (keys) => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60, size: "max" }), (changes) => {
        const heap = new IndexedHeap(CAPACITY, keys);
        const expected = new Map<number, readonly [number, number]>();
        for (const { item, key, secondKey } of changes) {
          if (key === null) {
            heap.delete(item);
            expected.delete(item);
          } else {
            heap.set(item, key, secondKey);
            expected.set(item, [key, keys === 2 ? secondKey : 0]);
          }
          const [first] = [...expected].sort(([a, [a1, a2]], [b, [b1, b2]]) => a1 - b1 || a2 - b2 || a - b);
          expect(heap.size).toBe(expected.size);
          expect(heap.first()).toBe(first?.[0] ?? -1);
          if (first !== undefined) expect(heap.key(first[0])).toBe(first[1][0]);
          expect(heap.has(item)).toBe(expected.has(item));
        }
      }),
    );
  },
);
