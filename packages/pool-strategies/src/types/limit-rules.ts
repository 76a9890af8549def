import type { NumberLimits } from "./pool-number.js";

/** When counts of a day and of an hour begin anew. */
export type WindowRule =
  /** A call counts for 24 hours, or one hour, from its own instant. */
  | "rolling"
  /** A call counts until midnight, or the full hour, on the clocks of that IANA time zone. */
  | {
      /** IANA name, such as `"America/New_York"`. */
      readonly timeZone: string;
    };

/** Limits of a pool, as rules. `null` switches a limit off. */
export interface LimitRules extends Required<NumberLimits> {
  /** When counts of a day and of an hour begin anew. Default `"rolling"`. */
  readonly window: WindowRule;
  /** Rests a number after failed calls in a row. Default: after 5, for an hour. */
  readonly restAfterFailures: RestRule | null;
  /** Takes a number out after carriers blocked it. Default: after 3 blocks in a day, for 30 days. */
  readonly quarantineAfterBlocks: QuarantineRule | null;
  /** Countries that may be called: ISO 3166-1 alpha-2, or a calling code such as `"+999"`. `null`: all. Default `null`. */
  readonly allowedCountries: readonly string[] | null;
  /** How often one callee may be called, from whichever number and pool of the namespace. Default: 3 times in 24 hours. */
  readonly maxCallsPerCallee: CalleeFrequencyRule | null;
  /**
   * When every number of the chain is at a limit: `"refuse"`, or `"overflow"`: go beyond day, hour, gap,
   * concurrency, warm-up and rest, but never beyond tags, countries, quarantine and the callee's own limit.
   * Default `"refuse"`.
   */
  readonly whenExhausted: "refuse" | "overflow";
}

/** Rest after failures in a row. */
export interface RestRule {
  /** Calls in a row that ended `"failed"` or `"blocked"`: 1 to 100. Default 5. */
  readonly failures: number;
  /** How long it rests: above 0 to ten years. Default 60. */
  readonly restMinutes: number;
  /** Share of the pool that may rest at once, 0 to 1; beyond it, failing numbers go on. Default 0.5. */
  readonly maxRestingShare: number;
}

/** Quarantine after carrier blocks. */
export interface QuarantineRule {
  /** Calls that ended `"blocked"`, within the window: 1 to 16. Default 3. */
  readonly blocks: number;
  /** The window, in hours: above 0 to 87,600. Default 25: a number at its daily limit is free within 24 h 15 min. */
  readonly withinHours: number;
  /** How long it lasts: above 0 to 3650. Default 30. */
  readonly quarantineDays: number;
}

/** How often one callee may be called. */
export interface CalleeFrequencyRule {
  /** 1 to 16. Default 3. */
  readonly calls: number;
  /** In any time of this length, in hours: above 0 to 1440. Default 24. */
  readonly withinHours: number;
}
