import { describe, expect, it } from "vitest";
import { parseRetryAfter } from "./retry-after.js";

const now = Date.UTC(2026, 9, 21, 7, 28, 0);

describe("parseRetryAfter", () => {
  it.each([
    ["seconds", "2", 2000],
    ["a part of a second", "0.5", 500],
    ["none at all", "0", 0],
    ["a date", "Wed, 21 Oct 2026 07:28:10 GMT", 10_000],
    ["a date of the second form", "Wednesday, 21-Oct-26 07:28:10 GMT", 10_000],
    ["a date of the third form, which is UTC too", "Wed Oct 21 07:28:10 2026", 10_000],
    ["a date that has passed", "Wed, 21 Oct 2026 07:00:00 GMT", 0],
    ["a word", "soon", undefined],
    ["a negative number", "-1", undefined],
    ["a number with a unit", "2s", undefined],
    ["a date that is none", "Wed, 99 Foo 2026 07:28:10 GMT", undefined],
    ["what only looks like a date", "2026-10-21", undefined],
    ["nothing", "", undefined],
  ])("reads %s", (_, value, expected) => {
    expect(parseRetryAfter(new Headers({ "Retry-After": value }), now)).toBe(expected);
  });

  it("finds no header", () => {
    expect(parseRetryAfter(new Headers(), now)).toBeUndefined();
  });

  it("measures a date from the answer's own clock", () => {
    const headers = new Headers({
      Date: "Wed, 21 Oct 2026 09:00:00 GMT",
      "Retry-After": "Wed, 21 Oct 2026 09:00:07 GMT",
    });
    expect(parseRetryAfter(headers, now)).toBe(7000);
  });
});
