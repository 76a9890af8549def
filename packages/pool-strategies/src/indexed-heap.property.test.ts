import fc from "fast-check";
import { expect, it } from "vitest";
import { IndexedHeap } from "./indexed-heap.js";

const CAPACITY = 12;
const change = fc.record({
  item: fc.integer({ min: 0, max: CAPACITY - 1 }),
  key: fc.option(fc.integer({ min: 0, max: 5 })),
});

it("gives the least key first and equal keys by item, whatever was changed and taken out", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const heap = new IndexedHeap(CAPACITY);
      const expected = new Map<number, number>();
      for (const { item, key } of changes) {
        if (key === null) {
          heap.delete(item);
          expected.delete(item);
        } else {
          heap.set(item, key);
          expected.set(item, key);
        }
        const [first] = [...expected].sort(([a, keyA], [b, keyB]) => keyA - keyB || a - b);
        expect(heap.size).toBe(expected.size);
        expect(heap.first()).toBe(first?.[0] ?? -1);
        expect(heap.firstKey()).toBe(first?.[1] ?? Number.POSITIVE_INFINITY);
        expect(heap.has(item)).toBe(expected.has(item));
      }
    }),
  );
});
