import type { LimitName, LimitRules, NumberLimits, PoolNumber } from "../../../src/types.js";
import { changesAfter, countAt, type Window } from "./windows.js";

const DAY = 86_400_000;
const NEVER = Number.POSITIVE_INFINITY;

/** What is known of a number, whichever pool used it. */
export interface Carried {
  /** Instants of its calls that were not given back. */
  readonly calls: readonly number[];
  readonly lastSelectedAt: number | undefined;
  /** When each of its live leases stops being live. */
  readonly liveUntils: readonly number[];
  readonly restingUntil: number | undefined;
  readonly quarantinedUntil: number | null | undefined;
}

/** A limit that a number is at, and when it is free of it; `Infinity`: never. */
export interface Held {
  readonly limit: LimitName;
  readonly freeAt: number;
}

/** All limits that a number is at, in the order of `LimitName`. */
export function limitsHolding(
  number: PoolNumber,
  rules: LimitRules,
  carried: Carried,
  now: number,
): readonly Held[] {
  const { calls, lastSelectedAt, liveUntils, restingUntil = 0, quarantinedUntil = 0 } = carried;
  const own = <Name extends keyof NumberLimits>(name: Name): LimitRules[Name] =>
    number.limits?.[name] === undefined ? rules[name] : (number.limits[name] as LimitRules[Name]);
  const held: Held[] = [];
  const holds = (limit: LimitName, freeAt: number) => {
    if (freeAt > now) held.push({ limit, freeAt });
  };

  /** The first instant from now on at which `isAt` is false: now, or one of those at which something changes. */
  const firstFree = (isAt: (instant: number) => boolean, changes: readonly number[]) =>
    [now, ...changes.filter((at) => at > now)].sort((a, b) => a - b).find((at) => !isAt(at)) ?? NEVER;
  const windowLimit = (limit: LimitName, window: Window, max: number | null) => {
    if (max === null) return;
    const isAt = (instant: number) => countAt(calls, instant, window, rules.window) >= max;
    holds(limit, firstFree(isAt, changesAfter(calls, now, window, rules.window)));
  };

  windowLimit("calls-per-day", "day", own("maxCallsPerDay"));
  windowLimit("calls-per-hour", "hour", own("maxCallsPerHour"));

  const minGapSeconds = own("minGapSeconds");
  if (minGapSeconds !== null && lastSelectedAt !== undefined)
    holds("min-gap", lastSelectedAt + minGapSeconds * 1000);

  const maxConcurrentCalls = own("maxConcurrentCalls");
  if (maxConcurrentCalls !== null && liveUntils.length >= maxConcurrentCalls) {
    const needed = liveUntils.length - maxConcurrentCalls + 1;
    holds("concurrent-calls", [...liveUntils].sort((a, b) => a - b)[needed - 1] ?? NEVER);
  }

  const warmUp = own("warmUp");
  const { activeSince } = number;
  if (warmUp !== null && activeSince !== undefined) {
    const isAt = (instant: number) => {
      const stage = warmUp.find(({ untilDays }) => instant - activeSince < untilDays * DAY);
      return stage !== undefined && countAt(calls, instant, "day", rules.window) >= stage.maxCallsPerDay;
    };
    const stageEnds = warmUp.map(({ untilDays }) => activeSince + untilDays * DAY);
    holds("warm-up", firstFree(isAt, [...stageEnds, ...changesAfter(calls, now, "day", rules.window)]));
  }

  holds("resting", restingUntil);
  holds("quarantined", quarantinedUntil ?? NEVER);
  return held;
}

/** When a number is free of all limits; 0: now. */
export function freeAtOf(held: readonly Held[]): number {
  return Math.max(0, ...held.map(({ freeAt }) => freeAt));
}

/** The limit that decides when the number is free: the last to go; of several, the first by name's order. */
export function decidingLimit(held: readonly Held[]): LimitName | undefined {
  return held.find(({ freeAt }) => freeAt === freeAtOf(held))?.limit;
}
