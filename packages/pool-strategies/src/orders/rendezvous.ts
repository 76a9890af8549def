import { hashText, SlugHashes } from "./hash.js";
import type { OrderMembers } from "./order.js";
import type { ScoreOf } from "./ranking.js";

const MARGIN = 1 + 2 ** -40;

/**
 * Weighted rendezvous hashing (highest random weight: Thaler & Ravishankar 1998; its
 * logarithmic weighting: Schindelhauer & Schomaker 2005).
 *
 * Every pair of callee and number has a hash h in (0, 1); the number with the
 * least `−ln(h) / weight` comes first, ties by slug. So the same callee meets
 * the same number with no stored state, shares are in proportion to the weights,
 * and a change of the pool moves only those callees that it must: those of a
 * number that left or shrank, and those that one that came or grew now attracts.
 *
 * `h = unitOf(hashText(callee) xor hashText(slug))`, see `hash.ts`. One pick looks at every number.
 */
export class Rendezvous {
  readonly #members: Pick<OrderMembers, "size" | "slug" | "weight">;
  /** Made at the first pick, for a bucket may never be asked. */
  #hashes: SlugHashes | undefined;

  constructor(members: Pick<OrderMembers, "size" | "slug" | "weight">) {
    this.#members = members;
  }

  /** Scores for a callee. */
  scoreFor(callee: string): ScoreOf {
    this.#hashes ??= new SlugHashes(this.#members);
    const hashes = this.#hashes;
    const calleeHash = hashText(callee);
    return (place, bound) => {
      const h = hashes.unitWith(place, calleeHash);
      const weight = this.#members.weight(place);
      // −ln(h) is above 1 − h, which spares the logarithm of nearly all that come too late; the margin is for rounding.
      const atLeast = (1 - h) / weight;
      return atLeast > bound * MARGIN ? atLeast : -Math.log(h) / weight;
    };
  }
}
