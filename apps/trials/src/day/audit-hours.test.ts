import { describe, expect, it } from "vitest";
import { AREAS, type Area } from "./areas.js";
import { auditHours } from "./audit-hours.js";
import { FEDERAL, STRICTER } from "./rules.js";

const area = (name: string) => AREAS.find((each) => each.name.includes(name)) as Area;
const SPAN = { from: Date.parse("2026-10-31T00:00:00Z"), until: Date.parse("2026-11-03T00:00:00Z") };
const broken = (name: string, placedAt: string, rules = FEDERAL) => {
  const where = area(name);
  const call = { to: `${where.stem}00`, placedAt: Date.parse(placedAt) };
  return auditHours(where, rules, [call], SPAN).broken.length;
};

describe("the audit of calling hours", () => {
  it.each([
    // Summer time ends on Sunday, 1 November, at 2 o'clock.
    ["New York", "2026-10-31T11:59:59Z", 1],
    ["New York", "2026-10-31T12:00:00Z", 0],
    ["New York", "2026-11-01T12:59:59Z", 1],
    ["New York", "2026-11-01T13:00:00Z", 0],
    ["New York", "2026-11-02T01:59:59Z", 0],
    ["New York", "2026-11-02T02:00:00Z", 1],
    ["Hawaii", "2026-10-31T17:59:59Z", 1],
    ["Hawaii", "2026-11-02T06:59:59Z", 0],
    // It is 8 in New York, and 7 in Chicago.
    ["panhandle", "2026-10-31T12:30:00Z", 1],
    ["panhandle", "2026-10-31T13:00:00Z", 0],
    // British Columbia stays at seven hours behind: it is 21 there when the runtime says 20.
    ["Vancouver", "2026-11-03T04:30:00Z", 1],
    ["London", "2026-10-31T08:00:00Z", 0],
    ["London", "2026-10-31T21:00:00Z", 1],
    ["Sydney", "2026-10-31T10:00:00Z", 1],
    ["Sydney", "2026-10-31T21:00:00Z", 0],
  ] as const)("knows what the clocks of %s show at %s", (name, at, count) => {
    expect(broken(name, at)).toBe(count);
  });

  it.each([
    ["Miami", "2026-10-31T13:30:00Z", 1],
    ["Miami", "2026-10-31T14:00:00Z", 0],
    ["Boston", "2026-10-31T19:59:59Z", 0],
    ["Boston", "2026-11-01T17:00:00Z", 1],
    ["Boston", "2026-11-02T17:00:00Z", 1],
  ] as const)("knows the stricter hours of %s at %s", (name, at, count) => {
    expect(broken(name, at, STRICTER)).toBe(count);
  });

  it("says how near to the edges calls came", () => {
    const where = area("Phoenix");
    const calls = ["2026-10-31T15:02:00Z", "2026-11-01T03:30:00Z"].map((at) => ({
      to: `${where.stem}01`,
      placedAt: Date.parse(at),
    }));
    const { afterOpeningMinutes, beforeClosingMinutes } = auditHours(where, FEDERAL, calls, SPAN);
    expect([afterOpeningMinutes, beforeClosingMinutes]).toEqual([2, 30]);
  });
});
