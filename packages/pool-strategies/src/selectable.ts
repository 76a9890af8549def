import type { Callees } from "./callees.js";
import type { DecidingLimit } from "./limits/free-at.js";
import type { Numbers } from "./numbers.js";
import type { PickRequest } from "./orders/order.js";
import type { Route } from "./routes/compile.js";
import type { Link, OrderName, Policy, PoolNumber } from "./types.js";

/** Who is next in a bucket, as far as choosing needs it. */
export interface SelectableOrder {
  /** Free numbers. */
  readonly available: number;
  /** Chooses the next number and charges it its turn; −1 when every free one is excluded, or none is free. */
  take(request: PickRequest): number;
  /** Charges a turn to a free number that was chosen otherwise. */
  charge(place: number, weight: number): void;
}

/**
 * What choosing needs of a bucket. A member is meant by its position in the pool's slug order, a place by
 * its position in the bucket's.
 */
export interface SelectableBucket {
  readonly size: number;
  /** Members by place. */
  readonly members: Int32Array;
  readonly order: SelectableOrder;
  memberAt(place: number): number;
  /** The parked member that is free again first, the first by slug of several; −1 when there is none. */
  firstToWake(): number;
}

/** A chain of links with their buckets: `undefined` where the pool has none. */
export interface SelectableChain<Bucket extends SelectableBucket = SelectableBucket> {
  readonly links: readonly Link[];
  readonly buckets: readonly (Bucket | undefined)[];
}

/**
 * What choosing needs of a pool whose due members are awake: the memory store's own, or one whose state lies in a database.
 * A number is meant by its id in the namespace.
 */
export interface SelectablePool<Bucket extends SelectableBucket = SelectableBucket> {
  readonly policy: Policy;
  readonly route: Pick<Route, "placeOf">;
  readonly kind: { readonly name: OrderName };
  readonly size: number;
  /** By slug. */
  readonly numbers: readonly PoolNumber[];
  /** The member that a number is; −1 when it is none. */
  memberOf(id: number): number;
  idOf(member: number): number;
  weightOf(member: number): number;
  /** When a member is free; 0 if it is, `Infinity` for never. */
  freeAtOf(member: number): number;
  /** The limit that decides when a member is free; `undefined` when it is. */
  decidingLimit(member: number): DecidingLimit | undefined;
  /** A member's place in a bucket; −1 when it is not in it. */
  placeIn(bucket: Bucket, member: number): number;
  /** The least recently used of the members that are not quarantined, whatever else holds them; −1 for none. */
  leastRecentlyUsed(bucket: Bucket): number;
}

/** Where a selection is made. */
export interface SelectionPlace {
  readonly numbers: Pick<Numbers, "slug">;
  readonly callees: Pick<Callees, "find" | "kthLatestCall" | "reached" | "answered" | "latestAt" | "used">;
}
