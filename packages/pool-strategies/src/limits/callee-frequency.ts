import type { Callees } from "../callees.js";
import type { CalleeFrequencyRule } from "../types.js";

const HOUR_MS = 3_600_000;

/**
 * From when a callee may be called once more.
 *
 * @param row Of the callee, −1 when it is not remembered.
 * @returns 0 for "now".
 */
export function calleeFreeAt(
  callees: Pick<Callees, "kthLatestCall">,
  row: number,
  { calls, withinHours }: CalleeFrequencyRule,
  now: number,
): number {
  if (row < 0) return 0;
  const freeAt = callees.kthLatestCall(row, calls) + withinHours * HOUR_MS;
  return freeAt > now ? freeAt : 0;
}
