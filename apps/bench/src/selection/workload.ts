import type { E164, PoolNumber, Tags } from "@dialpool/pool-strategies";

/** Area codes of numbers and callees: several to a state, some of them overlays of each other. */
const AREA_CODES = [
  [
    "212",
    "646",
    "718",
    "347",
    "415",
    "628",
    "510",
    "341",
    "408",
    "669",
    "213",
    "323",
    "619",
    "858",
    "714",
    "657",
  ],
  [
    "303",
    "720",
    "305",
    "786",
    "312",
    "872",
    "404",
    "678",
    "512",
    "737",
    "214",
    "469",
    "713",
    "281",
    "617",
    "857",
  ],
  ["206", "253", "425", "702", "725", "602", "480", "503"],
].flat();
/** Callees of these find no number of their own area code. */
const OTHER_AREA_CODES = ["971", "215", "267", "313", "612", "704", "980", "615"];
const CALLEE_AREA_CODES = [...AREA_CODES, ...OTHER_AREA_CODES];
const BRANDS: readonly Tags[] = ["acme", "zeta", "nova", "orbit"].map((brand) => ({ brand }));

const DAY_MS = 86_400_000;
/** Below the limit of 75, so that selection has something to choose from. */
const CALLS_PER_NUMBER_AND_DAY = 50;
const CALLEES = 10_000;
export const START = Date.UTC(2026, 10, 24, 10);

/** A call that needs a caller ID. */
export interface BenchCall {
  readonly callee: E164;
  readonly tags: Tags;
  /** How it will end, when it was placed. */
  readonly outcome: "answered" | "no-answer" | "failed";
  readonly now: number;
}

/** Whom the calls go to: 10,000 people again and again, or each time somebody else. */
export type Callees = "recurring" | "fresh";

/** `size` numbers with weights 1 to 5, of four brands, in forty area codes. */
export function createNumbers(size: number): readonly PoolNumber[] {
  return Array.from({ length: size }, (_, index) => {
    const line = String(2_000_000 + index);
    return {
      number: `+1${AREA_CODES[Math.floor(index / BRANDS.length) % AREA_CODES.length]}${line}`,
      sid: null,
      slug: `number-${line}`,
      weight: 1 + (index % 5),
      tags: BRANDS[index % BRANDS.length] ?? {},
    };
  });
}

/**
 * Calls without end, the same in every run: for one of the four brands, to one of 48 area codes, evenly spaced.
 *
 * So many a day that each of `busy` numbers carries 50; with recurring callees not more than
 * 50 a day for each of them, for their numbers would be at their limits all the time.
 */
export function createCalls(callees: Callees, busy: number, random: () => number): () => BenchCall {
  const step = DAY_MS / (CALLS_PER_NUMBER_AND_DAY * (callees === "fresh" ? busy : Math.min(busy, CALLEES)));
  const areaCodeOf = (index: number) => CALLEE_AREA_CODES[index % CALLEE_AREA_CODES.length];
  const numberOf = (index: number): E164 =>
    `+1${areaCodeOf(index)}${2_000_000 + (Math.floor(index / CALLEE_AREA_CODES.length) % 8_000_000)}`;
  const people = Array.from({ length: CALLEES }, (_, index) => numberOf(index));
  let now = START;
  let calls = 0;
  return () => {
    now += step;
    const index = callees === "fresh" ? calls++ : Math.floor(random() * CALLEES);
    const luck = random();
    return {
      callee: callees === "fresh" ? numberOf(index) : (people[index] ?? "+12125550123"),
      // The same person is always called for the same brand.
      tags: BRANDS[index % BRANDS.length] ?? {},
      outcome: luck < 0.2 ? "answered" : luck < 0.97 ? "no-answer" : "failed",
      now: Math.floor(now),
    };
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
