import type { OrderName } from "./order-rules.js";
import type { LinkStep } from "./route-rules.js";
import type { SkippedLink, Trace } from "./trace.js";

/** What became of the callee's earlier number. */
export type AffinityOutcome =
  /** The policy does not ask for it, or the callee is new, or the earlier call is too long ago. */
  | "none"
  /** The earlier number was used again. */
  | "kept"
  /** It is no longer in the pool, or the route does not allow it for this call. */
  | "gone"
  /** It is at a limit, so the route chose another, or the call waits for it. */
  | "at_limit"
  /** `fresh`: earlier numbers were passed over. */
  | "fresh";

/** How the outcome came about, as data; `explain` makes a sentence of it. */
export interface Reasons {
  readonly affinity: AffinityOutcome;
  /** Slug of the number the callee was called from before; absent when `affinity` is `"none"`. */
  readonly previous?: string;
  /** The link that gave the number; absent on a refusal. When affinity decided: the first link of the chain that holds the number. */
  readonly link?: string;
  /** Its step. */
  readonly step?: LinkStep;
  readonly order: OrderName;
  readonly skipped: readonly SkippedLink[];
  /** `true` when the number is beyond a limit (`whenExhausted: "overflow"`); else absent. */
  readonly overflow?: true;
  /** Link by link and number by number; only when it was asked for. */
  readonly trace?: Trace;
}
