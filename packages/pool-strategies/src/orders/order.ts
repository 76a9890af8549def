import type { RoutedCall } from "../extensions.js";
import type { CallOutcome, Link, LinkStep, OrderName, PoolNumber } from "../types.js";
import type { BucketTurns, Learned } from "../usage.js";

/**
 * The numbers of one bucket, as far as orders care. The engine keeps it up to date.
 *
 * A number is meant by its place in the bucket's slug-ordered list, 0 to
 * `size − 1`, so ties that break by place break by slug.
 */
export interface OrderMembers {
  readonly size: number;
  slug(place: number): string;
  number(place: number): PoolNumber;
  weight(place: number): number;
  /** Sequence of its latest selection in the namespace; 0 when it was never selected. */
  lastSequence(place: number): number;
  /** Live leases. */
  inFlight(place: number): number;
  /** Calls in the rolling 24 hours. */
  callsInDay(place: number): number;
  /** Whether it was added and not removed since: no limit holds it. */
  isFree(place: number): boolean;
}

/**
 * How a number comes into the order: it *joins* (new, or free again after a
 * limit) and claims no turn from the time it was away, or it *stays* (the pool
 * was only loaded again).
 */
export type Arrival = "joins" | "stays";

/** One pick. The engine uses the same object again for the next one. */
export interface PickRequest extends RoutedCall {
  readonly link: Link;
  /** Epoch ms. */
  readonly now: number;
  /** As many as the kind asks for. */
  readonly draws: readonly number[];
  /** Places passed over for this pick. */
  readonly excluded: ReadonlySet<number> | undefined;
}

/**
 * Who is next inside one bucket: an index over its free numbers.
 *
 * Numbers park and wake all the time (a minimum gap does it at every call) and
 * are in many buckets, of which a pick looks at one. So `add` and `remove` should be
 * arithmetic where the order permits it: a number that is no longer free may stay in a
 * heap until a pick meets it on top, and one whose score has only grown may keep its old key there.
 */
export interface Order {
  /** Free numbers. */
  readonly available: number;
  /** A number becomes free. Only one that is not. Its weight is given so that nothing need be looked up. */
  add(place: number, arrival: Arrival, weight: number): void;
  /** A number is free no longer. Only one that is. */
  remove(place: number, weight: number): void;
  /**
   * Chooses the next number and charges it its turn.
   *
   * @returns −1 when every free number is excluded, or none is free.
   */
  take(request: PickRequest): number;
  /** Charges a turn to a free number that was chosen otherwise. */
  charge(place: number, weight: number): void;
  /** Learns that what {@link OrderMembers} says of the number has changed; only told if the kind `watches`. */
  changed(place: number): void;
  /** What it takes to go on after the pool is built anew; absent when nothing. */
  turns(): BucketTurns | undefined;
}

/** What the order of one bucket is made from. */
export interface OrderParts {
  readonly members: OrderMembers;
  /** From the same bucket before the pool was loaded again. A number without an entry is a newcomer. */
  readonly turns: BucketTurns | undefined;
  /** The draw of a newcomer, uniform in [0, 1); the same in all its buckets. Only if the kind `drawsOnJoin`. */
  readonly joinDraw: (place: number) => number;
}

/** The order of a pool: makes that of each bucket, and keeps what they have in common. */
export interface OrderKind {
  readonly name: OrderName;
  /** Draws taken at the beginning of each `acquire`. */
  readonly draws: 0 | 1 | 2;
  /** Whether each newcomer takes a draw of `load`. */
  readonly drawsOnJoin: boolean;
  /** Whether scores can fall, so that every change must be told at once. */
  readonly watches: boolean;
  /** The numbers are still to be added. */
  create(parts: OrderParts): Order;
  /** Learns how a call ended that the order chose; ignored by all but the learning order. */
  learn(slug: string, step: LinkStep, outcome: CallOutcome, now: number): void;
  /** What was learned; absent when nothing is. */
  learned(): Learned | undefined;
}
