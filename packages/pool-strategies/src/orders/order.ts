import type { BucketTurns } from "../usage.js";

/** A number of a bucket, as far as orders care. The engine keeps it up to date. */
export interface OrderMember {
  readonly slug: string;
  readonly weight: number;
  /** Sequence of its latest selection in the namespace; 0 when it was never selected. */
  readonly lastSequence: number;
  /** Live leases. */
  readonly inFlight: number;
  /** Calls in the rolling 24 hours. */
  readonly callsInDay: number;
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
 * break by place break by slug. Every method is O(log n), `take` besides
 * O(excluded · log n).
 */
export interface Order {
  /** Numbers that may be used now. */
  readonly available: number;
  /** Only a number that is not in. */
  add(place: number, arrival: Arrival): void;
  /** Does nothing when the number is not in. */
  remove(place: number): void;
  /**
   * Chooses the next number and charges it its turn.
   *
   * @param draws As many as the order's name asks for.
   * @param excluded Places passed over for this pick; absent: none.
   * @returns −1 when none is available that is not excluded.
   */
  take(draws: readonly number[], excluded?: ReadonlySet<number>): number;
  /** Charges a turn to a number that was chosen otherwise. */
  charge(place: number): void;
  /** Learns that what {@link OrderMember} says of the number has changed. */
  changed(place: number): void;
  /** What it takes to go on after the pool is built anew; absent when nothing. */
  turns(): BucketTurns | undefined;
}
