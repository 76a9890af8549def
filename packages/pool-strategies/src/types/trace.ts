import type { Link, LinkStep } from "./route-rules.js";

/** Why a number may not be used now. */
export type LimitName =
  | "calls-per-day"
  | "calls-per-hour"
  | "min-gap"
  | "concurrent-calls"
  | "warm-up"
  | "resting"
  | "quarantined";

/** Why a link of the chain gave no number. */
export type SkipReason =
  /** The pool has no number of that kind. */
  | "no_number"
  /** It has some, and every one is at a limit. */
  | "all_at_limit"
  /** Those that are free were used for this callee already (`affinity: "fresh"`). */
  | "all_used_before";

/** One link that was passed over, in the order tried. */
export interface SkippedLink {
  /** The bucket's name, e.g. `"brand=acme/ac:415"`. */
  readonly link: string;
  readonly step: LinkStep;
  readonly reason: SkipReason;
  /** How many numbers the bucket holds. */
  readonly size: number;
}

/** Everything that was looked at, in the order of the chain. */
export interface Trace {
  readonly links: readonly LinkTrace[];
}

/** What was seen of one link. */
export interface LinkTrace extends Link {
  readonly outcome: "chosen" | "not_reached" | SkipReason;
  /** Numbers in the bucket, and how many of them were free. */
  readonly size: number;
  readonly free: number;
  /** When the first of its numbers at a limit is free again, epoch ms; absent when none is, or never. */
  readonly freeAt?: number;
  /** The first numbers by slug, up to the bound asked for; the chosen one is always among them. */
  readonly numbers: readonly NumberTrace[];
}

/** What was seen of one number. */
export interface NumberTrace {
  readonly slug: string;
  readonly verdict: "chosen" | "free" | "used_before" | LimitName;
  /** From when it is free, epoch ms; absent when it is, or never will be. */
  readonly freeAt?: number;
}
