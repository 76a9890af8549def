import type { Member } from "../audited-pool.js";
import type { OrderLaw, Pick } from "./order-law.js";

const MILLION = 1_000_000;
const EARLY = 2 ** -20;

/** How a number fares while it is free without a break. */
interface Stretch {
  since: number;
  calls: number;
  /** Calls minus the sum of its shares; and the most that was, so far. */
  balance: number;
  most: number;
}

/**
 * `round-robin` and `weighted-round-robin`: every choice is the one of worst-case-fair weighted queueing, and
 * the bound holds that is stated of it: a number that stays free gets at most one call more than virtual time owes it. How far
 * one was behind the sum of its shares while it was free is reported; where numbers come and go there is no bound to that.
 */
export class RoundRobinLaw implements OrderLaw {
  /** Rounding of weights to millionths, and starts that count as reached a little early. */
  static readonly #MOST_AHEAD = 1.01;
  readonly #units: readonly number[];
  readonly #starts: number[];
  readonly #stretches: (Stretch | undefined)[];
  readonly #isParked: boolean[];
  #base = 0;
  #picks = 0;
  #rate = 0;
  #ahead = 0;
  #behind = 0;

  constructor(members: readonly Member[]) {
    this.#units = members.map(({ weight }) => Math.round(weight * MILLION));
    this.#starts = members.map(() => 0);
    this.#stretches = members.map(() => undefined);
    this.#isParked = members.map(() => false);
  }

  expected({ free }: Pick): number {
    this.#wake(free);
    let candidates = this.#begun(free);
    if (candidates.length === 0) {
      this.#base = Math.min(...free.map((place) => this.#starts[place] as number));
      this.#picks = 0;
      candidates = this.#begun(free);
    }
    let [best, deadline] = [-1, Number.POSITIVE_INFINITY];
    for (const place of candidates) {
      const due = (this.#starts[place] as number) + MILLION / (this.#units[place] as number);
      if (due < deadline) [best, deadline] = [place, due];
    }
    return best;
  }

  chose({ chosen, free }: Pick): void {
    const total = free.reduce((sum, place) => sum + (this.#units[place] as number), 0);
    const before = this.#virtualTime;
    if (this.#rate !== total) {
      this.#base = before;
      this.#picks = 0;
      this.#rate = total;
    }
    this.#picks++;
    this.#starts[chosen] = (this.#starts[chosen] as number) + MILLION / (this.#units[chosen] as number);
    for (const place of free) this.#account(place, place === chosen, total, before);
  }

  parked(place: number): void {
    this.#isParked[place] = true;
    this.#stretches[place] = undefined;
  }

  note(): string {
    return `at most ${this.#ahead.toFixed(3)} calls ahead of virtual time, ${this.#behind.toFixed(3)} behind the shares`;
  }

  /** Whether no number ever got more than virtual time owed it, and one. */
  get isFair(): boolean {
    return this.#ahead <= RoundRobinLaw.#MOST_AHEAD;
  }

  get #virtualTime(): number {
    return this.#picks === 0 ? this.#base : this.#base + (this.#picks * MILLION) / this.#rate;
  }

  #begun(free: readonly number[]): readonly number[] {
    const reached = this.#virtualTime + EARLY;
    return free.filter((place) => (this.#starts[place] as number) <= reached);
  }

  #wake(free: readonly number[]): void {
    for (const place of free) {
      if (this.#isParked[place] !== true) continue;
      this.#isParked[place] = false;
      this.#starts[place] = Math.max(this.#starts[place] as number, this.#virtualTime);
    }
  }

  #account(place: number, isChosen: boolean, total: number, before: number): void {
    const stretch = this.#stretches[place] ?? { since: before, calls: 0, balance: 0, most: 0 };
    this.#stretches[place] = stretch;
    const units = this.#units[place] as number;
    if (isChosen) {
      stretch.calls++;
      const owed = ((this.#virtualTime - stretch.since) * units) / MILLION;
      this.#ahead = Math.max(this.#ahead, stretch.calls - owed);
    }
    stretch.balance += (isChosen ? 1 : 0) - units / total;
    stretch.most = Math.max(stretch.most, stretch.balance);
    this.#behind = Math.max(this.#behind, stretch.most - stretch.balance);
  }
}
