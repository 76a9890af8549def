import { expect, it } from "vitest";
import { parseSince } from "./since.js";
import { wholeNumberOf } from "./whole-number.js";

const NOW = Date.UTC(2026, 10, 24, 12);

it.each([
  ["30m", NOW - 1_800_000],
  ["24h", NOW - 86_400_000],
  ["7d", NOW - 7 * 86_400_000],
  ["90s", NOW - 90_000],
  ["99999999d", 0],
  ["2026-11-24", Date.UTC(2026, 10, 24)],
  ["2026-11-24T09:30:00Z", Date.UTC(2026, 10, 24, 9, 30)],
])("parseSince reads %s", (text, at) => expect(parseSince(text, NOW)).toBe(at));

it.each(["", "yesterday", "24", "-1h", "1w", "2026-13-01"])("parseSince refuses «%s»", (text) => {
  expect(() => parseSince(text, NOW)).toThrow("is not a time");
});

it("parseSince refuses the future", () => {
  expect(() => parseSince("2027-01-01", NOW)).toThrow("lies in the future");
});

it.each(["0", "101", "1.5", "-1", "x", "", "1e1"])("wholeNumberOf refuses «%s»", (text) => {
  expect(() => wholeNumberOf("--limit", { min: 1, max: 100 })(text)).toThrow(
    "--limit takes a whole number from 1 to 100",
  );
});

it("wholeNumberOf reads a number", () =>
  expect(wholeNumberOf("--limit", { min: 1, max: 100 })("20")).toBe(20));
