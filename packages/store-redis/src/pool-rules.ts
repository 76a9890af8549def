import type { LimitRules, NumberLimits, OrderName, Policy } from "@dialpool/pool-strategies";
import { memberLimitsOf } from "@dialpool/pool-strategies/store-kit";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How the scripts score a free number, by order; see `scripts/lib/pool.lua`. */
export const ORDER_KINDS: Readonly<Record<OrderName, string>> = {
  "round-robin": "turns",
  "weighted-round-robin": "weighted-turns",
  "weighted-random": "clocks",
  random: "ranks",
  "power-of-two": "two-ranks",
  "least-recently-used": "recency",
  "least-used": "day-load",
  "fewest-in-flight": "live-load",
  rendezvous: "ranking",
  custom: "ranking",
  "answer-rate": "learned-ranking",
};

/** Limits as the scripts read them: a day, an hour, gap in ms, at once, stages; `false` for none. */
export type LimitList = readonly [
  perDay: number | false,
  perHour: number | false,
  gapMs: number | false,
  atOnce: number | false,
  stages: readonly number[] | false,
];

/** The limits of a number with limits of its own, or the pool's when `own` is absent. */
export function limitListOf(own: NumberLimits | undefined, policy: LimitRules): LimitList {
  const { maxCallsPerDay, maxCallsPerHour, minGapMs, maxConcurrentCalls, warmUp } = memberLimitsOf(
    own,
    policy,
  );
  const stages = warmUp.flatMap((stage) => [stage.untilDays * DAY_MS, stage.maxCallsPerDay]);
  return [
    finite(maxCallsPerDay),
    finite(maxCallsPerHour),
    minGapMs > 0 && minGapMs,
    finite(maxConcurrentCalls),
    stages.length > 0 && stages,
  ];
}

function finite(limit: number): number | false {
  return limit < Number.POSITIVE_INFINITY && limit;
}

/** A policy as the scripts read it: the list of `scripts/lib/pool.lua`. Its version and size are the scripts' to fill in. */
export function poolRulesOf({ affinity, order, limits }: Policy): readonly unknown[] {
  const { window, maxCallsPerCallee, restAfterFailures, quarantineAfterBlocks, whenExhausted } = limits;
  const { mode, ttlDays, whenGone, whenAtLimit, maxWaitHours } = affinity;
  return [
    0,
    ORDER_KINDS[order.name],
    window === "rolling" ? false : window.timeZone,
    limitListOf(undefined, limits),
    [mode, ttlDays * DAY_MS, whenGone === "refuse", whenAtLimit === "wait", maxWaitHours * HOUR_MS],
    maxCallsPerCallee !== null && [maxCallsPerCallee.calls, maxCallsPerCallee.withinHours * HOUR_MS],
    restAfterFailures !== null && [
      restAfterFailures.failures,
      restAfterFailures.restMinutes * MINUTE_MS,
      restAfterFailures.maxRestingShare,
    ],
    quarantineAfterBlocks !== null && [
      quarantineAfterBlocks.blocks,
      quarantineAfterBlocks.withinHours * HOUR_MS,
      quarantineAfterBlocks.quarantineDays * DAY_MS,
    ],
    whenExhausted === "overflow",
    order.name === "answer-rate" && order.halfLifeDays * DAY_MS,
    0,
  ];
}
