import type { Order, OrderMembers, PickRequest } from "./order.js";
import { PlaceHeap } from "./place-heap.js";

/**
 * The number whose latest selection is longest ago comes first; numbers never
 * selected come before all others; ties break by slug.
 *
 * "Latest" is the selection's sequence number in the namespace, not its
 * instant: two selections of one millisecond never tie.
 *
 * Sequences only rise, so the heap may hold old ones: a key there is never
 * above the truth, and is put right when it comes to the top.
 */
export class LeastRecentlyUsed implements Order {
  readonly #members: OrderMembers;
  readonly #heap: PlaceHeap;
  /** 1 for places in the heap: every free one, and parked ones until they come to its top. */
  readonly #isIn: Uint8Array;
  #available = 0;

  constructor(members: OrderMembers) {
    const { size } = members;
    this.#members = members;
    this.#heap = new PlaceHeap(new Float64Array(size), new Int32Array(size), "start");
    this.#isIn = new Uint8Array(size);
  }

  get available(): number {
    return this.#available;
  }

  add(place: number): void {
    this.#available++;
    if (this.#isIn[place] === 0) this.#push(place);
  }

  remove(): void {
    this.#available--;
  }

  take({ excluded }: Pick<PickRequest, "excluded">): number {
    const heap = this.#heap;
    const passedOver: number[] = [];
    let taken = -1;
    while (taken < 0 && heap.size > 0) {
      const place = heap.top;
      const sequence = this.#members.lastSequence(place);
      if (!this.#members.isFree(place)) this.#drop();
      else if (heap.topKey < sequence) heap.raise(sequence);
      else if (excluded?.has(place)) passedOver.push(this.#drop());
      else taken = place;
    }
    for (const place of passedOver) this.#push(place);
    return taken;
  }

  /** The engine counts the selection. */
  charge(): void {}

  changed(): void {}

  turns(): undefined {
    return undefined;
  }

  #push(place: number): void {
    this.#isIn[place] = 1;
    this.#heap.push(this.#members.lastSequence(place), place);
  }

  #drop(): number {
    const place = this.#heap.top;
    this.#heap.pop();
    this.#isIn[place] = 0;
    return place;
  }
}
