import type { AnswerRateRules } from "../types.js";
import type { AnswerCounts } from "./answer-counts.js";
import { createGenerator, hashDraw, SlugHashes } from "./hash.js";
import type { OrderMembers } from "./order.js";
import type { ScoreOf } from "./ranking.js";
import { sampleBeta } from "./sampling.js";

/**
 * Learns which numbers get answered: Thompson sampling (Thompson 1933; Chapelle & Li 2011) over
 * answered and attempted calls, with a Beta prior and a floor of exploration.
 *
 * For each number one draws `θ ~ Beta(priorAnswered + answered, priorUnanswered + attempted − answered)`,
 * counts being those of the link's step, decayed to now; the largest θ comes first, ties by slug. A number of
 * which little is known draws widely, and so gets its trials without a rule for it. With chance `exploration` the
 * ranking is a random permutation instead, so that each of n free numbers is first with a chance of at least
 * exploration / n: what was learned wrongly, or has changed since, is found out.
 *
 * All chance follows from one draw: each slug has the generator seeded with hashDraw(draw) xor hashText(slug), see
 * `hash.ts`. If `draw < exploration`, the slugs are ranked by its first number, lowest first; else it feeds `sampleBeta`.
 */
export class AnswerRate {
  readonly #rules: AnswerRateRules;
  readonly #members: Pick<OrderMembers, "size" | "slug">;
  /** Made at the first pick, for a bucket may never be asked. */
  #hashes: SlugHashes | undefined;

  constructor(rules: AnswerRateRules, members: Pick<OrderMembers, "size" | "slug">) {
    this.#rules = rules;
    this.#members = members;
  }

  /**
   * Scores for one pick: −θ, or the place in a random permutation.
   *
   * @param draw Uniform in [0, 1).
   * @param countsOf Of the link's step, decayed to now.
   */
  scoreFor(draw: number, countsOf: (slug: string) => AnswerCounts): ScoreOf {
    const { priorAnswered, priorUnanswered, exploration } = this.#rules;
    this.#hashes ??= new SlugHashes(this.#members);
    const hashes = this.#hashes;
    const drawHash = hashDraw(draw);
    if (draw < exploration) return (place) => hashes.unitWith(place, drawHash);
    return (place) => {
      const { answered, attempted } = countsOf(this.#members.slug(place));
      const unanswered = priorUnanswered + attempted - answered;
      return -sampleBeta(priorAnswered + answered, unanswered, createGenerator(hashes.with(place, drawHash)));
    };
  }
}
