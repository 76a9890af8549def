import { describe, expect, it } from "vitest";
import { runPace } from "../src/pace/run-pace.js";
import { BUILT } from "./built.js";

describe("calls that start as fast as they may", () => {
  it.each([
    { caps: 5, processes: 2, seconds: 5 },
    { caps: 40, processes: 1, seconds: 3 },
  ])("never start faster, at $caps a second with $processes processes", async (plan) => {
    const report = await runPace({ ...plan, leastRate: 0, folder: BUILT });
    expect(report.findings).toEqual([]);
    // How many there are is the machine's matter; that there are some, ours.
    expect(report.calls).toBeGreaterThan(2);
  });
});
