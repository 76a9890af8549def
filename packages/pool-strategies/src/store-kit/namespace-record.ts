import type { LeaseState } from "../store.js";
import type { E164, LinkStep, Policy, PoolNumber } from "../types.js";
import type { CalleeUsage, NumberRecord } from "../usage.js";

/**
 * A namespace as a stream of plain JSON values, the same from every store: what `exportNamespace` gives and
 * `importNamespace` takes. Written one a line it is a file of JSON Lines.
 *
 * They come in this order: the {@link NamespaceHeader}; the pools, of each the {@link PoolRecord}, its members, its buckets, each
 * with its turns, and what it learned; all numbers; all leases by rising sequence; all callees by when they were last
 * written to, the longest ago first; the {@link NamespaceEnd}. A store that imports an export answers every later verb
 * as the one that it came from.
 */
export type NamespaceRecord =
  | NamespaceHeader
  | PoolRecord
  | MemberRecord
  | BucketRecord
  | TurnRecord
  | LearnedRecord
  | CarriedRecord
  | LeaseRecord
  | CalleeRecord
  | NamespaceEnd;

/** The first record. */
export interface NamespaceHeader {
  readonly kind: "namespace";
  readonly version: 1;
  /** The highest instant seen, epoch ms. */
  readonly now: number;
  /** Selections and recorded calls so far. */
  readonly sequence: number;
  /** Whether instants of calls are kept of callees. */
  readonly countsCallees: boolean;
  /** How long a lease is live that is not settled, ms: an importing store must be opened with the same. */
  readonly maxCallMs: number;
}

/** A pool. */
export interface PoolRecord {
  readonly kind: "pool";
  readonly poolId: string;
  readonly policy: Policy;
}

/** A number of a pool. */
export interface MemberRecord {
  readonly kind: "member";
  readonly poolId: string;
  readonly number: PoolNumber;
  /** Whether it is parked; else absent. */
  readonly parked?: true;
}

/** Virtual time of a bucket, under orders that have one: `base + picks · 10⁶ / rate`. */
export interface BucketRecord {
  readonly kind: "bucket";
  readonly poolId: string;
  readonly bucket: string;
  readonly base: number;
  readonly picks: number;
  readonly rate: number;
}

/** Where a member stands in a bucket, under orders with virtual time. Every member of the bucket has one. */
export interface TurnRecord {
  readonly kind: "turn";
  readonly poolId: string;
  readonly bucket: string;
  readonly slug: string;
  /** Under `weighted-random`: the score of a number that is free, what is left on the clock of one that is parked. */
  readonly start: number;
}

/** What `answer-rate` knows of a number at a step. */
export interface LearnedRecord {
  readonly kind: "learned";
  readonly poolId: string;
  readonly slug: string;
  readonly step: LinkStep;
  readonly answered: number;
  readonly attempted: number;
  /** Up to when the counts are decayed, epoch ms. */
  readonly at: number;
}

/** What a number carried, over all pools. Numbers of which nothing is known are left out. */
export interface CarriedRecord extends NumberRecord {
  readonly kind: "number";
  readonly slug: string;
}

/** A lease that is not forgotten yet. */
export type LeaseRecord = OpenLeaseRecord | ClosedLeaseRecord;

interface LeaseRecordBase {
  readonly kind: "lease";
  readonly id: string;
  readonly sequence: number;
  readonly state: LeaseState;
  /** When it is forgotten, epoch ms: the end of the 15-minute slot that it was acquired in, and 24 hours. */
  readonly forgetAt: number;
}

/** A lease that may still be settled. */
export interface OpenLeaseRecord extends LeaseRecordBase {
  readonly state: "held" | "unknown" | "placed";
  readonly poolId: string;
  readonly slug: string;
  readonly callee: E164;
  readonly acquiredAt: number;
  readonly holdUntil: number;
  /** `acquiredAt`, and the longer of `maxCallMs` and the time that it may be held; it is live if that is later than the header's `now`. */
  readonly liveUntil: number;
  /** Step of the link that `answer-rate` learns the outcome by; absent when it learns nothing. */
  readonly step?: LinkStep;
}

/** A lease that is final. A store that keeps no more than its state leaves the rest out. */
export interface ClosedLeaseRecord extends LeaseRecordBase {
  readonly state: "ended" | "released";
  readonly poolId?: string;
  readonly slug?: string;
  readonly callee?: E164;
  readonly acquiredAt?: number;
}

/**
 * What is remembered of a callee. One of whom nothing is left still has its place among those to be forgotten, and a
 * record with its number alone.
 */
export interface CalleeRecord extends CalleeUsage {
  readonly kind: "callee";
  readonly callee: E164;
}

/** The last record: an export without it is not whole. */
export interface NamespaceEnd {
  readonly kind: "end";
  /** Records before this one. */
  readonly records: number;
}
