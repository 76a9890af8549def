import fc from "fast-check";
import { DAY, HOUR, MINUTE, QUARTER } from "./fixtures.js";
import type { History, Step } from "./history.js";
import { POOL_IDS, randomCommand, randomLoad } from "./random-command.js";

/** Zones whose days or hours are odd, and instants a little before they are. */
const STARTS: readonly (readonly [timeZone: string, startAt: number])[] = [
  ["Etc/UTC", 1_795_514_400_000], // 2026-11-24T10:00Z, an ordinary day
  ["America/New_York", 1_772_924_400_000], // 2026-03-07T23:00Z: a day of 23 hours comes
  ["America/New_York", 1_793_480_400_000], // 2026-10-31T21:00Z: a day of 25 hours comes
  ["Australia/Lord_Howe", 1_775_308_800_000], // 2026-04-04T13:20Z: half an hour more
  ["Australia/Lord_Howe", 1_791_034_200_000], // 2026-10-03T13:30Z: half an hour less
  ["Atlantic/Azores", 1_792_879_200_000], // 2026-10-24T22:00Z: midnight comes twice
  ["Africa/Cairo", 1_776_974_400_000], // 2026-04-23T20:00Z: a day without a midnight
  ["Antarctica/Troll", 1_792_864_800_000], // 2026-10-24T18:00Z: a day of 26 hours
  ["Asia/Kathmandu", 1_795_514_400_000], // 5:45 from UTC
];

const afterMs = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 1, 1200, MINUTE) },
  { weight: 4, arbitrary: fc.constantFrom(QUARTER - 1, QUARTER, HOUR, 5 * HOUR, -MINUTE) },
  { weight: 1, arbitrary: fc.constantFrom(DAY, DAY + QUARTER, 3 * DAY, 40 * DAY, -DAY) },
);

/** How long and how large histories may be. */
export interface HistoryOptions {
  /** Commands after the two first loads. Default 1 to 60. */
  readonly minSteps?: number;
  readonly maxSteps?: number;
  /** Numbers of a pool. Default 9. */
  readonly maxNumbers?: number;
}

/**
 * Histories of two overlapping pools: every order, limit, route and affinity
 * with small values; reloads that change everything while leases are out;
 * settlements late, repeated and out of order; a clock that leaps and is set
 * back; days and hours of odd length.
 *
 * Shrinks to few steps. Policies name `conformanceExtensions`; places are
 * those of `conformancePlaces`.
 */
export function randomHistory({
  minSteps = 1,
  maxSteps = 60,
  maxNumbers = 9,
}: HistoryOptions = {}): fc.Arbitrary<History> {
  return fc
    .tuple(fc.constantFrom(...STARTS), fc.boolean())
    .chain(([[timeZone, startAt], isCalm]): fc.Arbitrary<History> => {
      const traits = { timeZone, maxNumbers };
      const step: fc.Arbitrary<Step> = fc.record({ afterMs, command: randomCommand(traits, isCalm) });
      const firstLoads = POOL_IDS.map((poolId) =>
        randomLoad(fc.constant(poolId), traits).map((command): Step => ({ afterMs: 0, command })),
      );
      return fc
        .tuple(
          fc.tuple(...firstLoads),
          fc.noBias(fc.array(step, { minLength: minSteps, maxLength: maxSteps, size: "max" })),
        )
        .map(([loads, later]) => ({ startAt, steps: [...loads, ...later] }));
    });
}
