import { describe, expect, it } from "vitest";
import { AREAS } from "../src/day/areas.js";
import { FEDERAL } from "../src/day/rules.js";
import { runDay } from "../src/day/run-day.js";

describe("the day on which the clocks of North America are turned back", () => {
  it("brings no call out of hours", async () => {
    const from = Date.parse("2026-11-01T06:00:00Z");
    const report = await runDay({ from, hours: 30, rules: FEDERAL, campaigns: 1, seed: 5 });
    expect(report.findings).toEqual([]);
    expect(report.areas.filter(({ calls }) => calls > 5)).toHaveLength(AREAS.length);
  });
});
