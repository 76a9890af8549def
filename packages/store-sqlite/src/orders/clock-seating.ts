import { exponentialOf, type PickRequest } from "@dialpool/pool-strategies/store-kit";
import type { Membership } from "../engine/membership.js";
import type { NumberState } from "../engine/number-state.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { Seating, SeatKeys } from "./seating.js";
import { Seats } from "./seats.js";

/**
 * Weighted random by exponential clocks, as `docs/selection.md` states it. The keys of a membership are, by bucket, its score
 * while it is free, and what is left on its clock while it is parked.
 */
export class ClockSeating implements Seating {
  readonly isReadyToWake = false;
  readonly #pool: StoredPool;
  readonly #seats: Seats;
  readonly #next;

  constructor(pool: StoredPool) {
    this.#pool = pool;
    this.#seats = new Seats(pool, (membership, index) => this.keysAt(membership, index));
    this.#next = pool.books.connection.prepare(
      `SELECT member, second_key FROM seat WHERE bucket = ? AND first_key = 0
        AND (second_key, member) > (?, ?) ORDER BY second_key, member LIMIT 1`,
    );
  }

  keysAt(membership: Membership, index: number): SeatKeys {
    return [0, this.#pool.keyOf(membership, index)];
  }

  admit(membership: Membership, state: NumberState): void {
    const weight = this.#pool.weightOf(membership.member);
    this.#change(membership, state, (left, virtualTime) => virtualTime + left / weight);
    this.#seats.add(membership);
  }

  park(membership: Membership, state: NumberState): boolean {
    const weight = this.#pool.weightOf(membership.member);
    this.#seats.remove(membership);
    this.#change(membership, state, (score, virtualTime) => Math.max(0, (score - virtualTime) * weight));
    return false;
  }

  rescore(): void {}

  take(bucket: StoredBucket, { excluded, draws }: PickRequest): number {
    let score = Number.NEGATIVE_INFINITY;
    let member = -1;
    do {
      const row = this.#next.get(bucket.id, score, member) as readonly [number, number] | undefined;
      if (row === undefined) return -1;
      [member, score] = row;
    } while (excluded?.has(member));
    bucket.setVirtualTime(Math.max(bucket.virtualTime, score));
    const state = this.#pool.stateOf(member);
    const membership = state.membershipIn(this.#pool.key);
    const index = this.#pool.bucketsOf(member).indexOf(bucket);
    const before = this.keysAt(membership, index);
    const left = exponentialOf(draws[0] as number);
    membership.keys[index] = bucket.virtualTime + left / this.#pool.weightOf(member);
    this.#seats.move(bucket, member, before, this.keysAt(membership, index));
    state.moved();
    return member;
  }

  /** Chance owes nothing: a number chosen otherwise keeps its clock. */
  charge(): void {}

  #change(
    membership: Membership,
    state: NumberState,
    keyOf: (before: number, virtualTime: number) => number,
  ): void {
    for (const [index, { virtualTime }] of this.#pool.bucketsOf(membership.member).entries())
      membership.keys[index] = keyOf(this.#pool.keyOf(membership, index), virtualTime);
    state.moved();
  }
}
