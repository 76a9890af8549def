import fc from "fast-check";
import { expect, it } from "vitest";
import { Instants } from "./instants.js";

const MAX = 4;

it("keeps the latest instants of each owner, in order, whatever is added, removed and freed", () => {
  const step = fc.record({
    owner: fc.integer({ min: 0, max: 3 }),
    kind: fc.constantFrom("add", "add", "add", "remove", "free"),
    instant: fc.integer({ min: 0, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const instants = new Instants();
      const lists = [0, 0, 0, 0];
      const expected: number[][] = [[], [], [], []];
      for (const { owner, kind, instant } of steps) {
        const list = lists[owner] as number;
        const own = expected[owner] as number[];
        if (kind === "add") {
          lists[owner] = instants.add(list, own.length, instant, MAX);
          expected[owner] = [...own, instant].sort((a, b) => a - b).slice(-MAX);
        } else if (kind === "remove") {
          const left = instants.remove(list, own.length, instant);
          expect(left === undefined).toBe(!own.includes(instant));
          if (left === undefined) continue;
          lists[owner] = left;
          own.splice(own.lastIndexOf(instant), 1);
        } else {
          instants.free(list, own.length);
          lists[owner] = 0;
          expected[owner] = [];
        }
        const read = lists.map((each, at) =>
          Array.from({ length: expected[at]?.length ?? 0 }, (_, index) => instants.at(each, index)),
        );
        expect(read).toEqual(expected);
      }
    }),
  );
});
