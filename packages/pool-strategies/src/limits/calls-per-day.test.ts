import { expect, it } from "vitest";
import { numberOf } from "../../test/support/numbers.js";
import { maxCallsPerDayOf } from "./calls-per-day.js";

it.each([
  ["the number's own limit", { maxCallsPerDay: 3 }, { maxCallsPerDay: 9 }, 3],
  ["no limit where the number says so", { maxCallsPerDay: null }, { maxCallsPerDay: 9 }, null],
  ["0 as the number's own limit", { maxCallsPerDay: 0 }, { maxCallsPerDay: 9 }, 0],
  ["the policy's limit", {}, { maxCallsPerDay: 9 }, 9],
  ["no limit where the policy says so", {}, { maxCallsPerDay: null }, null],
  ["75 where nobody says anything", {}, {}, 75],
])("uses %s", (_, limits, policy, expected) => {
  expect(maxCallsPerDayOf(numberOf("415", 1, { limits }), policy)).toBe(expected);
});
