import { IndexedHeap } from "./indexed-heap.js";
import { createOrder } from "./orders/create-order.js";
import type { Arrival, Order, OrderMember } from "./orders/order.js";
import type { OrderName } from "./types.js";
import type { BucketTurns } from "./usage.js";

/**
 * The numbers of a pool that one link of a route may use.
 *
 * Those free of limits are in the order, the others are parked by the instant
 * at which they are free again; each is in exactly one of the two once it was
 * admitted. Numbers are meant by their place in the slug-ordered list.
 */
export class Bucket<Member extends OrderMember> {
  readonly name: string;
  readonly members: readonly Member[];
  readonly order: Order;
  readonly #parked: IndexedHeap;

  constructor(name: string, members: readonly Member[], order: OrderName, turns?: BucketTurns) {
    this.name = name;
    this.members = members;
    this.order = createOrder(order, members, turns);
    this.#parked = new IndexedHeap(members.length);
  }

  get size(): number {
    return this.members.length;
  }

  /** When the first of its parked numbers is free again; `Infinity` when none ever is. */
  get firstFreeAt(): number {
    return this.#parked.firstKey();
  }

  admit(place: number, arrival: Arrival): void {
    this.#parked.delete(place);
    this.order.add(place, arrival);
  }

  park(place: number, freeAt: number): void {
    if (!this.#parked.has(place)) this.order.remove(place);
    this.#parked.set(place, freeAt);
  }

  /** Takes the next number. Only when one is available. */
  take(draw: number): Member {
    const member = this.members[this.order.take(draw)];
    if (member === undefined) throw new RangeError(`The bucket ${this.name} has no number available.`);
    return member;
  }
}
