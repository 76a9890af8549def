import type { LeaseState, PoolDefinition } from "../../../src/store.js";
import type { LinkStep } from "../../../src/types.js";
import type { Bucket } from "./bucket.js";
import type { Outcomes } from "./picks.js";

/** A call of the namespace: one with a lease, or one that was recorded. */
export interface Call {
  readonly id: string;
  readonly sequence: number;
  readonly isRecorded: boolean;
  readonly poolId: string;
  readonly slug: string;
  readonly callee: string;
  readonly at: number;
  readonly holdUntil: number;
  readonly liveUntil: number;
  /** Step of the link that gave it, where the learning order is to hear of its outcome. */
  readonly learnsAt: LinkStep | undefined;
  state: LeaseState;
}

/** What is kept of a number besides its calls. */
export interface NumberState {
  lastSequence: number;
  lastSelectedAt: number | undefined;
  failuresInRow: number;
  restingUntil: number | undefined;
  /** Instants of its blocks, the latest 16. */
  blocks: readonly number[];
  quarantinedUntil: number | null | undefined;
}

/** A call that a callee is remembered by. */
export interface CalleeCall {
  readonly slug: string;
  readonly sequence: number;
  readonly at: number;
}

/** What is kept of a callee. */
export interface CalleeState {
  reached: CalleeCall | undefined;
  answered: CalleeCall | undefined;
  /** Slugs used under `fresh`, latest last, at most 64; and when the latest was. */
  used: readonly string[];
  usedAt: number;
  /** Instants of its calls, rising, the latest 16. */
  instants: readonly number[];
}

/** What is kept of a pool. */
export interface PoolState {
  readonly definition: PoolDefinition;
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** Slugs of the members that are free of limits. */
  free: ReadonlySet<string>;
  /** By slug and step. */
  readonly outcomes: Map<string, Outcomes>;
}

/** A number of which nothing is known yet. */
export function newNumber(): NumberState {
  return {
    lastSequence: 0,
    lastSelectedAt: undefined,
    failuresInRow: 0,
    restingUntil: undefined,
    blocks: [],
    quarantinedUntil: undefined,
  };
}

/** A callee of whom nothing is known yet. */
export function newCallee(): CalleeState {
  return { reached: undefined, answered: undefined, used: [], usedAt: 0, instants: [] };
}
