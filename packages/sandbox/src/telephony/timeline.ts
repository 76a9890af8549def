import type { CallPlan } from "./call-plan.js";
import type { EndedStatus } from "./outcomes.js";

/** When each phase of a call begins, in milliseconds of the caller's clock. */
export interface Timeline {
  /** The call leaves the queue; until then, and until it rings, it is `pending`. */
  readonly dialedAt: number;
  readonly ringsAt: number;
  /** Null if nobody and nothing picks up. */
  readonly answeredAt: number | null;
  readonly endsAt: number;
}

/** What a call is doing: a live phase, or how it ended. */
export type SimulatedStatus = "pending" | "ringing" | "in-progress" | EndedStatus;

/** Lays a plan on the clock, `speed` times faster than life. */
export function timelineOf(plan: CallPlan, dialedAt: number, speed: number): Timeline {
  const ringsAt = dialedAt + plan.setupMs / speed;
  const ringingEndsAt = ringsAt + plan.ringingMs / speed;
  return {
    dialedAt,
    ringsAt,
    answeredAt: plan.talkMs > 0 ? ringingEndsAt : null,
    endsAt: ringingEndsAt + plan.talkMs / speed,
  };
}

/**
 * The status at an instant: `pending`, `ringing`, `in-progress`, then the ending.
 *
 * Computed when it is read, so a call that nobody looks at costs nothing. Each instant belongs to the phase
 * that begins with it.
 */
export function statusAt(plan: CallPlan, timeline: Timeline, now: number): SimulatedStatus {
  if (now >= timeline.endsAt) return plan.status;
  if (timeline.answeredAt !== null && now >= timeline.answeredAt) return "in-progress";
  return now >= timeline.ringsAt ? "ringing" : "pending";
}
