import type { Numbers } from "./numbers.js";
import type { Pool } from "./pool.js";
import type { NumberUsage } from "./store.js";
import type { LimitName } from "./types.js";

/** How much each number of a pool has carried, and how it stands in this pool; by slug. */
export function usageOf(pool: Pool, numbers: Numbers, now: number): readonly NumberUsage[] {
  return pool.numbers.map(({ slug }, member): NumberUsage => {
    const id = pool.idOf(member);
    const atLimits: LimitName[] = [];
    pool.eachLimit(member, (name) => atLimits.push(name));
    const lastSelectedAt = numbers.lastSelectedAt(id);
    const restingUntil = numbers.restingUntil(id);
    const quarantinedUntil = numbers.quarantinedUntil(id);
    const freeAt = pool.freeAtOf(member);
    return {
      slug,
      callsInDay: numbers.callsInDay(id, now),
      callsInHour: numbers.callsInHour(id, now),
      ...(Number.isNaN(lastSelectedAt) ? {} : { lastSelectedAt }),
      inFlight: numbers.inFlight(id),
      failuresInRow: numbers.failuresInRow(id),
      ...(restingUntil > now ? { restingUntil } : {}),
      ...(quarantinedUntil > now
        ? { quarantinedUntil: quarantinedUntil === Number.POSITIVE_INFINITY ? null : quarantinedUntil }
        : {}),
      atLimits,
      ...(freeAt > 0 && Number.isFinite(freeAt) ? { freeAt } : {}),
    };
  });
}
