import type {
  CallOutcome,
  E164,
  Lease,
  LeaseState,
  PoolDefinition,
  RefusalCode,
  Settlement,
  Tags,
} from "@dialpool/pool-strategies";

/**
 * What the processes of a run write down, one JSON object a line. `at` is the machine's
 * monotonic clock in microseconds, the same for all its processes; `now` is the run's own time, epoch ms.
 */
export type LogEntry =
  | AcquireBegun
  | SettleBegun
  | ExpireBegun
  | Granted
  | Refused
  | Settled
  | Failed
  | PoolLoaded
  | LeasesExpired
  | Trouble;

interface Entry {
  readonly at: number;
}

/** An `acquire` that is about to be sent. */
export interface AcquireBegun extends Entry {
  readonly kind: "acquire";
  /** The verb's name in this run: of a process, one of its lives, and a count. */
  readonly id: string;
  readonly poolId: string;
  readonly callee: E164;
  readonly tags?: Tags;
  readonly now: number;
  readonly holdMs: number;
  /** What its `random` answers, in turn. */
  readonly draws: readonly number[];
}

/** A `settle` that is about to be sent. */
export interface SettleBegun extends Entry {
  readonly kind: "settle";
  readonly id: string;
  readonly leaseId: string;
  readonly to: Settlement["to"];
  readonly outcome?: CallOutcome;
  readonly now: number;
}

/** An `expire` that is about to be sent, where it is a verb of the journal. */
export interface ExpireBegun extends Entry {
  readonly kind: "expire";
  readonly id: string;
  readonly now: number;
}

/** The answer to an `acquire`: a lease. */
export interface Granted extends Entry {
  readonly kind: "granted";
  readonly id: string;
  readonly lease: Lease;
}

/** The answer to an `acquire`: no number may be used. */
export interface Refused extends Entry {
  readonly kind: "refused";
  readonly id: string;
  readonly code: RefusalCode;
  readonly retryAt?: number;
}

/** The answer to a `settle`. */
export interface Settled extends Entry {
  readonly kind: "settled";
  readonly id: string;
  readonly applied: boolean;
  readonly state?: LeaseState;
}

/** A verb that ended in an error instead of an answer. */
export interface Failed extends Entry {
  readonly kind: "failed";
  readonly id: string;
  readonly code: string;
  /** Whether the store says that it may have been applied all the same. */
  readonly applied: "no" | "maybe";
  readonly message: string;
}

/** A pool that was loaded, and what its `random` answered. */
export interface PoolLoaded extends Entry {
  readonly kind: "loaded";
  readonly pool: PoolDefinition;
  readonly now: number;
  readonly draws: readonly number[];
}

/** What `expire` answered. */
export interface LeasesExpired extends Entry {
  readonly kind: "expired";
  /** The verb's, where it is one of the journal. */
  readonly id?: string;
  readonly now: number;
  readonly leases: readonly Lease[];
}

/** What was done to the processes or to the server, from `at` to `until`. */
export interface Trouble extends Entry {
  readonly kind: "trouble";
  readonly what: string;
  readonly until: number;
}
