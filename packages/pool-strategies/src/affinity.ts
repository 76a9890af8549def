import type { Callees } from "./callees.js";
import type { AffinityRules } from "./types.js";

const DAY_MS = 86_400_000;

/** What affinity says before the route is asked. Numbers are meant by their ids. */
export interface Preference {
  /** The number that the callee should be called from again; −1 for none. */
  readonly sticky: number;
  /** Numbers that should be passed over, the latest used last. */
  readonly used: readonly number[];
}

const NO_PREFERENCE: Preference = Object.freeze({ sticky: -1, used: Object.freeze([]) });

/**
 * Which numbers the callee's earlier calls speak for, or against.
 *
 * @param row Of the callee, −1 when it is not remembered.
 */
export function preferenceOf(
  { mode, ttlDays }: AffinityRules,
  callees: Callees,
  row: number,
  now: number,
): Preference {
  if (row < 0 || mode === "off") return NO_PREFERENCE;
  const after = now - ttlDays * DAY_MS;
  if (mode === "fresh") return { sticky: -1, used: callees.used(row, after) };
  const sticky = mode === "sticky" ? callees.reached(row, after) : callees.answered(row, after);
  return sticky < 0 ? NO_PREFERENCE : { sticky, used: NO_PREFERENCE.used };
}
