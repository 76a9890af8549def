import type { Membership } from "../engine/membership.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { SeatHeads } from "./seat-heads.js";
import type { SeatKeys } from "./seating.js";

type KeysAt = (membership: Membership, index: number) => SeatKeys;

/** The rows of the table `seat`. */
export class Seats {
  readonly #pool: StoredPool;
  readonly #keysAt: KeysAt;
  readonly #heads: SeatHeads | undefined;
  readonly #insert;
  readonly #delete;
  readonly #move;

  /** @param heads Kept as seats are changed; only for orders that move no member that has no seat. */
  constructor(pool: StoredPool, keysAt: KeysAt, heads?: SeatHeads) {
    const { connection } = pool.books;
    this.#pool = pool;
    this.#keysAt = keysAt;
    this.#heads = heads;
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
    const { member } = membership;
    for (const [index, bucket] of this.#pool.bucketsOf(member).entries()) {
      const keys = this.#keysAt(membership, index);
      this.#insert.run(bucket.id, ...keys, member);
      this.#heads?.add(bucket, keys, member);
    }
  }

  remove(membership: Membership): void {
    const { member } = membership;
    for (const [index, bucket] of this.#pool.bucketsOf(member).entries()) {
      const keys = this.#keysAt(membership, index);
      this.#delete.run(bucket.id, ...keys, member);
      this.#heads?.remove(bucket, keys, member);
    }
  }

  /** Gives a member other keys in a bucket, if it has a seat. */
  move(bucket: StoredBucket, member: number, from: SeatKeys, to: SeatKeys): void {
    this.#move.run(...to, bucket.id, ...from, member);
    this.#heads?.remove(bucket, from, member);
    this.#heads?.add(bucket, to, member);
  }
}
