import type { NumberLimits, PoolNumber } from "../types.js";
import type { RollingWindow } from "./rolling-window.js";

/**
 * Calls a day from one number, unless a policy says otherwise.
 *
 * Vendors advise 50 to 100 for a number of good standing (Readymode's safe
 * preset is 75); none of these figures comes from those who label numbers.
 */
export const DEFAULT_MAX_CALLS_PER_DAY = 75;

/** The daily limit of one number: its own, or else the policy's; `null` for none. */
export function maxCallsPerDayOf(number: PoolNumber, policy: NumberLimits): number | null {
  if (number.limits?.maxCallsPerDay !== undefined) return number.limits.maxCallsPerDay;
  return policy.maxCallsPerDay === undefined ? DEFAULT_MAX_CALLS_PER_DAY : policy.maxCallsPerDay;
}

/**
 * From when a number may carry one more call.
 *
 * @returns 0 for "now", `Infinity` for "never".
 */
export function callsPerDayFreeAt(calls: RollingWindow, maxCallsPerDay: number | null, now: number): number {
  return maxCallsPerDay === null ? 0 : calls.freeAt(maxCallsPerDay, now);
}
