import { IndexedHeap } from "../indexed-heap.js";
import type { Order, OrderMembers, PickRequest } from "./order.js";

/**
 * The number with the least load comes first; among equals the one whose latest
 * selection is longest ago, then by slug.
 *
 * Load is calls in the rolling day (`least-used`) or live leases (`fewest-in-flight`). Both can
 * fall, by time or by a call that ends, so the engine tells of every change at once.
 */
export class LeastLoaded implements Order {
  readonly #members: OrderMembers;
  readonly #load: "callsInDay" | "inFlight";
  readonly #heap: IndexedHeap;

  constructor(members: OrderMembers, load: "callsInDay" | "inFlight") {
    this.#members = members;
    this.#load = load;
    this.#heap = new IndexedHeap(members.size, 2);
  }

  get available(): number {
    return this.#heap.size;
  }

  add(place: number): void {
    this.#heap.set(place, this.#members[this.#load](place), this.#members.lastSequence(place));
  }

  remove(place: number): void {
    this.#heap.delete(place);
  }

  take({ excluded }: Pick<PickRequest, "excluded">): number {
    return firstOf(this.#heap, excluded, (place) => this.add(place));
  }

  /** The engine counts the selection, and tells of it. */
  charge(): void {}

  changed(place: number): void {
    if (this.#heap.has(place)) this.add(place);
  }

  turns(): undefined {
    return undefined;
  }
}

/** The first item that is not excluded; −1 for none. Excluded ones are taken out for that long. */
export function firstOf(
  heap: IndexedHeap,
  excluded: PickRequest["excluded"],
  putBack: (place: number) => void,
): number {
  const passedOver: number[] = [];
  while (excluded?.has(heap.first())) {
    passedOver.push(heap.first());
    heap.delete(heap.first());
  }
  const first = heap.first();
  for (const place of passedOver) putBack(place);
  return first;
}
