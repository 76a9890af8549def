import { LeastRecentlyUsed } from "./least-recently-used.js";
import type { Order, OrderMembers, PickRequest } from "./order.js";

/**
 * The first candidate of a ranking that is made for each call, −1 when its first 64 have none.
 *
 * @param isCandidate Whether a place is free and not excluded.
 */
export type Ranking = (request: PickRequest, isCandidate: (place: number) => boolean) => number;

/**
 * The first free number of an explicit ranking; when none of the first 64 is free, the
 * least recently used of all.
 *
 * A ranking costs O(size) at each pick; all the rest is as cheap as least-recently-used.
 */
export class Ranked implements Order {
  readonly #members: OrderMembers;
  readonly #rank: Ranking;
  readonly #fallback: LeastRecentlyUsed;

  constructor(members: OrderMembers, rank: Ranking) {
    this.#members = members;
    this.#rank = rank;
    this.#fallback = new LeastRecentlyUsed(members);
  }

  get available(): number {
    return this.#fallback.available;
  }

  add(place: number): void {
    this.#fallback.add(place);
  }

  remove(): void {
    this.#fallback.remove();
  }

  take(request: PickRequest): number {
    const { excluded } = request;
    const isCandidate = (place: number) => this.#members.isFree(place) && !excluded?.has(place);
    const first = this.#rank(request, isCandidate);
    return first >= 0 ? first : this.#fallback.take(request);
  }

  charge(): void {}

  changed(): void {}

  turns(): undefined {
    return undefined;
  }
}
