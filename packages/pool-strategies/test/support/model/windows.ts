import type { WindowRule } from "../../../src/types.js";
import { periodEnd, periodStart } from "./calendar.js";

/** The two windows in which calls are counted. */
export type Window = keyof typeof WINDOWS;

const WINDOWS = {
  day: { slotMs: 900_000, lengthMs: 86_400_000 },
  hour: { slotMs: 60_000, lengthMs: 3_600_000 },
};

/** When a call made at an instant leaves the rolling window. */
export function leavesAt(at: number, window: Window): number {
  const { slotMs, lengthMs } = WINDOWS[window];
  return (Math.floor(at / slotMs) + 1) * slotMs + lengthMs;
}

/** How many calls count at an instant. */
export function countAt(calls: readonly number[], instant: number, window: Window, rule: WindowRule): number {
  if (rule === "rolling") return calls.filter((at) => leavesAt(at, window) > instant).length;
  const { slotMs, lengthMs } = WINDOWS[window];
  const start = periodStart(instant, rule.timeZone, lengthMs);
  return calls.filter((at) => Math.floor(at / slotMs) * slotMs >= start).length;
}

/** Every instant after `now` at which fewer calls may count than before, if none is added. */
export function changesAfter(
  calls: readonly number[],
  now: number,
  window: Window,
  rule: WindowRule,
): readonly number[] {
  if (rule === "rolling") return calls.map((at) => leavesAt(at, window)).filter((at) => at > now);
  return [periodEnd(now, rule.timeZone, WINDOWS[window].lengthMs)];
}
