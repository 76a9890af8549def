import { LeastRecentlyUsed } from "./least-recently-used.js";
import type { Order, OrderMembers, PickRequest } from "./order.js";

/** Ranks the numbers of one bucket for one call: places, best first, at most 64. */
export type Ranking = (request: PickRequest) => readonly number[];

/**
 * The first free number of an explicit ranking that is made for each call; when none of the
 * ranked is free, the least recently used of all.
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
    for (const place of this.#rank(request)) {
      if (this.#members.isFree(place) && !request.excluded?.has(place)) return place;
    }
    return this.#fallback.take(request);
  }

  charge(): void {}

  changed(): void {}

  turns(): undefined {
    return undefined;
  }
}
