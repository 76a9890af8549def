import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOfText } from "./instant-of-text.js";

describe("instantOfText", () => {
  it.each([
    ["epoch milliseconds", "1795514400000", 1_795_514_400_000],
    ["UTC", "2026-11-24T10:00:00Z", 1_795_514_400_000],
    ["UTC without seconds", "2026-11-24T10:00Z", 1_795_514_400_000],
    ["microseconds", "2026-11-24T10:00:00.123456Z", 1_795_514_400_123],
    ["a zone ahead", "2026-11-24T15:30:00+05:30", 1_795_514_400_000],
    ["a zone behind, without a colon", "2026-11-24T05:00:00-0500", 1_795_514_400_000],
    ["a space between", "2026-11-24 10:00:00+00:00", 1_795_514_400_000],
    ["a leap day", "2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
    ["the beginning", "1970-01-01T00:00:00Z", 0],
  ])("reads %s", (_, text, expected) => {
    expect(instantOfText(text)).toBe(expected);
  });

  it.each(["", "yesterday", "2026-11-24", "2026-11-24T10:00:00", "-5", "1e3"])(
    "makes nothing of %j: it is no instant, or any of a day",
    (text) => {
      expect(instantOfText(text)).toBeUndefined();
    },
  );

  it("reads what every runtime writes", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date("2200-01-01"), noInvalidDate: true }), (date) => {
        expect(instantOfText(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});
