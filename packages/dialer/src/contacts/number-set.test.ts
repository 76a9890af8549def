import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NumberSet } from "./number-set.js";

const phone = fc
  .oneof(
    fc.integer({ min: 10, max: 5000 }),
    fc.bigInt({ min: 10n, max: 999_999_999_999_999n }),
    fc.integer({ min: 14_155_550_100, max: 14_155_550_300 }),
  )
  .map((digits) => `+${digits}`);

describe("a set of numbers", () => {
  it("holds just what was added", () => {
    fc.assert(
      fc.property(
        fc.array(phone, { maxLength: 3000 }),
        fc.array(phone, { maxLength: 300 }),
        (added, asked) => {
          const set = new NumberSet();
          for (const each of added) set.add(each);
          const expected = new Set(added);
          expect(set.size).toBe(expected.size);
          for (const each of [...added, ...asked]) expect(set.has(each)).toBe(expected.has(each));
        },
      ),
      { numRuns: 20 },
    );
  });

  it("grows to runs of a hundred thousand numbers", () => {
    const set = new NumberSet();
    for (let i = 0; i < 100_000; i++) set.add(`+1415${2_000_000 + i}`);
    expect(set.size).toBe(100_000);
    expect(set.has("+14152099999")).toBe(true);
    expect(set.has("+14152100000")).toBe(false);
  });

  it.each(["", "+", "+1", "+0123", "14155550123", "+1415555012a", "+1234567890123456", " +14155550123"])(
    "takes «%s» for no number",
    (text) => {
      const set = new NumberSet();
      expect(set.has(text)).toBe(false);
      expect(() => set.add(text)).toThrow(RangeError);
    },
  );
});
