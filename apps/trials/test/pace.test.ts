import { describe, expect, it } from "vitest";
import { type PaceReport, runPace } from "../src/pace/run-pace.js";
import { BUILT } from "./built.js";

/** What the distance of slots leaves for the time between the dialer's look at the clock and its call, ms. */
const HELD_UP_MS = 5;

/**
 * The dialer's decisions keep the law on any machine. Where a busy one lets a process wait between its look at the clock and its call for
 * longer than is allowed for, nobody can keep a call from leaving late: the long trial, on a quiet one, allows none.
 */
function expectLaw({ caps, calls, decidedInASecond, sentInASecond, heldUpMs }: PaceReport): void {
  // How many there are is the machine's matter; that there are some, ours.
  expect(calls).toBeGreaterThan(2);
  expect(decidedInASecond).toBeLessThanOrEqual(caps);
  if (heldUpMs <= HELD_UP_MS) expect(sentInASecond).toBeLessThanOrEqual(caps);
}

describe("calls that start as fast as they may", () => {
  it("never leave faster, with two processes on one file", async () => {
    expectLaw(await runPace({ caps: 5, processes: 2, seconds: 5, leastRate: 0, folder: BUILT }));
  });

  it("never leave faster, also when slots are close together", async () => {
    expectLaw(await runPace({ caps: 40, processes: 1, seconds: 3, leastRate: 0, folder: BUILT }));
  });
});
