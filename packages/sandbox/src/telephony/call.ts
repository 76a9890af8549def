import type { Schema } from "../wire-types.js";
import type { CallPlan } from "./call-plan.js";
import { type SimulatedStatus, statusAt, type Timeline } from "./timeline.js";

/** One placed call: what was asked for, and what will become of it. Never changes. */
export interface SimulatedCall {
  readonly id: string;
  readonly agentId: string;
  /** The caller ID used. */
  readonly from: string;
  readonly to: string;
  readonly request: Schema<"CreateCallRequest">;
  /** When `POST /calls` was accepted, by the caller's clock. */
  readonly placedAt: number;
  readonly plan: CallPlan;
  readonly timeline: Timeline;
}

/** The call's status at an instant of the caller's clock. */
export function statusOf(call: SimulatedCall, now: number): SimulatedStatus {
  return statusAt(call.plan, call.timeline, now);
}

/** Whether the call is over at an instant of the caller's clock. */
export function hasEnded(call: SimulatedCall, now: number): boolean {
  return now >= call.timeline.endsAt;
}

/** Seconds the parties talked; 0 if nobody picked up, null while the call goes on. */
export function durationOf(call: SimulatedCall, now: number): number | null {
  return hasEnded(call, now) ? Math.round(call.plan.talkMs / 1_000) : null;
}
