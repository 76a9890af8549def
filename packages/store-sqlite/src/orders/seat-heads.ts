import { type ListEntry, ListHead } from "../engine/list-head.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { SeatKeys } from "./seating.js";

/** Who comes first in a bucket, of those whose seats have the same first key; the key of an entry is the second. */
export class SeatHeads {
  readonly #after;
  /** By bucket, and then by first key. */
  readonly #heads = new Map<number, Map<number, ListHead<ListEntry>>>();

  constructor(pool: StoredPool) {
    this.#after = pool.books.connection.prepare(
      `SELECT second_key, member FROM seat WHERE bucket = ? AND first_key = ? AND (second_key, member) > (?, ?)
        ORDER BY second_key, member LIMIT ?`,
    );
  }

  of({ id }: StoredBucket, firstKey: number): ListHead<ListEntry> {
    const heads = this.#heads.get(id) ?? new Map<number, ListHead<ListEntry>>();
    this.#heads.set(id, heads);
    const known = heads.get(firstKey);
    if (known !== undefined) return known;
    const head = new ListHead<ListEntry>(({ key, member }, count) =>
      this.#after
        .all(id, firstKey, key, member, count)
        .map(([secondKey, each]) => ({ key: secondKey as number, member: each as number })),
    );
    heads.set(firstKey, head);
    return head;
  }

  add({ id }: StoredBucket, [firstKey, key]: SeatKeys, member: number): void {
    this.#heads.get(id)?.get(firstKey)?.add({ key, member });
  }

  remove({ id }: StoredBucket, [firstKey, key]: SeatKeys, member: number): void {
    this.#heads.get(id)?.get(firstKey)?.remove({ key, member });
  }

  forgetRead(): void {
    this.#heads.clear();
  }
}
