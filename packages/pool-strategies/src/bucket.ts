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

const UNKNOWN = -2;

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
  #first = UNKNOWN;

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
   * ever will be. Looks at every member, and then no more until one of them parks or wakes.
   */
  firstToWake(): number {
    if (this.#first !== UNKNOWN) return this.#first;
    let first = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const member of this.members) {
      const freeAt = this.#pool.freeAtOf(member);
      if (freeAt === 0 || freeAt >= least) continue;
      least = freeAt;
      first = member;
    }
    this.#first = first;
    return first;
  }

  /** A member parks, wakes, or is free at another instant. */
  forgetFirst(): void {
    this.#first = UNKNOWN;
  }
}
