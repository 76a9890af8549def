import type { Extensions } from "../extensions.js";

/**
 * What the suite's policies name: a route by the last digit of the number, and
 * an order that prefers heavy numbers, shuffled by its draw.
 */
export const conformanceExtensions: Extensions = {
  routes: {
    "last-digit": {
      bucketsOf: ({ number }) => [`digit:${number.slice(-1)}`, "all"],
      chainOf: ({ callee }) => [`digit:${callee.slice(-1)}`, "all"],
    },
  },
  orders: {
    "heavy-first": (candidates, { random }) =>
      candidates
        .map(({ slug, weight }) => ({ slug, score: weight * random() }))
        .sort((a, b) => b.score - a.score)
        .map(({ slug }) => slug),
    /** Ranks no more than the first candidate, so that the rest is left to the least recently used. */
    "first-alone": (candidates) => candidates.slice(0, 1).map(({ slug }) => slug),
  },
};
