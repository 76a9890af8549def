import type { Member } from "../audited-pool.js";
import { leastOf } from "./least-law.js";
import type { OrderLaw, Pick } from "./order-law.js";

/** `random`: the draw says which of the free numbers, by slug. */
export class RandomLaw implements OrderLaw {
  expected({ free, draws: [draw = 0] }: Pick): number {
    return free[Math.floor(draw * free.length)] as number;
  }

  chose(): void {}

  parked(): void {}
}

/** `power-of-two`: two of the free numbers are drawn, and the less loaded is chosen. */
export class PowerOfTwoLaw implements OrderLaw {
  readonly #members: readonly Member[];

  constructor(members: readonly Member[]) {
    this.#members = members;
  }

  expected({ free, now, draws: [first = 0, second = 0] }: Pick): number {
    if (free.length === 1) return free[0] as number;
    const i = Math.floor(first * free.length);
    let j = Math.floor(second * (free.length - 1));
    if (j >= i) j++;
    const both = [free[i] as number, free[j] as number].sort((a, b) => a - b);
    return leastOf(both, (place) => {
      const { book } = this.#members[place] as Member;
      return [book.inFlight(now), book.callsInDay(now)];
    });
  }

  chose(): void {}

  parked(): void {}
}

/** Scores nearer to each other than this are the same but for rounding. */
const ROUNDING = 1e-9;

/** `weighted-random`: each number has a clock; the first to ring is chosen. */
export class WeightedRandomLaw implements OrderLaw {
  readonly #members: readonly Member[];
  /** What is left on the clock of a number that is parked, by its weight; on one that is free, when it rings. */
  readonly #left: number[];
  readonly #ringsAt: number[];
  readonly #isParked: boolean[];
  #virtualTime = 0;

  /** @param draws What `load` drew for each number, in the order of slugs. */
  constructor(members: readonly Member[], draws: readonly number[]) {
    this.#members = members;
    this.#left = members.map((_, place) => -Math.log(1 - (draws[place] as number)));
    this.#ringsAt = members.map(({ weight }, place) => (this.#left[place] as number) / weight);
    this.#isParked = members.map(() => false);
  }

  expected({ free }: Pick): readonly number[] {
    this.#wake(free);
    const first = Math.min(...free.map((place) => this.#ringsAt[place] as number));
    return free.filter((place) => (this.#ringsAt[place] as number) <= first + ROUNDING * Math.max(1, first));
  }

  chose({ chosen, draws: [draw = 0] }: Pick): void {
    this.#virtualTime = Math.max(this.#virtualTime, this.#ringsAt[chosen] as number);
    this.#ringsAt[chosen] = this.#virtualTime - Math.log(1 - draw) / this.#weightOf(chosen);
  }

  parked(place: number): void {
    if (this.#isParked[place] === true) return;
    this.#isParked[place] = true;
    const left = ((this.#ringsAt[place] as number) - this.#virtualTime) * this.#weightOf(place);
    this.#left[place] = Math.max(0, left);
  }

  #wake(free: readonly number[]): void {
    for (const place of free) {
      if (this.#isParked[place] !== true) continue;
      this.#isParked[place] = false;
      this.#ringsAt[place] = this.#virtualTime + (this.#left[place] as number) / this.#weightOf(place);
    }
  }

  #weightOf(place: number): number {
    return this.#members[place]?.weight ?? 1;
  }
}
