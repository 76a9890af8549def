import fc from "fast-check";
import { expect, it } from "vitest";
import { instantToText } from "./instant.js";

it.each([
  [0, "1970-01-01T00:00:00Z"],
  [951_782_399_999, "2000-02-28T23:59:59Z"],
  [951_782_400_000, "2000-02-29T00:00:00Z"],
  [1_795_515_300_000, "2026-11-24T10:15:00Z"],
  [4_107_542_400_000, "2100-03-01T00:00:00Z"],
])("writes %d as %s", (epochMs, expected) => {
  expect(instantToText(epochMs)).toBe(expected);
});

it("agrees with Date from 1970 to 9999", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) }), (epochMs) => {
      expect(instantToText(epochMs)).toBe(`${new Date(epochMs).toISOString().slice(0, 19)}Z`);
    }),
    { numRuns: 1000 },
  );
});
