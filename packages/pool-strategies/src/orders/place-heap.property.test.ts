import fc from "fast-check";
import { expect, it } from "vitest";
import { PlaceHeap } from "./place-heap.js";

const CAPACITY = 16;
const step = fc.record({
  heap: fc.constantFrom("first" as const, "second" as const),
  kind: fc.constantFrom("push", "push", "pop", "raise"),
  key: fc.integer({ min: 0, max: 9 }),
});

it("gives the least key first and equal keys by place, of two heaps in the same arrays too", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100, size: "max" }), (steps) => {
      const keys = new Float64Array(CAPACITY);
      const places = new Int32Array(CAPACITY);
      const heaps = {
        first: new PlaceHeap(keys, places, "start"),
        second: new PlaceHeap(keys, places, "end"),
      };
      const expected = { first: [] as [number, number][], second: [] as [number, number][] };
      let place = 0;
      for (const { heap: name, kind, key } of steps) {
        const heap = heaps[name];
        const entries = expected[name];
        const [top] = entries;
        if (kind === "push" && expected.first.length + expected.second.length < CAPACITY) {
          // Places come in no order of their own.
          place = (place + 7) % 1_000;
          heap.push(key, place);
          entries.push([key, place]);
        } else if (kind === "pop" && top !== undefined) {
          heap.pop();
          entries.shift();
        } else if (kind === "raise" && top !== undefined) {
          const raised = Math.max(key, top[0]);
          heap.raise(raised);
          entries[0] = [raised, top[1]];
        }
        entries.sort(([keyA, a], [keyB, b]) => keyA - keyB || a - b);
        for (const each of ["first", "second"] as const) {
          expect(heaps[each].size).toBe(expected[each].length);
          expect(heaps[each].topKey).toBe(expected[each][0]?.[0] ?? Number.POSITIVE_INFINITY);
          if (heaps[each].size > 0) expect(heaps[each].top).toBe(expected[each][0]?.[1]);
        }
      }
    }),
    { numRuns: 80 },
  );
});
