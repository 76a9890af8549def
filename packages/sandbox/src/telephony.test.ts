import { describe, expect, it } from "vitest";
import { createRandom } from "./random.js";
import { type CallOutcome, DEFAULT_OUTCOME_WEIGHTS, drawTimeline, statusAt } from "./telephony.js";

const draw = (seed: number, speed = 1) =>
  drawTimeline(createRandom(seed), { startsAt: 0, speed, weights: DEFAULT_OUTCOME_WEIGHTS });
const SEEDS = Array.from({ length: 5_000 }, (_, seed) => seed);

describe("drawTimeline", () => {
  it("orders the instants of every call", () => {
    for (const { startsAt, ringsAt, answeredAt, endsAt } of SEEDS.map((seed) => draw(seed))) {
      expect(ringsAt).toBeGreaterThan(startsAt);
      expect(answeredAt ?? endsAt).toBeGreaterThan(ringsAt);
      expect(endsAt).toBeGreaterThan(answeredAt ?? ringsAt);
    }
  });

  it("ends calls in the shares asked for", () => {
    const counts = new Map<CallOutcome, number>();
    for (const { outcome } of SEEDS.map((seed) => draw(seed)))
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    for (const [outcome, weight] of Object.entries(DEFAULT_OUTCOME_WEIGHTS)) {
      expect((counts.get(outcome as CallOutcome) ?? 0) / SEEDS.length).toBeCloseTo(weight / 100, 1);
    }
  });

  it("goes as many times faster as asked", () => {
    expect(draw(1, 20).endsAt).toBeCloseTo(draw(1).endsAt / 20, 6);
  });
});

describe("statusAt", () => {
  it("goes through the life of a call that is answered", () => {
    const timeline = {
      startsAt: 0,
      ringsAt: 1_000,
      answeredAt: 5_000,
      endsAt: 60_000,
      outcome: "completed",
    } as const;
    expect([0, 999, 1_000, 4_999, 5_000, 59_999, 60_000].map((now) => statusAt(timeline, now))).toEqual([
      "pending",
      "pending",
      "ringing",
      "ringing",
      "in-progress",
      "in-progress",
      "completed",
    ]);
  });

  it("never shows a call in progress that nobody answered", () => {
    const timeline = { startsAt: 0, ringsAt: 1_000, endsAt: 30_000, outcome: "no-answer" } as const;
    expect([29_999, 30_000].map((now) => statusAt(timeline, now))).toEqual(["ringing", "no-answer"]);
  });
});
