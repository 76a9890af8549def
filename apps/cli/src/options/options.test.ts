import { expect, it } from "vitest";
import { durationOf } from "./duration.js";
import { instantOf } from "./instant.js";
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

it.each([
  ["90s", 90_000],
  ["0s", 0],
  ["365d", 365 * 86_400_000],
])("durationOf reads %s", (text, ms) => {
  expect(durationOf("--max-wait", { maxDays: 365 })(text)).toBe(ms);
});

it.each(["", "10", "366d", "-1h", "1.5h", "1w"])("durationOf refuses «%s»", (text) => {
  expect(() => durationOf("--max-wait", { maxDays: 365 })(text)).toThrow(
    "--max-wait takes a length of time up to 365 days",
  );
});

it("instantOf reads an instant", () => {
  expect(instantOf("--start")("2026-11-24T09:30:00Z")).toBe(Date.UTC(2026, 10, 24, 9, 30));
});

it.each(["", "now", "2026-13-01", "24.11.2026"])("instantOf refuses «%s»", (text) => {
  expect(() => instantOf("--start")(text)).toThrow("is not a time");
});
