import type { PickRequest } from "@dialpool/pool-strategies/store-kit";
import type { Membership } from "../engine/membership.js";
import type { NumberState } from "../engine/number-state.js";
import type { StoredBucket } from "../pools/stored-bucket.js";

/** The keys of a member's seat in a bucket: the lowest come first, then the lowest member. */
export type SeatKeys = readonly [first: number, second: number];

/**
 * Who is next in each bucket of a pool, as rows of the table `seat`: one for each kind of order. What the order knows of
 * a member is in the keys of its membership; whoever changes them says so to the number's state.
 */
export interface Seating {
  /** Whether a member that kept its seat while it was parked is just where it belongs when it is free again. */
  readonly isReadyToWake: boolean;
  /** The keys of a member's seat in one of its buckets, by the place of the bucket among them. */
  keysAt(membership: Membership, index: number): SeatKeys;
  /** A member becomes free: it joins the order in all its buckets. */
  admit(membership: Membership, state: NumberState, isSeated: boolean): void;
  /** A member is free no longer. Where it is back in a moment, it may keep its seats, and be passed over: answers whether it does. */
  park(membership: Membership, state: NumberState, isForLong: boolean): boolean;
  /** Something that its number carried has changed. */
  rescore(membership: Membership, state: NumberState): void;
  /** Chooses the next member and charges it its turn; −1 when every free one is excluded. Members stand for places. */
  take(bucket: StoredBucket, request: PickRequest): number;
  /** What is read of the file is read anew. */
  forgetRead?(): void;
  /** Charges a turn to a free member that was chosen otherwise. */
  charge(bucket: StoredBucket, member: number): void;
}
