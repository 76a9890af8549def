import { RankIndex } from "../rank-index.js";
import type { Order, OrderMembers, PickRequest } from "./order.js";

/**
 * Each free number with the same chance, whatever it carried before.
 *
 * The draw is a rank among the free numbers by slug, so equal draws give
 * equal numbers on every store.
 */
export class RandomOrder implements Order {
  protected readonly index: RankIndex;

  constructor(members: Pick<OrderMembers, "size">) {
    this.index = new RankIndex(members.size);
  }

  get available(): number {
    return this.index.size;
  }

  add(place: number): void {
    this.index.add(place);
  }

  remove(place: number): void {
    this.index.delete(place);
  }

  take({ draws, excluded }: Pick<PickRequest, "draws" | "excluded">): number {
    const passedOver = [...(excluded ?? [])].filter((place) => this.index.has(place));
    for (const place of passedOver) this.index.delete(place);
    const taken = this.index.size === 0 ? -1 : this.choose(draws);
    for (const place of passedOver) this.index.add(place);
    return taken;
  }

  /** Chance has no memory. */
  charge(): void {}

  changed(): void {}

  turns(): undefined {
    return undefined;
  }

  /** Among those in the index, of which there is at least one. */
  protected choose(draws: readonly number[]): number {
    return this.index.at(Math.floor((draws[0] as number) * this.index.size));
  }
}
