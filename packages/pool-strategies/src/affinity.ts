import type { Callees } from "./callees.js";
import type { AffinityRules } from "./types.js";

const DAY_MS = 86_400_000;

/**
 * The id of the number that the callee should be called from again; −1 for none.
 *
 * @param row Of the callee, −1 when it is not remembered.
 */
export function stickyNumber(
  { mode, ttlDays }: AffinityRules,
  callees: Pick<Callees, "reached" | "answered">,
  row: number,
  now: number,
): number {
  if (row < 0 || mode === "off" || mode === "fresh") return -1;
  const after = now - ttlDays * DAY_MS;
  return mode === "sticky" ? callees.reached(row, after) : callees.answered(row, after);
}

/** Until when the callee's earlier call is remembered. Only where {@link stickyNumber} gives one. */
export function stickyUntil(
  { mode, ttlDays }: AffinityRules,
  callees: Pick<Callees, "latestAt">,
  row: number,
): number {
  return callees.latestAt(row, mode === "sticky" ? "reached" : "answered") + ttlDays * DAY_MS;
}

/** Ids of the numbers that should be passed over because they were used for the callee, the latest used last. */
export function usedNumbers(
  { mode, ttlDays }: AffinityRules,
  callees: Pick<Callees, "used">,
  row: number,
  now: number,
): readonly number[] {
  return row < 0 || mode !== "fresh" ? NONE : callees.used(row, now - ttlDays * DAY_MS);
}

const NONE: readonly number[] = Object.freeze([]);
