import type { StoredBucket } from "./stored-bucket.js";
import type { StoredPool } from "./stored-pool.js";

/** Parked members looked at together. */
const PAGE = 64;

/** Finds the parked member of a bucket that is free again first. */
export class FirstToWake {
  readonly #pool: StoredPool;
  readonly #after;

  constructor(pool: StoredPool) {
    this.#pool = pool;
    this.#after = pool.books.connection.prepare(
      `SELECT member, free_at FROM parked WHERE pool = ? AND (free_at, member) > (?, ?)
        ORDER BY free_at, member LIMIT ${PAGE}`,
    );
  }

  /**
   * The first by slug of several; −1 when there is none. Looks at whichever are fewer: the members of the bucket, or the
   * members of the pool that wake first, one of which is soon one of the bucket's.
   */
  of(bucket: StoredBucket): number {
    return bucket.size * bucket.size <= this.#pool.size
      ? this.#amongMembers(bucket)
      : this.#amongParked(bucket);
  }

  #amongMembers(bucket: StoredBucket): number {
    let first = -1;
    let firstAt = Number.POSITIVE_INFINITY;
    for (const member of bucket.members) {
      const freeAt = this.#pool.freeAtOf(member);
      if (freeAt === 0 || freeAt >= firstAt) continue;
      first = member;
      firstAt = freeAt;
    }
    return first;
  }

  #amongParked(bucket: StoredBucket): number {
    const [momentAt, moment] = this.#amongMoments(bucket);
    let after: readonly [freeAt: number, member: number] = [0, -1];
    for (;;) {
      const page = this.#after.all(this.#pool.key, ...after) as unknown as readonly (readonly [
        number,
        number,
      ])[];
      for (const [member, freeAt] of page) {
        if (freeAt > momentAt || freeAt === Number.POSITIVE_INFINITY) return moment;
        if (bucket.has(member)) return freeAt === momentAt && moment < member ? moment : member;
        after = [freeAt, member];
      }
      if (page.length < PAGE) return moment;
    }
  }

  /** Of those that are parked for a moment, with when it is free; the member −1 when there is none. */
  #amongMoments(bucket: StoredBucket): readonly [freeAt: number, member: number] {
    let first: readonly [number, number] = [Number.POSITIVE_INFINITY, -1];
    for (const entry of this.#pool.parking.moments.entries()) {
      const [freeAt, member] = entry;
      const isBefore = freeAt < first[0] || (freeAt === first[0] && member < first[1]);
      if (isBefore && bucket.has(member)) first = entry;
    }
    return first;
  }
}
