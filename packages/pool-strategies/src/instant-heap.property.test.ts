import fc from "fast-check";
import { expect, it } from "vitest";
import { InstantHeap } from "./instant-heap.js";

it("gives entries by rising instant, and keeps those it is told to keep", () => {
  const entries = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.nat()), { maxLength: 200 });
  fc.assert(
    fc.property(entries, fc.integer({ min: 1, max: 4 }), (given, divisor) => {
      const heap = new InstantHeap();
      for (const [at, item] of given) heap.push(at, item);
      heap.retain((_, item) => item % divisor === 0);
      const kept = given.filter(([, item]) => item % divisor === 0);
      expect(heap.size).toBe(kept.length);
      const taken: (readonly [number, number])[] = [];
      while (heap.size > 0) {
        taken.push([heap.firstAt, heap.first]);
        heap.pop();
      }
      const instants = taken.map(([at]) => at);
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
      const text = (pairs: readonly (readonly [number, number])[]) => pairs.map(String).sort();
      expect(text(taken)).toEqual(text(kept));
      expect(heap.firstAt).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});
