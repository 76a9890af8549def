import type { PoolDefinition } from "../store.js";
import type { Policy } from "../types.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A day, and the slot of a quarter of an hour by which a call leaves the window late. */
const ROLLING_DAY_MS = 24.25 * HOUR_MS;
/** The longest day of a time zone, its clocks turned back, and a slot. */
const CALENDAR_DAY_MS = 28.25 * HOUR_MS;

/**
 * From when on call records matter to pools: as far back as their limits look and their affinity remembers.
 *
 * @param now Epoch ms.
 * @returns Epoch ms, not below 0.
 */
export function recordsNeededSince(pools: Iterable<Pick<PoolDefinition, "policy">>, now: number): number {
  let reachMs = 0;
  for (const { policy } of pools) reachMs = Math.max(reachMs, limitsReachMs(policy), affinityReachMs(policy));
  return Math.max(0, now - reachMs);
}

/** How far back a policy's limits look, ms: a day at least. */
export function limitsReachMs({ limits }: Policy): number {
  const day = limits.window === "rolling" ? ROLLING_DAY_MS : CALENDAR_DAY_MS;
  return Math.max(day, (limits.maxCallsPerCallee?.withinHours ?? 0) * HOUR_MS);
}

/** The affinity `fresh` remembers numbers, which call records do not bring back. */
function affinityReachMs({ affinity: { mode, ttlDays } }: Policy): number {
  return mode === "sticky" || mode === "sticky-once-answered" ? ttlDays * DAY_MS : 0;
}
