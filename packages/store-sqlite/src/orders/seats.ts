import type { Membership } from "../engine/membership.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { SeatKeys } from "./seating.js";

type KeysAt = (membership: Membership, index: number) => SeatKeys;

/** The rows of the table `seat`. */
export class Seats {
  readonly #pool: StoredPool;
  readonly #keysAt: KeysAt;
  readonly #insert;
  readonly #delete;
  readonly #move;

  constructor(pool: StoredPool, keysAt: KeysAt) {
    const { connection } = pool.books;
    this.#pool = pool;
    this.#keysAt = keysAt;
    this.#insert = connection.prepare(
      "INSERT INTO seat (bucket, first_key, second_key, member) VALUES (?, ?, ?, ?)",
    );
    this.#delete = connection.prepare(
      "DELETE FROM seat WHERE bucket = ? AND first_key = ? AND second_key = ? AND member = ?",
    );
    this.#move = connection.prepare(
      "UPDATE seat SET first_key = ?, second_key = ? WHERE bucket = ? AND first_key = ? AND second_key = ? AND member = ?",
    );
  }

  /** Gives a member a seat in each of its buckets. */
  add(membership: Membership): void {
    for (const [index, { id }] of this.#pool.bucketsOf(membership.member).entries())
      this.#insert.run(id, ...this.#keysAt(membership, index), membership.member);
  }

  remove(membership: Membership): void {
    for (const [index, { id }] of this.#pool.bucketsOf(membership.member).entries())
      this.#delete.run(id, ...this.#keysAt(membership, index), membership.member);
  }

  /** Gives a member other keys in a bucket, if it has a seat. */
  move({ id }: StoredBucket, member: number, from: SeatKeys, to: SeatKeys): void {
    this.#move.run(...to, id, ...from, member);
  }
}
