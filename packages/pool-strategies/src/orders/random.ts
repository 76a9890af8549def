import { RankIndex } from "../rank-index.js";
import type { Order, OrderMember } from "./order.js";

/**
 * Each available number with the same chance, whatever it carried before.
 *
 * The draw is a rank among the available numbers by slug, so equal draws give
 * equal numbers on every store.
 */
export class RandomOrder implements Order {
  readonly #index: RankIndex;

  constructor(members: readonly OrderMember[]) {
    this.#index = new RankIndex(members.length);
  }

  get available(): number {
    return this.#index.size;
  }

  add(place: number): void {
    this.#index.add(place);
  }

  remove(place: number): void {
    this.#index.delete(place);
  }

  take(draw: number): number {
    return this.#index.at(Math.floor(draw * this.#index.size));
  }

  /** Chance has no memory. */
  charge(): void {}

  used(): void {}

  turns(): undefined {
    return undefined;
  }
}
