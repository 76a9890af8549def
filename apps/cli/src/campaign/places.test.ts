import type { Attempt, Campaign, CampaignProgress } from "@dialpool/dialer";
import { describe, expect, it } from "vitest";
import { createPlaceWatch } from "./places.js";

const CAMPAIGN = { id: "spring", concurrency: 5 } as Campaign;

function progressOf(attempts: number, turn: number): CampaignProgress {
  return {
    attempts,
    waiting: { turn, hours: 0, number: 0, callee: 0, retry: 0 },
    open: { intended: 0, placed: 1, unknown: 1 },
  } as unknown as CampaignProgress;
}

/** A watch over a file with six open attempts, and how often they were read. */
function watchOf() {
  let reads = 0;
  const openAttempts = () => {
    reads++;
    return Array.from({ length: 6 }, () => ({}) as Attempt);
  };
  const placesOf = createPlaceWatch({ openAttempts, findCampaign: () => CAMPAIGN }, CAMPAIGN);
  return { placesOf, reads: () => reads };
}

describe("a watch over places", () => {
  it("tells what others take once the campaign stands still", async () => {
    const { placesOf } = watchOf();
    expect(await placesOf(progressOf(7, 3))).toBeUndefined();
    expect(await placesOf(progressOf(7, 3))).toEqual({ concurrency: 5, byOthers: 4 });
  });

  it.each([
    ["it goes on calling", [progressOf(7, 3), progressOf(8, 2), progressOf(9, 1)]],
    ["nobody's turn has come", [progressOf(7, 0), progressOf(7, 0)]],
  ])("reads nothing while %s", async (_when, seen) => {
    const { placesOf, reads } = watchOf();
    for (const progress of seen) expect(await placesOf(progress)).toBeUndefined();
    expect(reads()).toBe(0);
  });
});
