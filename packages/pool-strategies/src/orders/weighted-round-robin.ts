import type { BucketTurns } from "../usage.js";
import type { Arrival, Order, OrderParts, PickRequest } from "./order.js";
import { PlaceHeap } from "./place-heap.js";

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
 * Weighted round-robin by worst-case-fair weighted fair queueing (WF²Q: Bennett & Zhang 1996;
 * its virtual time that leaps to the least start, as in their WF²Q+ of 1997).
 *
 * Each number owes one call every 1/weight of virtual time. Among those whose
 * current span has begun (start ≤ virtual time) the one with the nearest
 * deadline is next, ties by slug. That keeps every number within one call of its
 * exact share at every prefix, while the numbers and weights stay as they are:
 * no bursts of the heavy ones, which plain deadline order would give.
 *
 * Virtual time advances by 1/(total weight of the free) with each call, and to
 * the least start when no span has begun. It is kept as a base plus a count of
 * calls at one rate, so its error does not grow with the number of calls.
 *
 * Starts and virtual time only rise, so the heaps may hold old keys: a key
 * there is never above the truth, and is put right when it comes to the top. Parked
 * numbers too stay where they are until then. So parking, waking and a charge for a
 * number chosen otherwise are plain arithmetic.
 */
export class WeightedRoundRobin implements Order {
  readonly #members: OrderParts["members"];
  readonly #isWeighted: boolean;
  readonly #starts: Float64Array;
  /** Numbers whose span has begun, by deadline. */
  readonly #ready: PlaceHeap;
  /** Numbers whose span is still to begin, by start. In the other end of the same arrays: no number is in both. */
  readonly #waiting: PlaceHeap;
  /** 1 for places in a heap: every free one, and some parked ones. */
  readonly #isIn: Uint8Array;
  /** How many there are. */
  #inHeaps = 0;
  #base: number;
  #picks: number;
  /** Total weight, in units, at which `#picks` were made. */
  #rate: number;
  /** `base + picks / rate`. */
  #virtualTime: number;
  /** Total weight of the free numbers, in units. */
  #freeUnits = 0;
  #available = 0;

  /** @param isWeighted `false`: all weights are 1. */
  constructor({ members, turns }: Pick<OrderParts, "members" | "turns">, isWeighted: boolean) {
    const { size } = members;
    this.#members = members;
    this.#isWeighted = isWeighted;
    this.#base = turns?.base ?? 0;
    this.#picks = turns?.picks ?? 0;
    this.#rate = turns?.rate ?? 0;
    this.#virtualTime = this.#timeAfterPicks();
    this.#starts = new Float64Array(size).fill(this.#virtualTime);
    if (turns !== undefined) {
      const known = new Map(Object.entries(turns.starts));
      for (let place = 0; place < size; place++) {
        this.#starts[place] = known.get(members.slug(place)) ?? this.#virtualTime;
      }
    }
    const keys = new Float64Array(size);
    const places = new Int32Array(size);
    this.#ready = new PlaceHeap(keys, places, "start");
    this.#waiting = new PlaceHeap(keys, places, "end");
    this.#isIn = new Uint8Array(size);
  }

  get available(): number {
    return this.#available;
  }

  add(place: number, arrival: Arrival, weight: number): void {
    this.#available++;
    this.#freeUnits += this.#unitsOf(weight);
    // Before the bucket's first pick all starts are 0, and so is the time.
    if (arrival === "joins" && this.#virtualTime > 0 && this.#startOf(place) < this.#virtualTime)
      this.#starts[place] = this.#virtualTime;
    if (this.#inHeaps < this.#isIn.length && this.#isIn[place] === 0) this.#enqueue(place);
  }

  remove(_: number, weight: number): void {
    this.#available--;
    this.#freeUnits -= this.#unitsOf(weight);
  }

  take({ excluded }: Pick<PickRequest, "excluded">): number {
    const passedOver: number[] = [];
    let place = this.#firstReady(excluded, passedOver);
    if (place < 0) {
      const next = this.#firstWaiting(excluded, passedOver);
      if (next >= 0) {
        this.#base = this.#startOf(next);
        this.#picks = 0;
        this.#virtualTime = this.#base;
        place = this.#firstReady(excluded, passedOver);
      }
    }
    for (const other of passedOver) this.#enqueue(other);
    if (place >= 0) this.charge(place, this.#members.weight(place));
    return place;
  }

  charge(place: number, weight: number): void {
    if (this.#rate !== this.#freeUnits) {
      this.#base = this.#virtualTime;
      this.#picks = 0;
      this.#rate = this.#freeUnits;
    }
    this.#picks++;
    this.#virtualTime = this.#timeAfterPicks();
    this.#starts[place] = this.#startOf(place) + UNITS_PER_WEIGHT / this.#unitsOf(weight);
  }

  changed(): void {}

  turns(): BucketTurns {
    const starts: Record<string, number> = Object.fromEntries(
      Array.from(this.#starts, (start, place) => [this.#members.slug(place), start]),
    );
    return { base: this.#base, picks: this.#picks, rate: this.#rate, starts };
  }

  #timeAfterPicks(): number {
    return this.#picks === 0 ? this.#base : this.#base + (this.#picks * UNITS_PER_WEIGHT) / this.#rate;
  }

  /** The free number with the nearest deadline among those whose span has begun; −1 for none. */
  #firstReady(excluded: PickRequest["excluded"], passedOver: number[]): number {
    this.#beginSpans();
    const ready = this.#ready;
    while (ready.size > 0) {
      const place = ready.top;
      if (!this.#members.isFree(place)) {
        this.#drop(ready);
        continue;
      }
      const deadline = this.#startOf(place) + this.#spanOf(place);
      if (!this.#hasBegun(place)) this.#enqueue(this.#drop(ready));
      else if (ready.topKey < deadline) ready.raise(deadline);
      else if (excluded?.has(place)) passedOver.push(this.#drop(ready));
      else return place;
    }
    return -1;
  }

  /** The free number with the least start, when no span has begun; −1 for none. */
  #firstWaiting(excluded: PickRequest["excluded"], passedOver: number[]): number {
    const waiting = this.#waiting;
    while (waiting.size > 0) {
      const place = waiting.top;
      const start = this.#startOf(place);
      if (!this.#members.isFree(place)) this.#drop(waiting);
      else if (waiting.topKey < start) waiting.raise(start);
      else if (excluded?.has(place)) passedOver.push(this.#drop(waiting));
      else return place;
    }
    return -1;
  }

  #beginSpans(): void {
    const waiting = this.#waiting;
    while (waiting.topKey <= this.#virtualTime + EPSILON) {
      const place = waiting.top;
      if (!this.#members.isFree(place)) this.#drop(waiting);
      else if (this.#hasBegun(place)) this.#enqueue(this.#drop(waiting));
      else waiting.raise(this.#startOf(place));
    }
  }

  #enqueue(place: number): void {
    this.#isIn[place] = 1;
    this.#inHeaps++;
    const start = this.#startOf(place);
    if (this.#hasBegun(place)) this.#ready.push(start + this.#spanOf(place), place);
    else this.#waiting.push(start, place);
  }

  #drop(heap: PlaceHeap): number {
    const place = heap.top;
    heap.pop();
    this.#isIn[place] = 0;
    this.#inHeaps--;
    return place;
  }

  #hasBegun(place: number): boolean {
    return this.#startOf(place) <= this.#virtualTime + EPSILON;
  }

  /** Virtual time from one of the number's calls to its next. */
  #spanOf(place: number): number {
    return UNITS_PER_WEIGHT / this.#unitsOf(this.#members.weight(place));
  }

  #unitsOf(weight: number): number {
    return this.#isWeighted ? Math.round(weight * UNITS_PER_WEIGHT) : UNITS_PER_WEIGHT;
  }

  // Places come from the bucket, so they are always inside the arrays.
  #startOf(place: number): number {
    return this.#starts[place] as number;
  }
}
