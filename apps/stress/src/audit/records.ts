import type { NumberUsage } from "@dialpool/pool-strategies";
import type { LeaseRecord, StoreHealth } from "@dialpool/pool-strategies/store-kit";
import type { LogEntry } from "../log/entries.js";

/**
 * One line of the journal that is kept in the store's own engine, written in the same transaction or script
 * as the verb: only verbs that changed something have one, in the order in which the engine applied them.
 */
export interface JournalLine {
  /** The verb's. */
  readonly id: string;
  /** The namespace's clamped time. */
  readonly now: number;
  /** The lease's sequence; 0 for a settlement. */
  readonly sequence: number;
}

/** What the store says when the run is over. */
export interface Aftermath {
  readonly now: number;
  readonly usage: Readonly<Record<string, readonly NumberUsage[]>>;
  /** Of the namespace's export. */
  readonly leases: readonly LeaseRecord[];
  readonly sequence: number;
  readonly health: StoreHealth;
}

/** All that an audit looks at. */
export interface Records {
  readonly entries: readonly LogEntry[];
  readonly journal: readonly JournalLine[];
  readonly aftermath: Aftermath;
}

/** What the troubles of a run may cost at most. */
export interface Allowance {
  /** Processes that were killed: each may have cut off one verb. */
  readonly kills: number;
  /** How long before a crash or a failover a verb may have been answered that the store knows nothing of afterwards, ms; 0: nothing may be lost. */
  readonly lossMs: number;
}

/** What an audit finds broken. */
export interface Finding {
  readonly law:
    | "sequence"
    | "journal"
    | "leases"
    | "time"
    | "limits"
    | "order"
    | "refusals"
    | "usage"
    | "health"
    | "reference";
  readonly message: string;
}
