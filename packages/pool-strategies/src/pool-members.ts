import { Bucket, type MemberColumns } from "./bucket.js";
import type { Seating } from "./pool-seating.js";
import type { PoolNumber } from "./types.js";

// What one member's record holds: 32 bytes, half a cache line, as doubles and as 32-bit integers.
const DOUBLES = 4;
const FREE_AT = 0;
const WEIGHT = 1;
const INTEGERS = 8;
const ID = 4;
const LIST = 5;
const FIRST_PLACE = 6;
const LIMITS = 7;

/**
 * A pool's members in columns, by slug, and the buckets they are in.
 *
 * Whoever parks or is free is told to the orders of all its buckets.
 */
export class PoolMembers {
  readonly size: number;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly #doubles: Float64Array;
  readonly #integers: Int32Array;
  /** Different lists of buckets, of which each member has the index. */
  readonly #lists: readonly (readonly Bucket[])[];
  /** Each member's place in each bucket of its list; members one after the other. */
  readonly #places: Int32Array;
  /** Members by id, from the least id on; −1 for numbers of other pools. Absent where ids rise one by one with slugs. */
  #byId: Int32Array | undefined;
  #leastId = 0;

  /** @param limits The index of each member's limits among the different ones. */
  constructor(
    numbers: readonly PoolNumber[],
    seating: Seating,
    limits: Int32Array,
    columnsOfBuckets: MemberColumns,
  ) {
    this.size = numbers.length;
    this.#doubles = new Float64Array(this.size * DOUBLES);
    this.#integers = new Int32Array(this.#doubles.buffer);
    for (const [member, { weight = 1 }] of numbers.entries()) {
      this.#doubles[member * DOUBLES + WEIGHT] = weight;
      this.#integers[member * INTEGERS + LIST] = seating.listOf[member] as number;
      this.#integers[member * INTEGERS + FIRST_PLACE] = seating.firstPlace[member] as number;
      this.#integers[member * INTEGERS + LIMITS] = limits[member] as number;
    }
    this.#places = seating.places;
    this.buckets = new Map(
      [...seating.members].map(([name, positions]) => [name, new Bucket(name, positions, columnsOfBuckets)]),
    );
    this.#lists = seating.lists.map((names) => names.map((name) => this.buckets.get(name) as Bucket));
  }

  /** Gives each member its number's id in the namespace, in slug order. */
  identify(idOf: (member: number) => number): void {
    let least = Number.POSITIVE_INFINITY;
    let greatest = -1;
    let isContiguous = true;
    for (let member = 0; member < this.size; member++) {
      const id = idOf(member);
      this.#integers[member * INTEGERS + ID] = id;
      isContiguous &&= member === 0 || id === this.idOf(member - 1) + 1;
      least = Math.min(least, id);
      greatest = Math.max(greatest, id);
    }
    if (this.size > 0) this.#leastId = least;
    if (isContiguous) return;
    const byId = new Int32Array(greatest - least + 1).fill(-1);
    for (let member = 0; member < this.size; member++) byId[this.idOf(member) - least] = member;
    this.#byId = byId;
  }

  /** The member that a number is; −1 when it is none. */
  memberOf(id: number): number {
    const at = id - this.#leastId;
    if (this.#byId === undefined) return at >= 0 && at < this.size ? at : -1;
    return at >= 0 && at < this.#byId.length ? (this.#byId[at] as number) : -1;
  }

  idOf(member: number): number {
    return this.#integers[member * INTEGERS + ID] as number;
  }

  limitsOf(member: number): number {
    return this.#integers[member * INTEGERS + LIMITS] as number;
  }

  weightOf(member: number): number {
    return this.#doubles[member * DOUBLES + WEIGHT] as number;
  }

  /** When a member is free; 0 if it is. */
  freeAtOf(member: number): number {
    return this.#doubles[member * DOUBLES + FREE_AT] as number;
  }

  bucketsOf(member: number): readonly Bucket[] {
    return this.#lists[this.#integers[member * INTEGERS + LIST] as number] as readonly Bucket[];
  }

  /** A member's place in a bucket; −1 when it is not in it. */
  placeIn(bucket: Bucket, member: number): number {
    const index = this.bucketsOf(member).indexOf(bucket);
    return index < 0 ? -1 : this.#placeAt(member, index);
  }

  /** Enters a member into the orders of its buckets for the first time. In those in which it stays, it keeps its turn. */
  enter(member: number, freeAt: number, isStaying: (bucket: Bucket) => boolean): void {
    const weight = this.weightOf(member);
    for (const [index, bucket] of this.bucketsOf(member).entries()) {
      const place = this.#placeAt(member, index);
      if (isStaying(bucket)) {
        this.#setFreeAt(member, 0);
        bucket.order.add(place, "stays", weight);
        this.#setFreeAt(member, freeAt);
        if (freeAt > 0) bucket.order.remove(place, weight);
      } else {
        this.#setFreeAt(member, freeAt);
        if (freeAt === 0) bucket.order.add(place, "joins", weight);
      }
    }
    this.#setFreeAt(member, freeAt);
  }

  /** A parked member is free. */
  admit(member: number): void {
    this.#setFreeAt(member, 0);
    const buckets = this.bucketsOf(member);
    const weight = this.weightOf(member);
    for (let index = 0; index < buckets.length; index++) {
      const bucket = buckets[index] as Bucket;
      const place = this.#placeAt(member, index);
      bucket.moved(place, 0);
      bucket.order.add(place, "joins", weight);
    }
  }

  /** A free member is at a limit until `freeAt`. */
  park(member: number, freeAt: number): void {
    this.#setFreeAt(member, freeAt);
    const buckets = this.bucketsOf(member);
    const weight = this.weightOf(member);
    for (let index = 0; index < buckets.length; index++) {
      const bucket = buckets[index] as Bucket;
      const place = this.#placeAt(member, index);
      bucket.moved(place, freeAt);
      bucket.order.remove(place, weight);
    }
  }

  /** A parked member is free at another instant. */
  moved(member: number, freeAt: number): void {
    this.#setFreeAt(member, freeAt);
    const buckets = this.bucketsOf(member);
    for (let index = 0; index < buckets.length; index++)
      (buckets[index] as Bucket).moved(this.#placeAt(member, index), freeAt);
  }

  /** Something changed that an order may go by. */
  changed(member: number): void {
    const buckets = this.bucketsOf(member);
    for (let index = 0; index < buckets.length; index++)
      (buckets[index] as Bucket).order.changed(this.#placeAt(member, index));
  }

  #setFreeAt(member: number, freeAt: number): void {
    this.#doubles[member * DOUBLES + FREE_AT] = freeAt;
  }

  /** Its place in the bucket that stands at `index` of its list. */
  #placeAt(member: number, index: number): number {
    return this.#places[(this.#integers[member * INTEGERS + FIRST_PLACE] as number) + index] as number;
  }
}
