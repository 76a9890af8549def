import type { LeaseBook } from "../leases.js";
import type { Numbers } from "../numbers.js";
import type { LimitName } from "../types.js";
import type { CallWindow } from "./call-windows.js";
import type { MemberLimits } from "./member-limits.js";
import { warmUpFreeAt } from "./warm-up.js";

/** Told of each limit that holds a number, and until when; in the order of {@link LimitName}. */
export type OnLimit = (name: LimitName, freeAt: number) => void;

/** What the limits of a pool's members are judged by. */
export interface LimitContext {
  readonly numbers: Pick<Numbers, "lastSelectedAt" | "inFlight" | "restingUntil" | "quarantinedUntil">;
  readonly leases: Pick<LeaseBook, "kthLiveUntil">;
  readonly day: CallWindow;
  readonly hour: CallWindow;
}

/**
 * From when a number is free of all its limits.
 *
 * Runs at every call, for every pool that has the number.
 *
 * @param activeSince `NaN` for a number that needs no warm-up.
 * @returns 0 for "now", `Infinity` for "never".
 */
export function freeAtOf(
  { numbers, leases, day, hour }: LimitContext,
  id: number,
  limits: MemberLimits,
  activeSince: number,
  now: number,
  onLimit?: OnLimit,
): number {
  let freeAt = 0;
  const { maxCallsPerDay, maxCallsPerHour, minGapMs, maxConcurrentCalls, warmUp } = limits;
  if (maxCallsPerDay < Number.POSITIVE_INFINITY && day.count(id, now) >= maxCallsPerDay) {
    freeAt = day.freeAt(id, maxCallsPerDay, now);
    onLimit?.("calls-per-day", freeAt);
  }
  if (maxCallsPerHour < Number.POSITIVE_INFINITY && hour.count(id, now) >= maxCallsPerHour) {
    const hourFreeAt = hour.freeAt(id, maxCallsPerHour, now);
    onLimit?.("calls-per-hour", hourFreeAt);
    if (hourFreeAt > freeAt) freeAt = hourFreeAt;
  }
  if (minGapMs > 0) {
    const gapEndsAt = numbers.lastSelectedAt(id) + minGapMs;
    if (gapEndsAt > now) {
      onLimit?.("min-gap", gapEndsAt);
      if (gapEndsAt > freeAt) freeAt = gapEndsAt;
    }
  }
  if (maxConcurrentCalls < Number.POSITIVE_INFINITY) {
    const excess = numbers.inFlight(id) - maxConcurrentCalls + 1;
    if (excess > 0) {
      const lineFreeAt = leases.kthLiveUntil(id, excess);
      onLimit?.("concurrent-calls", lineFreeAt);
      if (lineFreeAt > freeAt) freeAt = lineFreeAt;
    }
  }
  if (warmUp.length > 0 && !Number.isNaN(activeSince)) {
    const warmAt = warmUpFreeAt(day, id, warmUp, activeSince, now);
    if (warmAt > 0) {
      onLimit?.("warm-up", warmAt);
      if (warmAt > freeAt) freeAt = warmAt;
    }
  }
  const restingUntil = numbers.restingUntil(id);
  if (restingUntil > now) {
    onLimit?.("resting", restingUntil);
    if (restingUntil > freeAt) freeAt = restingUntil;
  }
  const quarantinedUntil = numbers.quarantinedUntil(id);
  if (quarantinedUntil > now) {
    onLimit?.("quarantined", quarantinedUntil);
    if (quarantinedUntil > freeAt) freeAt = quarantinedUntil;
  }
  return freeAt;
}

/** Which limit decides when a number is free: the one that holds it longest, of several the first by {@link LimitName}. */
export interface DecidingLimit {
  readonly name: LimitName;
  readonly freeAt: number;
}

/** The limit that decides; `undefined` when none holds the number. */
export function decidingLimitOf(
  context: LimitContext,
  id: number,
  limits: MemberLimits,
  activeSince: number,
  now: number,
): DecidingLimit | undefined {
  return decidingOf((onLimit) => freeAtOf(context, id, limits, activeSince, now, onLimit));
}

/** The same of whatever tells the limits that hold. */
export function decidingOf(eachLimit: (onLimit: OnLimit) => void): DecidingLimit | undefined {
  const holding: DecidingLimit[] = [];
  eachLimit((name, freeAt) => holding.push({ name, freeAt }));
  return holding.reduce<DecidingLimit | undefined>(
    (latest, limit) => (latest === undefined || limit.freeAt > latest.freeAt ? limit : latest),
    undefined,
  );
}
