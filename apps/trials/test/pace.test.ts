import { describe, expect, it } from "vitest";
import { runPace } from "../src/pace/run-pace.js";
import { BUILT } from "./built.js";

describe("calls that start as fast as they may", () => {
  it("never leave or arrive faster, with two processes on one file", async () => {
    const report = await runPace({ caps: 5, processes: 2, seconds: 5, leastRate: 0, folder: BUILT });
    // One more where a busy machine lets a process wait between its look at the clock and its call: the long trial, on a quiet one, allows none.
    expect(report.sentInASecond).toBeLessThanOrEqual(5 + 1);
    // How many there are is the machine's matter; that there are some, ours.
    expect(report.calls).toBeGreaterThan(2);
  });

  it("never leave faster, also when slots are close together", async () => {
    const report = await runPace({ caps: 40, processes: 1, seconds: 3, leastRate: 0, folder: BUILT });
    expect(report.sentInASecond).toBeLessThanOrEqual(40 + 1);
    expect(report.calls).toBeGreaterThan(2);
  });
});
