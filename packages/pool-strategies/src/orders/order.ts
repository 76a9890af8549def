import type { BucketTurns } from "../usage.js";

/** A number of a bucket, as far as orders care. */
export interface OrderMember {
  readonly slug: string;
  readonly weight: number;
  /** Sequence of its latest selection in the namespace; 0 when it was never selected. */
  readonly lastSequence: number;
}

/**
 * How a number comes into the order: it *joins* (new, or free again after a
 * limit) and claims no turn from the time it was away, or it *stays* (the pool
 * was only loaded again).
 */
export type Arrival = "joins" | "stays";

/**
 * Who is next inside one bucket: an index over the numbers that may be used now.
 *
 * A number is meant by its place in the bucket's slug-ordered list, so ties that
 * break by place break by slug. Every method is O(log n).
 */
export interface Order {
  /** Numbers that may be used now. */
  readonly available: number;
  /** Only a number that is not in. */
  add(place: number, arrival: Arrival): void;
  /** Does nothing when the number is not in. */
  remove(place: number): void;
  /** Chooses the next number and charges it its turn. Only when one is available. */
  take(draw: number): number;
  /** Charges a turn to a number that was chosen otherwise. */
  charge(place: number): void;
  /** Learns that the number got a call, from whichever bucket or pool. */
  used(place: number, sequence: number): void;
  /** What it takes to go on after the pool is built anew; absent when nothing. */
  turns(): BucketTurns | undefined;
}
