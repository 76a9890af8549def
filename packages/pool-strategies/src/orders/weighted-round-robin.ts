import { IndexedHeap } from "../indexed-heap.js";
import type { BucketTurns } from "../usage.js";
import type { Arrival, Order, OrderMember } from "./order.js";

/** Weights are counted in millionths, so that their sum is exact in whatever order numbers come and go. */
const UNITS_PER_WEIGHT = 1_000_000;

/**
 * How far ahead of virtual time a start still counts as reached.
 *
 * Sums of 1/weight are rounded; without this, a number whose turn has come
 * could be passed over for the last bit. Early by 2^-20 means early by at most
 * a thousandth of a call, at the highest weight there is.
 */
const EPSILON = 2 ** -20;

/**
 * Weighted round-robin by worst-case-fair weighted queueing (WF²Q).
 *
 * Each number owes one call every 1/weight of virtual time. Among those whose
 * current span has begun (start ≤ virtual time) the one with the nearest
 * deadline is next, ties by slug. That keeps every number within one call of its
 * exact share at every prefix, while the numbers and weights stay as they are:
 * no bursts of the heavy ones, which plain deadline order would give.
 *
 * Virtual time advances by 1/(total weight available) with each call, and to
 * the least start when no span has begun. It is kept as a base plus a count of
 * calls at one rate, so its error does not grow with the number of calls.
 */
export class WeightedRoundRobin implements Order {
  readonly #slugs: readonly string[];
  readonly #units: Float64Array;
  readonly #starts: Float64Array;
  /** Numbers whose span has begun, by deadline. */
  readonly #ready: IndexedHeap;
  /** Numbers whose span is still to begin, by start. */
  readonly #waiting: IndexedHeap;
  #base: number;
  #picks: number;
  /** Total weight, in units, at which `#picks` were made. */
  #rate: number;
  /** Total weight available now, in units. */
  #availableUnits = 0;

  constructor(members: readonly OrderMember[], turns?: BucketTurns) {
    this.#slugs = members.map(({ slug }) => slug);
    this.#units = Float64Array.from(members, ({ weight }) => Math.round(weight * UNITS_PER_WEIGHT));
    this.#base = turns?.base ?? 0;
    this.#picks = turns?.picks ?? 0;
    this.#rate = turns?.rate ?? 0;
    const known = turns === undefined ? undefined : new Map(Object.entries(turns.starts));
    const joinsAt = this.#virtualTime();
    this.#starts = Float64Array.from(members, ({ slug }) => known?.get(slug) ?? joinsAt);
    this.#ready = new IndexedHeap(members.length);
    this.#waiting = new IndexedHeap(members.length);
  }

  get available(): number {
    return this.#ready.size + this.#waiting.size;
  }

  add(place: number, arrival: Arrival): void {
    this.#availableUnits += this.#unitsOf(place);
    const start = this.#startOf(place);
    if (arrival === "joins") this.#starts[place] = Math.max(start, this.#virtualTime());
    this.#enqueue(place);
  }

  remove(place: number): void {
    if (!this.#ready.has(place) && !this.#waiting.has(place)) return;
    this.#availableUnits -= this.#unitsOf(place);
    this.#ready.delete(place);
    this.#waiting.delete(place);
  }

  take(): number {
    this.#beginSpans();
    if (this.#ready.size === 0) {
      this.#base = this.#waiting.firstKey();
      this.#picks = 0;
      this.#beginSpans();
    }
    const place = this.#ready.first();
    this.charge(place);
    return place;
  }

  charge(place: number): void {
    if (this.#rate !== this.#availableUnits) {
      this.#base = this.#virtualTime();
      this.#picks = 0;
      this.#rate = this.#availableUnits;
    }
    this.#picks++;
    this.#starts[place] = this.#startOf(place) + this.#spanOf(place);
    this.#ready.delete(place);
    this.#waiting.delete(place);
    this.#enqueue(place);
  }

  /** Turns belong to the bucket; a call from elsewhere takes none. */
  used(): void {}

  turns(): BucketTurns {
    const starts = this.#slugs.map((slug, place) => [slug, this.#startOf(place)] as const);
    return { base: this.#base, picks: this.#picks, rate: this.#rate, starts: Object.fromEntries(starts) };
  }

  #virtualTime(): number {
    return this.#picks === 0 ? this.#base : this.#base + (this.#picks * UNITS_PER_WEIGHT) / this.#rate;
  }

  #beginSpans(): void {
    const begun = this.#virtualTime() + EPSILON;
    while (this.#waiting.firstKey() <= begun) {
      const place = this.#waiting.first();
      this.#waiting.delete(place);
      this.#ready.set(place, this.#startOf(place) + this.#spanOf(place));
    }
  }

  #enqueue(place: number): void {
    const start = this.#startOf(place);
    if (start <= this.#virtualTime() + EPSILON) this.#ready.set(place, start + this.#spanOf(place));
    else this.#waiting.set(place, start);
  }

  /** Virtual time from one of the number's calls to its next. */
  #spanOf(place: number): number {
    return UNITS_PER_WEIGHT / this.#unitsOf(place);
  }

  // Places come from the bucket, so they are always inside the arrays.
  #unitsOf(place: number): number {
    return this.#units[place] as number;
  }

  #startOf(place: number): number {
    return this.#starts[place] as number;
  }
}
