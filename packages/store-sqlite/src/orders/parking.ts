import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";

/** Takes parked members out of the index `seat_order`, and puts them back. */
export class Parking {
  readonly #pool: StoredPool;
  readonly #list;
  readonly #unlist;
  readonly #unlistIn;

  constructor(pool: StoredPool) {
    const { connection } = pool.books;
    this.#pool = pool;
    this.#list = connection.prepare(
      "UPDATE seat SET listed = 1 WHERE pool = ? AND member = ? AND listed = 0",
    );
    this.#unlist = connection.prepare(
      "UPDATE seat SET listed = 0 WHERE pool = ? AND member = ? AND listed = 1",
    );
    this.#unlistIn = connection.prepare(
      "UPDATE seat SET listed = 0 WHERE pool = ? AND member = ? AND bucket = ?",
    );
  }

  list(member: number): void {
    this.#list.run(this.#pool.key, member);
  }

  unlist(member: number): void {
    this.#unlist.run(this.#pool.key, member);
  }

  /** A pick came upon a member that is parked: the next one will not. */
  unlistIn({ id }: StoredBucket, member: number): void {
    this.#unlistIn.run(this.#pool.key, member, id);
  }
}
