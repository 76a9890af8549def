import type { LimitName, NumberLimits, Policy, PoolNumber } from "../types.js";
import type { Sizing } from "./report.js";

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;

/** What the sizing is worked out from. */
export interface SizingFacts {
  readonly pool: readonly PoolNumber[];
  readonly policy: Policy;
  readonly startAt: number;
  /** As asked for; absent: the list, or what can be done of it in a day. */
  readonly callsPerDay: number | undefined;
  readonly contacts: number;
  /** Calls started per second while places are free. */
  readonly startRate: number;
  readonly concurrency: number;
  /** Calls that start rate and concurrency allow in a second, in the long run. */
  readonly callsPerSecond: number;
  readonly mostAtOnce: number;
  /** Contacts by area. */
  readonly areas: readonly number[];
  readonly boundBy: ReadonlyMap<LimitName, number>;
}

/** Works out how many numbers the work asks for. Arithmetic on the policy's limits, no simulation. */
export function sizeOf(facts: SizingFacts): Sizing {
  const {
    pool,
    policy,
    startAt,
    contacts,
    startRate,
    concurrency,
    callsPerSecond,
    mostAtOnce,
    areas,
    boundBy,
  } = facts;
  const { limits } = policy;
  const callsPerDay = facts.callsPerDay ?? Math.min(contacts, Math.ceil(callsPerSecond * DAY_SECONDS));
  const callsPerHour = Math.min(callsPerDay, callsPerSecond * 3600);
  const needs: { limit: LimitName; numbers: number | null }[] = [];
  const need = (limit: LimitName, work: number, perNumber: number | null) => {
    if (perNumber !== null) needs.push({ limit, numbers: numbersFor(work, perNumber) });
  };
  need("calls-per-day", callsPerDay, limits.maxCallsPerDay);
  need("calls-per-hour", callsPerHour, limits.maxCallsPerHour);
  // What starts within one gap comes from as many numbers.
  need("min-gap", Math.min(concurrency, startRate * (limits.minGapSeconds ?? 0)), limits.minGapSeconds && 1);
  need("concurrent-calls", mostAtOnce, limits.maxConcurrentCalls);
  return {
    callsPerDay,
    poolSize: pool.length,
    capacityPerDay: capacityOf(pool, limits, startAt),
    needs,
    numbersForLocalPresence: numbersForAreas(
      areas,
      callsPerDay / Math.max(1, contacts),
      limits.maxCallsPerDay,
    ),
    boundBy: [...boundBy]
      .map(([limit, held]) => ({ limit, contacts: held }))
      .sort((a, b) => b.contacts - a.contacts || (a.limit < b.limit ? -1 : 1)),
  };
}

function numbersFor(work: number, perNumber: number): number | null {
  if (work === 0) return 0;
  // A hair less than the quotient: 10 · 1.2 must not become 13 numbers for a rounding error.
  return perNumber === 0 ? null : Math.ceil(work / perNumber - 1e-9);
}

function numbersForAreas(areas: readonly number[], share: number, perNumber: number | null): number | null {
  if (areas.length === 0 || perNumber === 0) return null;
  if (perNumber === null) return areas.length;
  return areas.reduce(
    (sum, contacts) => sum + Math.max(1, Math.ceil((contacts * share) / perNumber - 1e-9)),
    0,
  );
}

function capacityOf(pool: readonly PoolNumber[], limits: Policy["limits"], now: number): number | null {
  let capacity = 0;
  for (const number of pool) {
    const own = dailyLimitOf({ ...limits, ...number.limits }, number.activeSince, now);
    if (own === null) return null;
    capacity += own;
  }
  return capacity;
}

/** The daily limit of a number, or its warm-up's if that is lower. */
function dailyLimitOf(
  { maxCallsPerDay = null, warmUp = null }: NumberLimits,
  activeSince: number | undefined,
  now: number,
): number | null {
  const stage =
    activeSince === undefined
      ? undefined
      : warmUp?.find(({ untilDays }) => now - activeSince < untilDays * DAY_MS);
  if (stage === undefined) return maxCallsPerDay;
  return maxCallsPerDay === null ? stage.maxCallsPerDay : Math.min(maxCallsPerDay, stage.maxCallsPerDay);
}
