import type { E164, PoolNumber } from "@dialpool/pool-strategies";

const AREA_CODES = ["202", "206", "212", "303", "305", "312", "404", "415", "512", "617", "702", "713"];
const DAY_MS = 86_400_000;
/** Below the limit of 75, so that selection has something to choose from. */
const CALLS_PER_NUMBER_AND_DAY = 50;
const CALLEES = 50_000;
const START = Date.UTC(2026, 10, 24, 10);

/** A pool and an endless, repeatable stream of calls for it. */
export interface Workload {
  readonly numbers: readonly PoolNumber[];
  readonly start: number;
  /** The next call: whom, and when. */
  next(): { readonly callee: E164; readonly now: number };
}

/**
 * Makes a pool of `size` numbers with weights 1 to 5 in twelve area codes, and
 * calls to 50,000 recurring callees of the same area codes, evenly spaced at 50
 * calls a day for each number.
 */
export function createWorkload(size: number, random: () => number): Workload {
  const areaCode = (index: number) => AREA_CODES[index % AREA_CODES.length] ?? "202";
  const numbers = Array.from({ length: size }, (_, index) => {
    const line = String(2_000_000 + index);
    return {
      number: `+1${areaCode(index)}${line}`,
      sid: null,
      slug: `number-${line}`,
      weight: 1 + (index % 5),
    };
  });
  const callees = Array.from(
    { length: CALLEES },
    (_, index): E164 => `+1${areaCode(Math.floor(random() * AREA_CODES.length))}${5_000_000 + index}`,
  );
  const step = DAY_MS / (CALLS_PER_NUMBER_AND_DAY * size);
  let now = START;
  return {
    numbers,
    start: START,
    next: () => {
      now += step;
      return { callee: callees[Math.floor(random() * CALLEES)] ?? "+12025000000", now: Math.floor(now) };
    },
  };
}

/** Pseudo-random numbers in [0, 1) that follow from the seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
