import type { AttachedPhoneNumber } from "@dialpool/core";

/**
 * A phone number in E.164 form: `+`, then 2 to 15 digits.
 *
 * A template type instead of a brand: literals need no cast, and a slug
 * (which has no `+`) never type-checks as a number. Narrow unknown text with
 * {@link isE164}.
 */
export type E164 = `+${string}`;

/**
 * Values of a number's or a call's tags, by key: `{ brand: "acme", region: ["west", "south"] }`.
 * An empty text is no value.
 */
export type Tags = Readonly<Record<string, string | readonly string[]>>;

/**
 * One number of a pool: what the API says of it (`number`, `sid`, `slug`) and
 * what selection needs besides. An agent's `attached_phone_numbers` is
 * therefore a pool as it stands.
 *
 * `number` stays a plain string: some imported identifiers are not E.164, and
 * the API wants back exactly what it gave.
 */
export interface PoolNumber extends AttachedPhoneNumber {
  /** What this number is for. A tag route compares these with the call's own tags. */
  readonly tags?: Tags;
  /** Share of the calls under weighted round-robin, relative to the others: 0.01 to 1000, default 1. */
  readonly weight?: number;
  /** Limits of this number alone; each one given replaces the policy's. */
  readonly limits?: NumberLimits;
}

/** Hard limits on what one number may carry. `null` switches a limit off. */
export interface NumberLimits {
  /**
   * Calls in any rolling 24 hours, counted over the whole namespace: 0 or more,
   * `null` for no limit. The window is a ring of 15-minute slots aligned to the
   * epoch; a call leaves when its slot's end + 24 h has passed.
   */
  readonly maxCallsPerDay?: number | null;
}

/**
 * How the numbers inside one bucket take turns.
 *
 * - `round-robin`: one after the other, each bucket with its own turns.
 * - `weighted-round-robin`: smoothly in proportion to the weights, within one call of the exact share.
 * - `random`: each with the same chance; takes one draw.
 * - `least-recently-used`: whoever was selected longest ago anywhere in the namespace.
 */
export type OrderName = "round-robin" | "weighted-round-robin" | "random" | "least-recently-used";

/** One step of local presence, from the closest to the widest. */
export type LocalPresenceLevel = "area-code" | "country" | "any";

/**
 * Selection rules of a pool, as plain JSON.
 *
 * Parse unknown input with `parsePolicy`; it fills in the defaults and names
 * the path of what is wrong.
 */
export interface Policy {
  /** `"sticky"`: a callee who was called before is preferably called from the same number. Default `"sticky"`. */
  readonly affinity: "sticky" | "off";
  readonly route: RouteRules;
  /** Default `"round-robin"`. */
  readonly order: OrderName;
  /** Limits of each number, unless the number has its own. Default: 75 calls a day. */
  readonly limits: NumberLimits;
}

/** Which numbers may serve a call, and in what preference. */
export interface RouteRules {
  /**
   * Tag keys on which number and call must agree, e.g. `["brand"]`. A call that
   * carries no value for a key is served only by numbers without that tag, so a
   * brand's number never speaks for another. Where either has several values, one
   * in common is enough. Default: none.
   */
  readonly tags: readonly string[];
  /**
   * Levels of local presence, tried in the order given. Leaving `"any"` out
   * makes the rest a requirement: no match is then a refusal. Default `["any"]`.
   */
  readonly localPresence: readonly LocalPresenceLevel[];
}

/** A {@link Policy} as it is written: whatever is left out takes its default. */
export interface PolicyInput {
  readonly affinity?: Policy["affinity"];
  readonly route?: Partial<RouteRules>;
  readonly order?: OrderName;
  readonly limits?: NumberLimits;
}

/** Where a number belongs, as far as its digits tell. */
export interface Place {
  /** ISO 3166-1 alpha-2 (`"US"`), or the calling code (`"+44"`) where the table has no finer answer. Absent: nowhere, e.g. toll-free. */
  readonly country?: string;
  /** Three-digit area code of the North American Numbering Plan; never a toll-free or other code without a place. */
  readonly areaCode?: string;
}

/** Knows where numbers belong. `northAmerica` of `@dialpool/pool-strategies/geo` is one. */
export interface Geography {
  locate(number: string): Place;
}

/** Why a link of the chain gave no number. */
export type SkipReason =
  /** The pool has no number of that kind. */
  | "no_number"
  /** It has some, and every one is at a limit. */
  | "all_at_limit";

/** One link that was passed over, in the order tried. */
export interface SkippedLink {
  /** The bucket's name, e.g. `"brand=acme/ac:415"`. */
  readonly link: string;
  readonly reason: SkipReason;
  /** How many numbers the bucket holds. */
  readonly size: number;
}

/** What became of the callee's earlier number. */
export type AffinityOutcome =
  /** The policy does not ask for it, or the callee is new. */
  | "none"
  /** The earlier number was used again. */
  | "kept"
  /** It is no longer in the pool, or the route does not allow it for this call. */
  | "gone"
  /** It is at a limit, so the route chose another. */
  | "at_limit";

/** How the outcome came about, as data; `explain` makes a sentence of it. */
export interface Reasons {
  readonly affinity: AffinityOutcome;
  /** Slug of the number the callee was called from before; absent when `affinity` is `"none"`. */
  readonly previous?: string;
  /** The link that gave the number; absent on a refusal and when affinity decided. */
  readonly link?: string;
  readonly order: OrderName;
  readonly skipped: readonly SkippedLink[];
}

/** Why nothing was chosen. */
export type RefusalCode =
  /** The pool holds no number at all. */
  | "pool_empty"
  /** No number of the pool fits the route for this call. */
  | "no_match"
  /** Numbers fit, and every one is at a limit until `retryAt`. */
  | "exhausted";

/** Nothing may be dialled now. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** Epoch milliseconds from which a number of the chain is free again; absent when waiting does not help. */
  readonly retryAt?: number;
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
