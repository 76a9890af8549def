import type { PickRequest } from "@dialpool/pool-strategies/store-kit";
import type { Membership } from "../engine/membership.js";
import type { NumberState } from "../engine/number-state.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import { SeatHeads } from "./seat-heads.js";
import type { Seating, SeatKeys } from "./seating.js";
import { Seats } from "./seats.js";

/** How far ahead of virtual time a start still counts as reached. */
const EPSILON = 2 ** -20;

/** A member that may be next among those of its weight. */
interface Head {
  readonly member: number;
  readonly start: number;
  readonly deadline: number;
}

/**
 * Weighted round-robin by worst-case-fair weighted fair queueing, as `docs/selection.md` states it. The keys of a membership
 * are its starts, by bucket.
 *
 * Members of the same weight have the same span, so among them the nearest deadline is the least start: the order
 * of `seat` (bucket, span, deadline, member) gives the first of each weight at once, and the pick is the best of those. One look
 * for each different weight in the bucket, whatever its size.
 */
export class TurnSeating implements Seating {
  /** Its turn may have come and gone meanwhile. */
  readonly isReadyToWake = false;
  readonly #pool: StoredPool;
  readonly #seats: Seats;
  readonly #heads: SeatHeads;

  constructor(pool: StoredPool) {
    this.#pool = pool;
    this.#heads = new SeatHeads(pool);
    this.#seats = new Seats(pool, (membership, index) => this.keysAt(membership, index), this.#heads);
  }

  forgetRead(): void {
    this.#heads.forgetRead();
  }

  keysAt(membership: Membership, index: number): SeatKeys {
    const span = this.#pool.definition.spanOf(membership.member);
    return [span, this.#pool.keyOf(membership, index) + span];
  }

  admit(membership: Membership, state: NumberState, isSeated: boolean): void {
    const { member, keys } = membership;
    for (const [index, bucket] of this.#pool.bucketsOf(member).entries()) {
      const { virtualTime } = bucket;
      // Mostly its turn is still to come.
      if (this.#pool.keyOf(membership, index) >= virtualTime) continue;
      const before = this.keysAt(membership, index);
      keys[index] = virtualTime;
      if (isSeated) this.#seats.move(bucket, member, before, this.keysAt(membership, index));
      state.moved();
    }
    if (!isSeated) this.#seats.add(membership);
  }

  park(membership: Membership, _: NumberState, isForLong: boolean): boolean {
    if (isForLong) this.#seats.remove(membership);
    return !isForLong;
  }

  rescore(): void {}

  take(bucket: StoredBucket, { excluded }: PickRequest): number {
    const heads = bucket.spans.flatMap((span) => this.#headsOf(bucket, span, excluded));
    let next = nextOf(heads, bucket.virtualTime);
    if (next === undefined && heads.length > 0) {
      bucket.setVirtualTime(Math.min(...heads.map(({ start }) => start)));
      next = nextOf(heads, bucket.virtualTime);
    }
    if (next === undefined) return -1;
    this.charge(bucket, next.member);
    return next.member;
  }

  charge(bucket: StoredBucket, member: number): void {
    bucket.passTurn();
    const state = this.#pool.stateOf(member);
    const membership = state.membershipIn(this.#pool.key);
    const index = this.#pool.bucketsOf(member).indexOf(bucket);
    const before = this.keysAt(membership, index);
    membership.keys[index] = this.#pool.keyOf(membership, index) + this.#pool.definition.spanOf(member);
    this.#seats.move(bucket, member, before, this.keysAt(membership, index));
    state.moved();
  }

  /**
   * The first candidate of a span. If its start is not reached yet, also those with the same deadline: rounding may
   * have made one deadline of two starts.
   */
  #headsOf(bucket: StoredBucket, span: number, excluded: PickRequest["excluded"]): readonly Head[] {
    const { virtualTime } = bucket;
    const list = this.#heads.of(bucket, span);
    const heads: Head[] = [];
    let place = 0;
    for (;;) {
      const seat = list.at(place);
      if (seat === undefined) return heads;
      const { key: deadline, member } = seat;
      const [first] = heads;
      if (first !== undefined && deadline > first.deadline) return heads;
      const membership = this.#pool.membershipOf(member);
      if (this.#pool.isParked(membership)) {
        this.#pool.parking.unseat(membership, this.#seats);
        // Mostly the next seat has come into its place.
        if (list.at(place) === seat) place++;
        continue;
      }
      place++;
      if (excluded?.has(member)) continue;
      const start = this.#pool.keyOf(membership, this.#pool.bucketsOf(member).indexOf(bucket));
      heads.push({ member, start, deadline });
      if (start <= virtualTime + EPSILON) return heads;
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
