import type { PickRequest } from "@dialpool/pool-strategies/store-kit";
import type { NumberState } from "../engine/number-book.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import { Parking } from "./parking.js";
import type { Ranking } from "./ranking.js";
import type { Seating } from "./seating.js";

/** What comes first: a load, or nothing. The latest selection decides among equals. */
export type ScoreName = "least-used" | "fewest-in-flight" | "least-recently-used";

/** The first of the two keys. */
export function loadOf(name: ScoreName, state: NumberState, now: number): number {
  if (name === "least-used") return state.callsInDay(now);
  return name === "fewest-in-flight" ? state.inFlight : 0;
}

/** Orders by scores that every change of a number writes at once, for they may fall as well as rise. */
export class ScoreSeating implements Seating {
  readonly #pool: StoredPool;
  readonly #name: ScoreName;
  readonly #ranking: Ranking | undefined;
  readonly #parking: Parking;
  readonly #next;
  readonly #rescore;

  /** @param ranking Asked first; the scores are for when none that it gives is free. */
  constructor(pool: StoredPool, name: ScoreName, ranking?: Ranking) {
    const { connection } = pool.books;
    this.#pool = pool;
    this.#name = name;
    this.#ranking = ranking;
    this.#parking = new Parking(pool);
    this.#next = connection.prepare(
      `SELECT seat.member, seat.first_key, seat.second_key, member.free_at FROM seat CROSS JOIN member
        ON member.pool = seat.pool AND member.member = seat.member
        WHERE seat.bucket = ? AND seat.listed = 1 AND (seat.first_key, seat.second_key, seat.member) > (?, ?, ?)
        ORDER BY seat.first_key, seat.second_key, seat.member LIMIT 1`,
    );
    this.#rescore = connection.prepare(
      "UPDATE seat SET first_key = ?, second_key = ? WHERE pool = ? AND member = ?",
    );
  }

  admit(member: number): void {
    this.#parking.list(member);
  }

  park(member: number, isForLong: boolean): void {
    if (isForLong) this.#parking.unlist(member);
  }

  rescore(member: number, state: NumberState): void {
    const { scoredSequence, scoredInFlight, lastSequence, inFlight } = state;
    const isSame =
      lastSequence === scoredSequence &&
      (this.#name === "least-recently-used" ||
        (this.#name === "fewest-in-flight" && inFlight === scoredInFlight));
    if (isSame) return;
    const load = loadOf(this.#name, state, this.#pool.books.namespace.now);
    this.#rescore.run(load, lastSequence, this.#pool.key, member);
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
      const row = this.#next.get(bucket.id, ...after) as
        | readonly [number, number, number, number]
        | undefined;
      if (row === undefined) return -1;
      const [member, first, second, freeAt] = row;
      if (freeAt > 0) this.#parking.unlistIn(bucket, member);
      else if (!excluded?.has(member)) return member;
      after = [first, second, member];
    }
  }
}
