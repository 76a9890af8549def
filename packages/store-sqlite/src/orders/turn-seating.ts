import type { PickRequest } from "@dialpool/pool-strategies/store-kit";
import type { BucketState } from "../engine/bucket-book.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import { Parking } from "./parking.js";
import type { Seating } from "./seating.js";

const UNITS_PER_WEIGHT = 1_000_000;
/** How far ahead of virtual time a start still counts as reached. */
const EPSILON = 2 ** -20;

/** A member that may be next among those of its weight. */
interface Head {
  readonly member: number;
  readonly start: number;
  readonly deadline: number;
}

/**
 * Weighted round-robin by worst-case-fair weighted fair queueing, as `docs/selection.md` states it.
 *
 * Members of the same weight have the same span, so among them the nearest deadline is the least start: the index
 * `seat_order` (bucket, span, deadline, member) gives the first of each weight at once, and the pick is the best of those. One look
 * into the index for each different weight in the bucket, whatever its size.
 */
export class TurnSeating implements Seating {
  readonly #pool: StoredPool;
  readonly #parking: Parking;
  readonly #next;
  readonly #isAway;
  readonly #join;
  readonly #charge;

  constructor(pool: StoredPool) {
    const { connection } = pool.books;
    this.#pool = pool;
    this.#parking = new Parking(pool);
    this.#next = connection.prepare(
      `SELECT seat.member, seat.start, seat.second_key, member.free_at FROM seat CROSS JOIN member
        ON member.pool = seat.pool AND member.member = seat.member
        WHERE seat.bucket = ? AND seat.listed = 1 AND seat.first_key = ? AND (seat.second_key, seat.member) > (?, ?)
        ORDER BY seat.second_key, seat.member LIMIT 1`,
    );
    this.#isAway = connection.prepare(
      `SELECT 1 FROM seat CROSS JOIN bucket ON bucket.bucket = seat.bucket
        WHERE seat.pool = ? AND seat.member = ? AND (listed = 0 OR start < virtual_time) LIMIT 1`,
    );
    this.#join = connection.prepare(
      `UPDATE seat SET listed = 1, start = max(start, (SELECT virtual_time FROM bucket WHERE bucket.bucket = seat.bucket)),
        second_key = max(start, (SELECT virtual_time FROM bucket WHERE bucket.bucket = seat.bucket)) + first_key
        WHERE pool = ? AND member = ?
        AND (listed = 0 OR start < (SELECT virtual_time FROM bucket WHERE bucket.bucket = seat.bucket))`,
    );
    this.#charge = connection.prepare(
      `UPDATE seat SET start = start + first_key, second_key = (start + first_key) + first_key
        WHERE pool = ? AND member = ? AND bucket = ?`,
    );
  }

  admit(member: number): void {
    this.#pool.books.buckets.save();
    // Mostly its turn is still to come, and it was never taken out of the index: then there is nothing to write.
    if (this.#isAway.get(this.#pool.key, member) !== undefined) this.#join.run(this.#pool.key, member);
  }

  park(member: number, isForLong: boolean): void {
    if (isForLong) this.#parking.unlist(member);
  }

  rescore(): void {}

  take(bucket: StoredBucket, { excluded }: PickRequest): number {
    const { state } = bucket;
    const heads = bucket.spans.flatMap((span) => this.#headsOf(bucket, span, state, excluded));
    let next = nextOf(heads, state.virtualTime);
    if (next === undefined && heads.length > 0) {
      state.base = Math.min(...heads.map(({ start }) => start));
      state.picks = 0;
      state.virtualTime = state.base;
      state.isDirty = true;
      next = nextOf(heads, state.virtualTime);
    }
    if (next === undefined) return -1;
    this.charge(bucket, next.member);
    return next.member;
  }

  charge(bucket: StoredBucket, member: number): void {
    const { state } = bucket;
    if (state.rate !== state.freeUnits) {
      state.base = state.virtualTime;
      state.picks = 0;
      state.rate = state.freeUnits;
    }
    state.picks++;
    state.virtualTime = state.base + (state.picks * UNITS_PER_WEIGHT) / state.rate;
    state.isDirty = true;
    this.#charge.run(this.#pool.key, member, bucket.id);
  }

  /**
   * The first candidate of a span. If its start is not reached yet, also those with the same deadline: rounding may
   * have made one deadline of two starts.
   */
  #headsOf(
    bucket: StoredBucket,
    span: number,
    { virtualTime }: BucketState,
    excluded: PickRequest["excluded"],
  ): readonly Head[] {
    const heads: Head[] = [];
    let deadline = Number.NEGATIVE_INFINITY;
    let member = -1;
    for (;;) {
      const row = this.#next.get(bucket.id, span, deadline, member) as
        | readonly [number, number, number, number]
        | undefined;
      if (row === undefined) return heads;
      const [, start, , freeAt] = row;
      [member, , deadline] = row;
      const [first] = heads;
      if (first !== undefined && deadline > first.deadline) return heads;
      if (freeAt > 0) this.#parking.unlistIn(bucket, member);
      else if (!excluded?.has(member)) {
        heads.push({ member, start, deadline });
        if (start <= virtualTime + EPSILON) return heads;
      }
    }
  }
}

/** The nearest deadline among those whose span has begun, the first by slug of several. */
function nextOf(heads: readonly Head[], virtualTime: number): Head | undefined {
  let next: Head | undefined;
  for (const head of heads) {
    if (head.start > virtualTime + EPSILON) continue;
    if (
      next === undefined ||
      head.deadline < next.deadline ||
      (head.deadline === next.deadline && head.member < next.member)
    )
      next = head;
  }
  return next;
}
