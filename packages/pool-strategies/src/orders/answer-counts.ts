import type { CallOutcome, LinkStep } from "../types.js";
import type { Learned } from "../usage.js";
import { halvingOf } from "./halving.js";

const DAY_MS = 86_400_000;

/** Ended calls of one number at one step of the route. */
export interface AnswerCounts {
  readonly answered: number;
  readonly attempted: number;
}

/** Counts, and up to when they are decayed, epoch ms. */
interface DatedCounts extends AnswerCounts {
  readonly at: number;
}

const NONE: DatedCounts = { answered: 0, attempted: 0, at: 0 };

/**
 * Answered and attempted calls by number and step, forgotten by half-life: an outcome counts
 * 2^(−age / half-life).
 *
 * Counts of different steps are kept apart, so that like is compared with like: calls to a
 * number's own area code are answered more often than others, whichever number makes them.
 */
export class AnswerBook {
  readonly #halfLifeMs: number;
  readonly #steps = new Map<LinkStep, Map<string, DatedCounts>>();

  constructor(halfLifeDays: number, learned: Learned = []) {
    this.#halfLifeMs = halfLifeDays * DAY_MS;
    for (const [slug, step, answered, attempted, at] of learned)
      this.#at(step).set(slug, { answered, attempted, at });
  }

  /** Enters how a call ended. Called off or unknown says nothing of the number. */
  learn(slug: string, step: LinkStep, outcome: CallOutcome, now: number): void {
    if (outcome === "canceled" || outcome === "unknown") return;
    const { answered, attempted } = this.counts(slug, step, now);
    const won = outcome === "answered" ? 1 : 0;
    this.#at(step).set(slug, { answered: answered + won, attempted: attempted + 1, at: now });
  }

  /** Decayed to `now`. */
  counts(slug: string, step: LinkStep, now: number): AnswerCounts {
    const { answered, attempted, at } = this.#steps.get(step)?.get(slug) ?? NONE;
    const left = halvingOf((now - at) / this.#halfLifeMs);
    return { answered: answered * left, attempted: attempted * left };
  }

  /** All of it, by step and slug. */
  learned(): Learned {
    const entries = [...this.#steps].flatMap(([step, counts]) =>
      [...counts].map(
        ([slug, { answered, attempted, at }]) => [slug, step, answered, attempted, at] as const,
      ),
    );
    return entries.sort(([slugA, stepA], [slugB, stepB]) => compare(stepA, stepB) || compare(slugA, slugB));
  }

  #at(step: LinkStep): Map<string, DatedCounts> {
    const counts = this.#steps.get(step) ?? new Map<string, DatedCounts>();
    this.#steps.set(step, counts);
    return counts;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
