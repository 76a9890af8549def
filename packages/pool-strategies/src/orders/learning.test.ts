import { describe, expect, it } from "vitest";
import { BucketOrder, countsOf, namesOf } from "../../test/support/bucket-order.js";
import { seededRandom } from "../../test/support/random.js";
import type { AnswerRateRules } from "../types.js";

const DAY_MS = 86_400_000;
/** The defaults. */
const RULES: AnswerRateRules = {
  name: "answer-rate",
  priorAnswered: 1.5,
  priorUnanswered: 8.5,
  halfLifeDays: 7,
  exploration: 0.1,
};

/** Hidden chances that a call is answered, of each number of each bucket, on a day. */
type World = (day: number) => readonly (readonly number[])[];

interface Season {
  /** Mean hidden chance of the calls placed: what was won, without the luck of single calls. */
  readonly learned: number;
  /** The same, had every number been as likely. */
  readonly uniform: number;
  /** Slugs of the numbers that were called from. */
  readonly taken: readonly string[];
}

/** Calls go round the buckets, so many a day; each outcome is learned at once. */
function play(world: World, callsPerDay: number, days: number, seed: number): Season {
  const random = seededRandom(seed);
  const buckets = world(0).map((rates, index) => {
    const names = namesOf(rates.length).map((name) => `${index}-${name}`);
    return new BucketOrder(RULES, Object.fromEntries(names.map((name) => [name, 1])));
  });
  const taken: string[] = [];
  let [learned, uniform] = [0, 0];
  const calls = callsPerDay * days;
  for (let call = 0; call < calls; call++) {
    const rates = world(call / callsPerDay)[call % buckets.length] ?? [];
    const bucket = buckets[call % buckets.length] as BucketOrder;
    const now = Math.floor((call * DAY_MS) / callsPerDay);
    const slug = bucket.pick({ draws: [random()], now });
    const rate = rates[bucket.placeOf(slug)] ?? 0;
    taken.push(slug);
    learned += rate / calls;
    uniform += rates.reduce((sum, other) => sum + other, 0) / rates.length / calls;
    bucket.kind.learn(slug, "any", random() < rate ? "answered" : "no-answer", now);
  }
  return { learned, uniform, taken };
}

function between(low: number, high: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1));
}

const TEN = between(0.04, 0.28, 10);
const ONE_OF_FIFTY = [...new Array<number>(49).fill(0.08), 0.3];
const SMALL = Array.from({ length: 40 }, (_, index) => {
  const random = seededRandom(index + 1);
  return [0, 1, 2].map(() => 0.04 + 0.26 * random() ** 2);
});

describe("answer-rate", () => {
  it.each([
    ["ten numbers, 4 to 28 in 100, 300 calls a day for 30 days", () => [TEN], 300, 30, 1.45],
    [
      "the same, best and worst changing places on day 15",
      (day: number) => [day < 15 ? TEN : [...TEN].reverse()],
      300,
      30,
      1.25,
    ],
    ["one good number among fifty, for 10 days", () => [ONE_OF_FIFTY], 500, 10, 1.8],
    ["forty buckets of three numbers, 15 calls a day in each", () => SMALL, 600, 30, 1.2],
  ] as [string, World, number, number, number][])(
    "beats uniform choice by its margin: %s",
    (_, world, callsPerDay, days, margin) => {
      for (const seed of [1, 2]) {
        const { learned, uniform } = play(world, callsPerDay, days, seed);
        expect(learned / uniform).toBeGreaterThan(margin);
      }
    },
  );

  it("finds the best number again after it became the worst for a while", () => {
    const best = (day: number) => [day >= 10 && day < 30 ? [0.05, 0.15, 0.15] : [0.3, 0.15, 0.15]];
    const { taken } = play(best, 300, 50, 1);
    const shareIn = (from: number, to: number) =>
      taken.slice(from * 300, to * 300).filter((slug) => slug === "0-number-00000").length /
      ((to - from) * 300);
    expect(shareIn(5, 10)).toBeGreaterThan(0.7);
    expect(shareIn(25, 30)).toBeLessThan(0.2);
    expect(shareIn(45, 50)).toBeGreaterThan(0.7);
  });

  it("never starves a number: each is first with a chance of exploration / n at least", () => {
    const calls = 20_000;
    const floor = RULES.exploration / 5;
    const { taken } = play(() => [[0.01, 0.3, 0.3, 0.4, 0.4]], 1_000, calls / 1_000, 1);
    const counts = countsOf(taken);
    // Below the mean of so many trials by four standard deviations in 3 of 100,000 cases.
    const least = calls * floor - 4 * Math.sqrt(calls * floor * (1 - floor));
    for (const name of namesOf(5)) expect(counts.get(`0-${name}`) ?? 0).toBeGreaterThan(least);
    // And the bad one gets little beyond its floor.
    expect(counts.get("0-number-00000")).toBeLessThan(calls * floor * 1.5);
  });

  it("gives equal numbers equal shares, as far as chance goes", () => {
    const { taken } = play(() => [[0.15, 0.15, 0.15, 0.15]], 400, 100, 2);
    const counts = countsOf(taken);
    for (const name of namesOf(4)) {
      expect((counts.get(`0-${name}`) ?? 0) / taken.length).toBeGreaterThan(0.15);
      expect((counts.get(`0-${name}`) ?? 0) / taken.length).toBeLessThan(0.35);
    }
  });
});
