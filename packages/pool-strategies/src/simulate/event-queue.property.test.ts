import fc from "fast-check";
import { expect, it } from "vitest";
import { EventQueue } from "./event-queue.js";

it("gives events by their instant, those of one instant in the order they came in", () => {
  const step = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant("take" as const));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const queue = new EventQueue<number>();
      let waiting: { at: number; item: number }[] = [];
      for (const [item, at] of steps.entries()) {
        if (at !== "take") {
          queue.add(at, item);
          waiting.push({ at, item });
        } else {
          const [first] = waiting.sort((a, b) => a.at - b.at || a.item - b.item);
          expect(queue.firstAt).toBe(first?.at ?? Number.POSITIVE_INFINITY);
          expect(queue.first()).toBe(first?.item);
          expect(queue.take()).toBe(first?.item);
          waiting = waiting.slice(1);
        }
        expect(queue.size).toBe(waiting.length);
      }
    }),
  );
});
