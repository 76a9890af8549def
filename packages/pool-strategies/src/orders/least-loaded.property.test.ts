import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BucketOrder, namesOf, weightsOf } from "../../test/support/bucket-order.js";

const SIZE = 6;
const NAMES = namesOf(SIZE);
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom("take", "take", "take", "used", "end", "forget", "park", "wake"),
    name: fc.constantFrom(...NAMES),
    excluded: fc.subarray([...NAMES], { maxLength: SIZE - 1 }),
  }),
  { maxLength: 80, size: "max" },
);

describe.each([
  ["least-recently-used", ({ lastSequence }: Carried) => [lastSequence]],
  ["least-used", ({ callsInDay, lastSequence }: Carried) => [callsInDay, lastSequence]],
  ["fewest-in-flight", ({ inFlight, lastSequence }: Carried) => [inFlight, lastSequence]],
] as const)("%s", (orderName, keysOf) => {
  it("never takes one while one that is lower is free", () => {
    fc.assert(
      fc.property(steps, (list) => {
        const order = new BucketOrder(orderName, weightsOf(new Array<number>(SIZE).fill(1)));
        for (const { kind, name, excluded } of list) {
          const columns = order.columns(name);
          if (kind === "used") order.used(name);
          if (kind === "end" && columns.inFlight > 0) order.end(name);
          if (kind === "forget" && columns.callsInDay > 0) order.forget(name);
          if (kind === "park" && columns.isFree) order.remove(name);
          if (kind === "wake" && !columns.isFree) order.add(name);
          if (kind !== "take") continue;
          const candidates = NAMES.filter(
            (other) => order.columns(other).isFree && !excluded.includes(other),
          );
          const keys = new Map(candidates.map((other) => [other, [...keysOf(order.columns(other)), other]]));
          const taken = order.pick({ excluded });
          const [lowest] = [...keys].sort(([, a], [, b]) => compare(a, b));
          expect(taken).toBe(lowest?.[0] ?? "nobody");
        }
      }),
      { numRuns: 200 },
    );
  });
});

interface Carried {
  readonly lastSequence: number;
  readonly callsInDay: number;
  readonly inFlight: number;
}

/** Key by key; the last is the slug. */
function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const differing = a.findIndex((key, index) => key !== b[index]);
  return differing < 0 ? 0 : (a[differing] ?? "") < (b[differing] ?? "") ? -1 : 1;
}
