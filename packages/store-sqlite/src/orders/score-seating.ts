import type { PickRequest } from "@dialpool/pool-strategies/store-kit";
import type { Membership } from "../engine/membership.js";
import type { NumberState } from "../engine/number-state.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { Ranking } from "./ranking.js";
import type { Seating, SeatKeys } from "./seating.js";
import { Seats } from "./seats.js";

/** What comes first: a load, or nothing. The latest selection decides among equals. */
export type ScoreName = "least-used" | "fewest-in-flight" | "least-recently-used";

/** The first of the two keys. */
export function loadOf(name: ScoreName, state: NumberState, now: number): number {
  if (name === "least-used") return state.callsInDay(now);
  return name === "fewest-in-flight" ? state.inFlight : 0;
}

/**
 * Orders by scores that every change of a number writes at once, for they may fall as well as rise. The keys of a membership
 * are those of all its seats.
 */
export class ScoreSeating implements Seating {
  readonly isReadyToWake = true;
  readonly #pool: StoredPool;
  readonly #name: ScoreName;
  readonly #ranking: Ranking | undefined;
  readonly #seats: Seats;
  readonly #next;

  /** @param ranking Asked first; the scores are for when none that it gives is free. */
  constructor(pool: StoredPool, name: ScoreName, ranking?: Ranking) {
    this.#pool = pool;
    this.#name = name;
    this.#ranking = ranking;
    this.#seats = new Seats(pool, (membership) => this.keysAt(membership));
    this.#next = pool.books.connection.prepare(
      `SELECT member, first_key, second_key FROM seat WHERE bucket = ? AND (first_key, second_key, member) > (?, ?, ?)
        ORDER BY first_key, second_key, member LIMIT 1`,
    );
  }

  keysAt(membership: Membership): SeatKeys {
    return [this.#pool.keyOf(membership, 0), this.#pool.keyOf(membership, 1)];
  }

  admit(membership: Membership, _: NumberState, isSeated: boolean): void {
    if (!isSeated) this.#seats.add(membership);
  }

  park(membership: Membership, _: NumberState, isForLong: boolean): boolean {
    if (isForLong) this.#seats.remove(membership);
    return !isForLong;
  }

  rescore(membership: Membership, state: NumberState): void {
    const before = this.keysAt(membership);
    const load = loadOf(this.#name, state, this.#pool.books.namespace.now);
    if (before[0] === load && before[1] === state.lastSequence) return;
    membership.keys.splice(0, 2, load, state.lastSequence);
    state.moved();
    for (const bucket of this.#pool.bucketsOf(membership.member))
      this.#seats.move(bucket, membership.member, before, this.keysAt(membership));
  }

  take(bucket: StoredBucket, request: PickRequest): number {
    const ranked = this.#ranking?.(bucket, request) ?? -1;
    return ranked >= 0 ? ranked : this.#first(bucket, request);
  }

  /** The selection changes the score. */
  charge(): void {}

  #first(bucket: StoredBucket, { excluded }: PickRequest): number {
    let after: readonly [first: number, second: number, member: number] = [Number.NEGATIVE_INFINITY, 0, 0];
    for (;;) {
      const row = this.#next.get(bucket.id, ...after) as readonly [number, number, number] | undefined;
      if (row === undefined) return -1;
      const [member, first, second] = row;
      const membership = this.#pool.membershipOf(member);
      if (this.#pool.isParked(membership)) this.#pool.parking.unseat(membership, this.#seats);
      else if (!excluded?.has(member)) return member;
      after = [first, second, member];
    }
  }
}
