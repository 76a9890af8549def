import { describe, expect, it } from "vitest";
import type { CallPlan } from "./call-plan.js";
import { statusAt, timelineOf } from "./timeline.js";

const ANSWERED: CallPlan = {
  status: "completed",
  error: null,
  setupMs: 1_000,
  ringingMs: 5_000,
  talkMs: 30_000,
};
const MISSED: CallPlan = { status: "no-answer", error: null, setupMs: 1_000, ringingMs: 25_000, talkMs: 0 };

describe("timelineOf", () => {
  it("lays the phases end to end", () => {
    expect(timelineOf(ANSWERED, 100, 1)).toEqual({
      dialedAt: 100,
      ringsAt: 1_100,
      answeredAt: 6_100,
      endsAt: 36_100,
    });
  });

  it("knows no answer where nobody talks", () => {
    expect(timelineOf(MISSED, 0, 1)).toMatchObject({ answeredAt: null, endsAt: 26_000 });
  });

  it("divides every phase by the speed", () => {
    expect(timelineOf(ANSWERED, 100, 10)).toMatchObject({ ringsAt: 200, answeredAt: 700, endsAt: 3_700 });
  });
});

describe("statusAt", () => {
  it.each([
    [-5_000, "pending"],
    [999, "pending"],
    [1_000, "ringing"],
    [5_999, "ringing"],
    [6_000, "in-progress"],
    [35_999, "in-progress"],
    [36_000, "completed"],
    [1e12, "completed"],
  ] as const)("%d ms after an answered call was dialled: %s", (now, status) => {
    expect(statusAt(ANSWERED, timelineOf(ANSWERED, 0, 1), now)).toBe(status);
  });

  it.each([
    [25_999, "ringing"],
    [26_000, "no-answer"],
  ] as const)("%d ms after a missed call was dialled: %s", (now, status) => {
    expect(statusAt(MISSED, timelineOf(MISSED, 0, 1), now)).toBe(status);
  });
});
