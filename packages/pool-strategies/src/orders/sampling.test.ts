import { describe, expect, it } from "vitest";
import { seededRandom } from "../../test/support/random.js";
import { AnswerRate } from "./answer-rate.js";
import { createGenerator, hashDraw, SlugHashes } from "./hash.js";
import { exponentialOf, sampleBeta, sampleLogGamma } from "./sampling.js";

const SAMPLES = 20_000;
/** Kolmogorov and Smirnov: the largest gap to the true distribution is below this in 99.9 of 100 cases. */
const LARGEST_GAP = 1.95 / Math.sqrt(SAMPLES);

/** Uniform in (0, 1). */
function openRandom(seed: number): () => number {
  const random = seededRandom(seed);
  return () => random() + 2 ** -33;
}

/** The largest gap between the samples' distribution and the true one. */
function gapTo(distribution: (value: number) => number, sample: () => number): number {
  const samples = Array.from({ length: SAMPLES }, sample).sort((a, b) => a - b);
  return Math.max(
    ...samples.map((value, index) => {
      const below = distribution(value);
      return Math.max(Math.abs(below - index / SAMPLES), Math.abs(below - (index + 1) / SAMPLES));
    }),
  );
}

describe("sampleBeta", () => {
  it.each([
    [1, 1, (x: number) => x],
    [0.2, 1, (x: number) => x ** 0.2],
    [1, 0.3, (x: number) => 1 - (1 - x) ** 0.3],
    [7.5, 1, (x: number) => x ** 7.5],
    [1, 8.5, (x: number) => 1 - (1 - x) ** 8.5],
    [2, 3, (x: number) => 6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4],
    [0.5, 0.5, (x: number) => (2 / Math.PI) * Math.asin(Math.sqrt(x))],
  ])("is distributed as Beta(%f, %f)", (a, b, distribution) => {
    const random = openRandom(1);
    expect(gapTo(distribution, () => sampleBeta(a, b, random))).toBeLessThan(LARGEST_GAP);
  });

  it.each([
    [1.5, 8.5],
    [40, 60],
    [3_000, 17_000],
  ])("has the mean and the variance of Beta(%f, %f)", (a, b) => {
    const random = openRandom(2);
    const samples = Array.from({ length: SAMPLES }, () => sampleBeta(a, b, random));
    const mean = samples.reduce((sum, value) => sum + value, 0) / SAMPLES;
    const variance = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / SAMPLES;
    const trueVariance = (a * b) / ((a + b) ** 2 * (a + b + 1));
    expect(Math.abs(mean - a / (a + b))).toBeLessThan(4 * Math.sqrt(trueVariance / SAMPLES));
    expect(Math.abs(variance / trueVariance - 1)).toBeLessThan(0.05);
  });

  it("stays within 0 and 1 at the smallest priors, where gamma draws are too small for a double", () => {
    const random = openRandom(3);
    const samples = Array.from({ length: 2_000 }, () => sampleBeta(0.001, 0.003, random));
    expect(samples.every((value) => value >= 0 && value <= 1)).toBe(true);
    // Nearly all of it is at the two ends, 1 : 3.
    const high = samples.filter((value) => value > 0.5).length;
    expect(Math.abs(high - 500)).toBeLessThan(4 * Math.sqrt(2_000 * 0.25 * 0.75));
  });

  // Computed by another program, in another language, from the definition.
  it.each([
    [0.5, "number-1", 1.5, 8.5, 0.06411026611835233],
    [0.25, "number-2", 1.5, 8.5, 0.08673358923359545],
    [0.75, "number-1", 0.2, 0.3, 0.41313284567131253],
    [0.1, "a", 40, 60, 0.3488660307226687],
  ])("for draw %f and slug %s from Beta(%f, %f) is %f", (draw, slug, a, b, expected) => {
    const seed = new SlugHashes({ size: 1, slug: () => slug }).with(0, hashDraw(draw));
    // Logarithms and cosines may differ in their last bit.
    expect(sampleBeta(a, b, createGenerator(seed))).toBeCloseTo(expected, 12);
  });
});

describe("sampleLogGamma", () => {
  it("is distributed as Gamma(1) and Gamma(2)", () => {
    const random = openRandom(4);
    const exponential = (x: number) => 1 - Math.exp(-x);
    expect(gapTo(exponential, () => Math.exp(sampleLogGamma(1, random)))).toBeLessThan(LARGEST_GAP);
    const erlang = (x: number) => 1 - Math.exp(-x) * (1 + x);
    expect(gapTo(erlang, () => Math.exp(sampleLogGamma(2, random)))).toBeLessThan(LARGEST_GAP);
  });
});

describe("exponentialOf", () => {
  it("is 0 at 0, finite below 1, and of mean 1", () => {
    expect(exponentialOf(0)).toBe(-0);
    expect(exponentialOf(1 - 2 ** -53)).toBeLessThan(37);
    const random = seededRandom(5);
    expect(
      gapTo(
        (x) => 1 - Math.exp(-x),
        () => exponentialOf(random()),
      ),
    ).toBeLessThan(LARGEST_GAP);
  });
});

describe("the ranking of answer-rate", () => {
  const slugs = ["number-1", "number-2", "number-3"];
  const counts: Readonly<Record<string, { readonly answered: number; readonly attempted: number }>> = {
    "number-1": { answered: 0, attempted: 0 },
    "number-2": { answered: 3, attempted: 10 },
    "number-3": { answered: 1, attempted: 40 },
  };
  const rules = {
    name: "answer-rate",
    priorAnswered: 1.5,
    priorUnanswered: 8.5,
    halfLifeDays: 7,
    exploration: 0.1,
  } as const;

  // Computed by another program, in another language, from the definition; the first one explores.
  it.each([
    [0.05, [1, 2, 0]],
    [0.5, [1, 2, 0]],
    [0.9, [0, 1, 2]],
  ])("for draw %f is %j", (draw, places) => {
    const order = new AnswerRate(rules, { size: 3, slug: (place) => slugs[place] ?? "" });
    const countsOf = (slug: string) => counts[slug] ?? { answered: 0, attempted: 0 };
    const scoreOf = order.scoreFor(draw, countsOf);
    expect([0, 1, 2].sort((a, b) => scoreOf(a, 1) - scoreOf(b, 1))).toEqual(places);
  });
});
