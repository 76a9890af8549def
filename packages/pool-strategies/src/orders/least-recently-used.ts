import { IndexedHeap } from "../indexed-heap.js";
import type { Order, OrderMember } from "./order.js";

/**
 * The number whose latest selection is longest ago comes first; numbers never
 * selected come before all others; ties break by slug.
 *
 * "Latest" is the selection's sequence number in the namespace, not its
 * instant: two selections of one millisecond never tie.
 */
export class LeastRecentlyUsed implements Order {
  readonly #lastSequence: Float64Array;
  readonly #heap: IndexedHeap;

  constructor(members: readonly OrderMember[]) {
    this.#lastSequence = Float64Array.from(members, ({ lastSequence }) => lastSequence);
    this.#heap = new IndexedHeap(members.length);
  }

  get available(): number {
    return this.#heap.size;
  }

  add(place: number): void {
    this.#heap.set(place, this.#lastSequence[place] ?? 0);
  }

  remove(place: number): void {
    this.#heap.delete(place);
  }

  take(): number {
    return this.#heap.first();
  }

  /** The store reports every selection through `used`, this one too. */
  charge(): void {}

  used(place: number, sequence: number): void {
    this.#lastSequence[place] = sequence;
    if (this.#heap.has(place)) this.#heap.set(place, sequence);
  }

  turns(): undefined {
    return undefined;
  }
}
