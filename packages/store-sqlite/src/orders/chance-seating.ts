import type { PickRequest } from "@dialpool/pool-strategies/store-kit";
import type { Membership } from "../engine/membership.js";
import type { StoredBucket } from "../pools/stored-bucket.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { Seating, SeatKeys } from "./seating.js";
import { Seats } from "./seats.js";

/** Members of a block, blocks of a block of the next level, and so on: as a power of two. */
const BITS = 6;

/** How many levels of blocks a pool of so many members has: the highest is one block. */
export function levelsOf(size: number): number {
  let levels = 1;
  while (size > 2 ** (BITS * levels)) levels++;
  return levels;
}

/** The block of a level that a member is in; the lowest level is 0. */
export function blockOf(member: number, level: number): number {
  return Math.floor(member / 2 ** (BITS * (level + 1)));
}

/**
 * A rank among the free members by slug. Each level of `free_count` says how many are free in each of its blocks; a rank is
 * found by one walk of at most 64 rows through each level, instead of by passing over all that come before it.
 */
export class ChanceSeating implements Seating {
  readonly isReadyToWake = false;
  readonly #pool: StoredPool;
  readonly #name: "random" | "power-of-two";
  readonly #seats: Seats;
  readonly #levels: number;
  readonly #blocks;
  readonly #inBlock;
  readonly #count;

  constructor(pool: StoredPool, name: "random" | "power-of-two") {
    const { connection } = pool.books;
    this.#pool = pool;
    this.#name = name;
    this.#seats = new Seats(pool, () => this.keysAt());
    this.#levels = levelsOf(pool.size);
    this.#blocks = connection.prepare(
      "SELECT block, free FROM free_count WHERE bucket = ? AND level = ? AND block >= ? AND block < ? AND free > 0 ORDER BY block",
    );
    this.#inBlock = connection.prepare(
      `SELECT member FROM seat WHERE bucket = ? AND first_key = 0 AND second_key = 0 AND member >= ? AND member < ?
        ORDER BY member LIMIT 1 OFFSET ?`,
    );
    this.#count = connection.prepare(
      "UPDATE free_count SET free = free + ? WHERE bucket = ? AND level = ? AND block = ?",
    );
  }

  keysAt(): SeatKeys {
    return [0, 0];
  }

  admit(membership: Membership): void {
    this.#seats.add(membership);
    this.#move(membership.member, 1);
  }

  park(membership: Membership): boolean {
    this.#seats.remove(membership);
    this.#move(membership.member, -1);
    return false;
  }

  rescore(): void {}

  take(bucket: StoredBucket, { excluded, draws }: PickRequest): number {
    const passedOver = [...(excluded ?? [])]
      .filter((member) => this.#pool.freeAtOf(member) === 0)
      .sort((a, b) => a - b);
    const size = bucket.available - passedOver.length;
    if (size <= 0) return -1;
    const at = (rank: number) => this.#at(bucket, rank, passedOver);
    const rank = Math.floor((draws[0] as number) * size);
    const first = at(rank);
    if (this.#name === "random" || size === 1) return first;
    const other = Math.floor((draws[1] as number) * (size - 1));
    const second = at(other < rank ? other : other + 1);
    return this.#isLessLoaded(first, second) ? first : second;
  }

  /** Chance has no memory. */
  charge(): void {}

  #isLessLoaded(a: number, b: number): boolean {
    const { numbers, namespace } = this.#pool.books;
    const one = numbers.at(this.#pool.idOf(a));
    const other = numbers.at(this.#pool.idOf(b));
    const { now } = namespace;
    return (one.inFlight - other.inFlight || one.callsInDay(now) - other.callsInDay(now) || a - b) < 0;
  }

  /** The free member of a rank, those not counted that are passed over. */
  #at(bucket: StoredBucket, rank: number, passedOver: readonly number[]): number {
    let skipped = 0;
    for (;;) {
      const member = this.#memberAt(bucket, rank + skipped);
      const before = passedOver.filter((other) => other <= member).length;
      if (before === skipped) return member;
      skipped = before;
    }
  }

  #memberAt({ id }: StoredBucket, rank: number): number {
    let left = rank;
    let block = 0;
    for (let level = this.#levels - 1; level >= 0; level--) {
      const first = level === this.#levels - 1 ? 0 : block * 2 ** BITS;
      for (const [each, free] of this.#blocks.all(id, level, first, first + 2 ** BITS)) {
        block = each as number;
        if (left < (free as number)) break;
        left -= free as number;
      }
    }
    return this.#inBlock.get(id, block * 2 ** BITS, (block + 1) * 2 ** BITS, left)?.[0] as number;
  }

  #move(member: number, by: 1 | -1): void {
    for (const { id } of this.#pool.bucketsOf(member))
      for (let level = 0; level < this.#levels; level++)
        this.#count.run(by, id, level, blockOf(member, level));
  }
}
