import { IndexedHeap } from "./indexed-heap.js";
import type { Order, OrderMembers } from "./orders/order.js";
import type { PoolNumber } from "./types.js";

/** What a bucket needs to know of its pool's members. */
export interface MemberColumns {
  readonly numbers: readonly PoolNumber[];
  /** 0 for a member that is free. */
  freeAtOf(member: number): number;
  weightOf(member: number): number;
  lastSequenceOf(member: number): number;
  inFlightOf(member: number): number;
  callsInDayOf(member: number): number;
}

/**
 * The numbers of a pool that one link of a route may use, by slug: a list of
 * positions in the pool's own list.
 */
export class Bucket implements OrderMembers {
  readonly name: string;
  /** Members by place. */
  readonly members: Int32Array;
  order!: Order;
  readonly #pool: MemberColumns;
  /** Places by when their members are free, for those that wait; absent unless it was asked for lately. */
  #waiting: IndexedHeap | undefined;
  #movesUnasked = 0;

  constructor(name: string, members: Int32Array, pool: MemberColumns) {
    this.name = name;
    this.members = members;
    this.#pool = pool;
  }

  get size(): number {
    return this.members.length;
  }

  number(place: number): PoolNumber {
    return this.#pool.numbers[this.memberAt(place)] as PoolNumber;
  }

  slug(place: number): string {
    return this.number(place).slug;
  }

  weight(place: number): number {
    return this.#pool.weightOf(this.memberAt(place));
  }

  lastSequence(place: number): number {
    return this.#pool.lastSequenceOf(this.memberAt(place));
  }

  inFlight(place: number): number {
    return this.#pool.inFlightOf(this.memberAt(place));
  }

  callsInDay(place: number): number {
    return this.#pool.callsInDayOf(this.memberAt(place));
  }

  isFree(place: number): boolean {
    return this.#pool.freeAtOf(this.memberAt(place)) === 0;
  }

  memberAt(place: number): number {
    return this.members[place] as number;
  }

  /**
   * The parked member that is free again first, the first by slug of several; −1 when all are free, or none
   * ever will be. Looks at every member for the first time, and then keeps up with those that move.
   */
  firstToWake(): number {
    this.#movesUnasked = 0;
    this.#waiting ??= this.#whoWaits();
    const place = this.#waiting.first();
    return place < 0 ? -1 : this.memberAt(place);
  }

  /**
   * A member parks, wakes, or is free at another instant: 0 for now, `Infinity` for never. After as many moves
   * as there are members it is cheaper to look at all of them again, should anybody ask.
   */
  moved(place: number, freeAt: number): void {
    if (this.#waiting === undefined) return;
    if (++this.#movesUnasked > this.size) this.#waiting = undefined;
    else keepWaiting(this.#waiting, place, freeAt);
  }

  #whoWaits(): IndexedHeap {
    const waiting = new IndexedHeap(this.size);
    for (let place = 0; place < this.size; place++)
      keepWaiting(waiting, place, this.#pool.freeAtOf(this.memberAt(place)));
    return waiting;
  }
}

function keepWaiting(waiting: IndexedHeap, place: number, freeAt: number): void {
  if (freeAt === 0 || freeAt === Number.POSITIVE_INFINITY) waiting.delete(place);
  else waiting.set(place, freeAt);
}
