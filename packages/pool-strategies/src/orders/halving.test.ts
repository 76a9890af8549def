import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { halvingOf } from "./halving.js";

describe("halvingOf", () => {
  it("halves exactly at whole numbers, and ends at 64", () => {
    expect([0, 1, 2, 10, 63].map(halvingOf)).toEqual([1, 0.5, 0.25, 2 ** -10, 2 ** -63]);
    expect([64, 65, 1e9, Number.POSITIVE_INFINITY].map(halvingOf)).toEqual([0, 0, 0, 0]);
  });

  it("is 2^(-x) but for the last bits", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 64, maxExcluded: true, noNaN: true }), (x) => {
        expect(Math.abs(halvingOf(x) / 2 ** -x - 1)).toBeLessThan(2 ** -50);
      }),
    );
  });

  // Values to compare an implementation in another language with.
  it.each([
    [0.5, 0.7071067811865475],
    [0.001, 0.9993070929904525],
    [3.75, 0.07432544468767008],
  ])("gives 2^(-%d) to the bit", (x, left) => {
    expect(halvingOf(x)).toBe(left);
  });
});
