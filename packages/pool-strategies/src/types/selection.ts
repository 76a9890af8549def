import type { PoolNumber } from "./pool-number.js";
import type { Reasons } from "./reasons.js";

/** Why nothing was chosen. */
export type RefusalCode =
  /** The pool holds no number at all. */
  | "pool_empty"
  /** No number of the pool fits the route for this call. */
  | "no_match"
  /** Numbers fit, and every one is at a limit until `retryAt`. */
  | "exhausted"
  /** The callee's own number is at a limit until `retryAt`, and the policy waits for it. */
  | "sticky_at_limit"
  /** The callee's own number is gone, and the policy allows no other. */
  | "sticky_gone"
  /** The callee was called as often as the policy allows, until `retryAt`. */
  | "callee_limit"
  /** The policy does not allow calls to the callee's country. */
  | "country_not_allowed";

/** Nothing may be dialled now. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** Epoch milliseconds from which the call may be granted; absent when waiting does not help. */
  readonly retryAt?: number;
  /** `true` when it may be sooner, for it depends on a call in flight; else absent. */
  readonly atLatest?: true;
  readonly reasons: Reasons;
}

/** A number was chosen. */
export interface Choice {
  readonly ok: true;
  /** What to send as `from_phone_number`. */
  readonly callerId: string;
  readonly number: PoolNumber;
  readonly reasons: Reasons;
}
