import type { WarmUpStage } from "../types.js";
import type { CallWindow } from "./call-windows.js";

const DAY_MS = 86_400_000;

/**
 * From when a number that warms up may carry one more call in a day.
 *
 * A stage with room for fewer calls ends by age, so the number is free at the first
 * instant at which either its calls have left or a later stage has room for them.
 *
 * @param stages By rising age, and by limits that do not fall.
 * @returns 0 for "now".
 */
export function warmUpFreeAt(
  window: CallWindow,
  id: number,
  stages: readonly WarmUpStage[],
  activeSince: number,
  now: number,
): number {
  let from = now;
  for (const { untilDays, maxCallsPerDay } of stages) {
    const endsAt = activeSince + untilDays * DAY_MS;
    if (now >= endsAt) continue;
    const freeAt = Math.max(from, window.freeAt(id, maxCallsPerDay, now));
    if (freeAt < endsAt) return freeAt === now ? 0 : freeAt;
    from = endsAt;
  }
  return from === now ? 0 : from;
}
