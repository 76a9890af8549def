import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CalleeKeys } from "./callee-keys.js";

describe("CalleeKeys", () => {
  it("knows which callees came before, as a Set does", () => {
    const callee = fc.oneof(
      fc.integer({ min: 10, max: 60 }),
      fc.integer({ min: 10, max: 999_999_999_999_999 }),
    );
    fc.assert(
      fc.property(fc.array(callee, { maxLength: 300 }), (callees) => {
        const keys = new CalleeKeys();
        const set = new Set<number>();
        for (const each of callees) {
          expect(keys.add(each)).toBe(!set.has(each));
          set.add(each);
        }
      }),
    );
  });
});
