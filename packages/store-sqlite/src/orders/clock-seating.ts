import { exponentialOf, type PickRequest } from "@dialpool/pool-strategies/store-kit";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { Seating } from "./seating.js";

/**
 * Weighted random by exponential clocks, as `docs/selection.md` states it. A free member's second key is its score; a parked
 * one's is what is left on its clock.
 */
export class ClockSeating implements Seating {
  readonly #pool: StoredPool;
  readonly #next;
  readonly #join;
  readonly #leave;
  readonly #set;

  constructor(pool: StoredPool) {
    const { connection } = pool.books;
    this.#pool = pool;
    this.#next = connection.prepare(
      `SELECT member, second_key FROM seat WHERE bucket = ? AND listed = 1 AND first_key = 0
        AND (second_key, member) > (?, ?) ORDER BY second_key, member LIMIT 1`,
    );
    this.#join = connection.prepare(
      `UPDATE seat SET listed = 1,
        second_key = (SELECT virtual_time FROM bucket WHERE bucket.bucket = seat.bucket) + second_key / ?
        WHERE pool = ? AND member = ?`,
    );
    this.#leave = connection.prepare(
      `UPDATE seat SET listed = 0,
        second_key = max(0.0, (second_key - (SELECT virtual_time FROM bucket WHERE bucket.bucket = seat.bucket)) * ?)
        WHERE pool = ? AND member = ?`,
    );
    this.#set = connection.prepare(
      "UPDATE seat SET second_key = ? WHERE pool = ? AND member = ? AND bucket = ?",
    );
  }

  admit(member: number): void {
    this.#pool.books.buckets.save();
    this.#join.run(this.#pool.weightOf(member), this.#pool.key, member);
  }

  park(member: number): void {
    this.#pool.books.buckets.save();
    this.#leave.run(this.#pool.weightOf(member), this.#pool.key, member);
  }

  rescore(): void {}

  take(bucket: StoredBucket, { excluded, draws }: PickRequest): number {
    const { state } = bucket;
    let score = Number.NEGATIVE_INFINITY;
    let member = -1;
    do {
      const row = this.#next.get(bucket.id, score, member) as readonly [number, number] | undefined;
      if (row === undefined) return -1;
      [member, score] = row;
    } while (excluded?.has(member));
    state.virtualTime = Math.max(state.virtualTime, score);
    state.base = state.virtualTime;
    state.isDirty = true;
    const left = exponentialOf(draws[0] as number);
    this.#set.run(state.virtualTime + left / this.#pool.weightOf(member), this.#pool.key, member, bucket.id);
    return member;
  }

  /** Chance owes nothing: a number chosen otherwise keeps its clock. */
  charge(): void {}
}
