import type { PickRequest } from "@dialpool/pool-strategies/store-kit";
import type { NumberState } from "../engine/number-book.js";
import type { StoredBucket } from "../pools/stored-bucket.js";

/** Where a member stands in a bucket when a pool is loaded. */
export interface SeatKeys {
  readonly firstKey: number;
  readonly secondKey: number;
  readonly start: number;
}

/** Who is next in each bucket of a pool, as rows of the table `seat`: one for each kind of order. */
export interface Seating {
  /** A member becomes free: it joins the order in all its buckets. */
  admit(member: number): void;
  /** A member is free no longer. Where it is back in a moment, it may stay listed, and be passed over. */
  park(member: number, isForLong: boolean): void;
  /** Something that its number carried has changed. */
  rescore(member: number, state: NumberState): void;
  /** Chooses the next member and charges it its turn; −1 when every free one is excluded. Members stand for places. */
  take(bucket: StoredBucket, request: PickRequest): number;
  /** Charges a turn to a free member that was chosen otherwise. */
  charge(bucket: StoredBucket, member: number): void;
}
