import type { CallOutcome, Choice, E164, LimitName, Policy, PoolNumber, Refusal, Tags } from "./types.js";

/** A store may answer at once (memory) or later (a database); `await` serves both. */
export type MaybePromise<T> = T | Promise<T>;

/** A pool as it is loaded into a store. */
export interface PoolDefinition {
  /** The agent's id. One pool per agent; numbers may be in several pools of the namespace. */
  readonly poolId: string;
  readonly numbers: readonly PoolNumber[];
  readonly policy: Policy;
}

/** How a pool is loaded. */
export interface LoadOptions {
  /** The caller's time, epoch ms. */
  readonly now: number;
  /** Uniform in [0, 1); asked once for each number that joins, in slug order, by the order `weighted-random` alone. */
  readonly random?: () => number;
  /**
   * Calls that the pool's numbers placed before the namespace knew it, the oldest first, each counted as `record` would. They are
   * counted in the same change, and only if the pool is new: whoever may acquire from it finds all of them counted, and of
   * several processes that begin the pool at once one counts them. Calls that other pools of the namespace have counted already do not belong here.
   */
  readonly earlierCalls?: readonly EarlierCall[];
}

/** A call from before its pool was loaded. */
export interface EarlierCall extends Omit<RecordedCall, "now"> {
  /** What it is known by: of several with the same id, the first is counted. */
  readonly callId: string;
}

/** What `load` changed. Slugs, sorted. */
export interface LoadReport {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly kept: readonly string[];
  /** How many earlier calls were counted; absent if none were passed, or the pool was known already. */
  readonly counted?: number;
}

/** Ask for the right to place one call. */
export interface AcquireRequest {
  readonly poolId: string;
  readonly callee: E164;
  /** What the call is for; compared with the numbers' tags where the policy says so. */
  readonly tags?: Tags;
  /** Epoch milliseconds. The store clamps it to the highest it has seen. */
  readonly now: number;
  /** Uniform in [0, 1). Asked as often as the pool's order draws (see `docs/selection.md`), whatever the outcome. */
  readonly random: () => number;
  /** How long the lease may stay *held* before it becomes *unknown*, whole ms: 1,000 to 3,600,000, default 120,000. */
  readonly holdMs?: number;
  /** Asks for `reasons.trace`, with so many numbers a link: 0 to 1,000. Default: no trace, at no cost. */
  readonly traceNumbers?: number;
}

/**
 * Life of a lease: `held → placed → ended`, `held → released`,
 * `held → unknown → placed | released`. *Ended* implies placed, so it may come
 * first. Only *released* gives the call back to the limits, and only from
 * *held* or *unknown*; its turn and its gap stay taken.
 */
export type LeaseState = "held" | "placed" | "ended" | "released" | "unknown";

/** The right to place one call from one number. */
export interface Lease {
  readonly id: string;
  /** 1, 2, 3 … over the whole namespace, in the order granted; a recorded call takes one too. */
  readonly sequence: number;
  readonly poolId: string;
  readonly slug: string;
  readonly callee: E164;
  readonly state: LeaseState;
  readonly acquiredAt: number;
  /** When *held* turns into *unknown*, epoch ms. */
  readonly holdUntil: number;
}

/** A choice that counts: it holds a lease. */
export interface Grant extends Choice {
  readonly lease: Lease;
}

/** The outcome of choosing. */
export type Selection = Grant | Refusal;

/** A call that was placed without a lease of this store: before it was opened, or by hand. */
export interface RecordedCall {
  readonly slug: string;
  readonly callee: E164;
  /** When it was placed, epoch ms. */
  readonly at: number;
  /** How it ended, where that is known: `"answered"` makes its number the callee's under `sticky-once-answered`. */
  readonly outcome?: CallOutcome;
  /** The caller's time, epoch ms. */
  readonly now: number;
}

/** What was learned of a lease. */
export interface Settlement {
  readonly leaseId: string;
  readonly to: "placed" | "ended" | "released" | "unknown";
  /** How the call ended; only with `to: "ended"`. Default `"unknown"`. Feeds rest, quarantine, affinity and learning. */
  readonly outcome?: CallOutcome;
  readonly now: number;
}

/** What a settlement did: moved the lease, or changed nothing (a repeat, a step back, an id not known). */
export interface SettleResult {
  readonly applied: boolean;
  /** The state now; absent when the lease is not known (any more). */
  readonly state?: LeaseState;
}

/** Puts a number into quarantine by hand, for every pool of the namespace, or lifts it. */
export interface Flag {
  readonly slug: string;
  /** Epoch ms; `null`: until it is lifted. `"lift"` ends any quarantine, whoever began it, and forgets counted blocks. */
  readonly until: number | null | "lift";
  readonly now: number;
}

/** How much a number has carried, whichever pool used it, and how it stands in this pool. */
export interface NumberUsage {
  readonly slug: string;
  /** Calls that count in the rolling 24 hours. */
  readonly callsInDay: number;
  /** Calls that count in the rolling hour. */
  readonly callsInHour: number;
  /** Epoch ms of its latest selection; absent if it was not selected since it came into the namespace. */
  readonly lastSelectedAt?: number;
  /** Leases *held*, *unknown* or *placed* that are live. */
  readonly inFlight: number;
  /** Calls in a row that ended `"failed"` or `"blocked"`, since the last that did not and since its last rest. */
  readonly failuresInRow: number;
  /** Epoch ms; absent when it does not rest. */
  readonly restingUntil?: number;
  /** Epoch ms, `null` for "until lifted"; absent when it is not in quarantine. */
  readonly quarantinedUntil?: number | null;
  /** The limits it is at in this pool; empty when it may be used. In the order of {@link LimitName}. */
  readonly atLimits: readonly LimitName[];
  /** When it is free of all of them, epoch ms; absent when it is, or never will be. */
  readonly freeAt?: number;
}

/**
 * Keeps the state that selection needs: usage, turns, leases, affinity.
 *
 * A store serves one namespace. Each verb is atomic. Time is the caller's,
 * clamped to the highest instant the namespace has seen. What each verb does,
 * as precisely as code: `docs/selection.md`.
 */
export interface PoolStore {
  /**
   * Makes the pool known, or changes it in place: counters and turns of numbers that stay are kept.
   * A number that leaves its last pool keeps its counts, rest and quarantine, and loses its turn.
   */
  load(pool: PoolDefinition, options: LoadOptions): MaybePromise<LoadReport>;
  /** Chooses a number and leases it, or refuses. Throws `PoolNotLoadedError` for a pool that was never loaded. */
  acquire(request: AcquireRequest): MaybePromise<Selection>;
  /**
   * Counts a call that was placed elsewhere, e.g. one read back from call records: limits, affinity and
   * the least recently used then know it; round-robin charges no turn for it. Load the pool first, and
   * record the oldest call first: the last one recorded is the callee's last caller ID.
   */
  record(call: RecordedCall): MaybePromise<void>;
  /** Moves a lease forward. Safe to repeat. */
  settle(settlement: Settlement): MaybePromise<SettleResult>;
  /** Puts a number into quarantine, or lifts it. Safe to repeat. Answers whether the number is known. */
  flag(flag: Flag): MaybePromise<boolean>;
  /** Usage of the numbers of one pool, ordered by slug. Throws `PoolNotLoadedError`. */
  usage(poolId: string, options: { readonly now: number }): MaybePromise<readonly NumberUsage[]>;
  /**
   * Turns overdue *held* leases into *unknown*, and returns them in the order granted.
   *
   * Also forgets numbers that are in no pool and of which nothing counts any more. A lease is forgotten
   * when its call has left the day's window, whatever its state: no call lasts that long.
   */
  expire(options: { readonly now: number }): MaybePromise<readonly Lease[]>;
}
