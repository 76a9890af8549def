import type { OrderMembers } from "./order.js";
import { RandomOrder } from "./random.js";

/**
 * The less loaded of two different free numbers drawn at random: fewer live leases, then fewer calls in
 * the rolling day, then by slug.
 *
 * The power of two choices (Azar et al. 1994; Mitzenmacher 2001): of n balls in n bins the fullest
 * holds about log log n instead of the log n / log log n that one choice gives. Close to
 * fewest-in-flight, yet callers that act at the same moment on old news do not all
 * choose the same number.
 */
export class PowerOfTwo extends RandomOrder {
  readonly #members: OrderMembers;

  constructor(members: OrderMembers) {
    super(members);
    this.#members = members;
  }

  protected override choose(draws: readonly number[]): number {
    const { size } = this.index;
    const rank = Math.floor((draws[0] as number) * size);
    const first = this.index.at(rank);
    if (size === 1) return first;
    const other = Math.floor((draws[1] as number) * (size - 1));
    const second = this.index.at(other < rank ? other : other + 1);
    return this.#isLessLoaded(first, second) ? first : second;
  }

  #isLessLoaded(a: number, b: number): boolean {
    const members = this.#members;
    return (
      (members.inFlight(a) - members.inFlight(b) || members.callsInDay(a) - members.callsInDay(b) || a - b) <
      0
    );
  }
}
