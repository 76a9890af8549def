import type { LimitName } from "@dialpool/pool-strategies";

/** Limits of a number, by the code that the scripts have for each, less 1. */
export const LIMIT_NAMES = [
  "calls-per-day",
  "calls-per-hour",
  "min-gap",
  "concurrent-calls",
  "warm-up",
  "resting",
  "quarantined",
] as const satisfies readonly LimitName[];
