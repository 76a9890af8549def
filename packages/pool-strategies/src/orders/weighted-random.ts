import { IndexedHeap } from "../indexed-heap.js";
import type { BucketTurns } from "../usage.js";
import { firstOf } from "./least-loaded.js";
import type { Arrival, Order, OrderParts, PickRequest } from "./order.js";
import { exponentialOf } from "./sampling.js";

/**
 * Each free number with a chance in proportion to its weight, by exponential clocks.
 *
 * Every number has a clock that rings after an exponential time of mean 1/weight; the first to ring is
 * chosen and its clock set again. The first of independent clocks of rates w rings with chance w / Σw, and what
 * is left on the others is distributed as if they were set afresh, for the exponential distribution has no memory
 * (Feller, An Introduction to Probability Theory, vol. 2, I.3). So one draw a call is enough, and a heap finds the first.
 *
 * A parked number's clock stands still. `score` is the virtual time at which a free number's clock rings.
 */
export class WeightedRandom implements Order {
  readonly #members: OrderParts["members"];
  /** Free numbers by score. */
  readonly #heap: IndexedHeap;
  /** What is left on a parked number's clock, by its weight: the residual e. Of a free one: its score when the pool was built. */
  readonly #left: Float64Array;
  readonly #turns: BucketTurns | undefined;
  #virtualTime: number;

  constructor({ members, turns, joinDraw }: OrderParts) {
    this.#members = members;
    this.#heap = new IndexedHeap(members.size);
    this.#left = new Float64Array(members.size);
    this.#turns = turns;
    this.#virtualTime = turns?.base ?? 0;
    const known = new Map(Object.entries(turns?.starts ?? {}));
    for (let place = 0; place < members.size; place++)
      this.#left[place] = known.get(members.slug(place)) ?? exponentialOf(joinDraw(place));
  }

  get available(): number {
    return this.#heap.size;
  }

  add(place: number, arrival: Arrival): void {
    const left = this.#left[place] as number;
    const weight = this.#members.weight(place);
    if (arrival === "joins") {
      this.#heap.set(place, this.#virtualTime + left / weight);
      return;
    }
    const weightBefore = this.#weightBefore(place);
    if (weight === weightBefore) this.#heap.set(place, left);
    else this.#heap.set(place, this.#virtualTime + this.#residual(left, weightBefore) / weight);
  }

  remove(place: number): void {
    if (!this.#heap.has(place)) return;
    this.#left[place] = this.#residual(this.#heap.key(place), this.#members.weight(place));
    this.#heap.delete(place);
  }

  take({ draws, excluded }: Pick<PickRequest, "draws" | "excluded">): number {
    const heap = this.#heap;
    const place = firstOf(heap, excluded, (other) => heap.set(other, heap.key(other)));
    if (place < 0) return -1;
    this.#virtualTime = Math.max(this.#virtualTime, heap.key(place));
    const left = exponentialOf(draws[0] as number);
    heap.set(place, this.#virtualTime + left / this.#members.weight(place));
    return place;
  }

  /** Chance owes nothing: a number chosen otherwise keeps its clock. */
  charge(): void {}

  changed(): void {}

  turns(): BucketTurns {
    const starts: [string, number][] = [];
    const weights: [string, number][] = [];
    for (let place = 0; place < this.#members.size; place++) {
      const slug = this.#members.slug(place);
      const isFree = this.#heap.has(place);
      starts.push([slug, isFree ? this.#heap.key(place) : (this.#left[place] as number)]);
      const weight = this.#members.weight(place);
      if (isFree && weight !== 1) weights.push([slug, weight]);
    }
    return {
      base: this.#virtualTime,
      picks: 0,
      rate: 0,
      starts: Object.fromEntries(starts),
      weights: Object.fromEntries(weights),
    };
  }

  #residual(score: number, weight: number): number {
    return Math.max(0, (score - this.#virtualTime) * weight);
  }

  #weightBefore(place: number): number {
    const weights = this.#turns?.weights ?? {};
    const slug = this.#members.slug(place);
    return Object.hasOwn(weights, slug) ? (weights[slug] as number) : 1;
  }
}
