import type { Member } from "../audited-pool.js";
import type { OrderLaw, Pick } from "./order-law.js";

/** The score of a number at an instant: the lowest goes first. */
export type ScoreOf = (member: Member, now: number) => readonly number[];

/** Who waited longest in the whole namespace. */
export const byLastSequence: ScoreOf = ({ book }) => [book.lastSequence];

/** Who carried the fewest calls in the rolling day. */
export const byCallsInDay: ScoreOf = ({ book }, now) => [book.callsInDay(now), book.lastSequence];

/** Who has the fewest calls in flight. */
export const byInFlight: ScoreOf = ({ book }, now) => [book.inFlight(now), book.lastSequence];

/** The lowest score goes first; ties by slug. The books keep the state. */
export class LeastLaw implements OrderLaw {
  readonly #members: readonly Member[];
  readonly #scoreOf: ScoreOf;

  constructor(members: readonly Member[], scoreOf: ScoreOf) {
    this.#members = members;
    this.#scoreOf = scoreOf;
  }

  expected({ free, now }: Pick): number {
    return leastOf(free, (place) => this.#scoreOf(this.#members[place] as Member, now));
  }

  chose(): void {}

  parked(): void {}
}

/** The place with the lowest score; of several the first. */
export function leastOf(places: readonly number[], scoreOf: (place: number) => readonly number[]): number {
  let [best, bestScore]: [number, readonly number[]] = [-1, []];
  for (const place of places) {
    const score = scoreOf(place);
    if (best >= 0 && !isBelow(score, bestScore)) continue;
    [best, bestScore] = [place, score];
  }
  return best;
}

function isBelow(score: readonly number[], other: readonly number[]): boolean {
  for (const [index, part] of score.entries()) {
    const against = other[index] as number;
    if (part !== against) return part < against;
  }
  return false;
}
