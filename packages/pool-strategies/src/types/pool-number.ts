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
  /** Share of the calls under weighted orders, relative to the others: 0.01 to 1000, default 1. */
  readonly weight?: number;
  /** Tier under `route.tiers`: 1 (tried first) to 8, default 1. */
  readonly tier?: number;
  /** Since when the number places calls, epoch ms. The warm-up ramp counts from here; absent: warmed up long ago. */
  readonly activeSince?: number;
  /** Limits of this number alone; each one given replaces the policy's. */
  readonly limits?: NumberLimits;
}

/** Hard limits on what one number may carry. `null` switches a limit off. */
export interface NumberLimits {
  /** Calls in the day's window, counted over the whole namespace: 0 or more, `null` for no limit. Default 75. */
  readonly maxCallsPerDay?: number | null;
  /** Calls in the hour's window, likewise. Default `null`. */
  readonly maxCallsPerHour?: number | null;
  /** Time between the starts of two calls, seconds: above 0 to 86,400. Default 1.2. */
  readonly minGapSeconds?: number | null;
  /** Calls at once: leases *held*, *unknown* or *placed*; 1 or more. Default `null`. */
  readonly maxConcurrentCalls?: number | null;
  /** Lower daily limits for a young number. Default: 10, 20 and 30 calls a day in its first, second and third week. */
  readonly warmUp?: readonly WarmUpStage[] | null;
}

/** One stage of a warm-up ramp; stages are given by rising age. */
export interface WarmUpStage {
  /** The stage ends at this age, in days since the number's `activeSince`: above 0 to 3650. */
  readonly untilDays: number;
  /** The daily limit until then, if it is lower than the number's own: 0 or more, and no fewer than the stage before. */
  readonly maxCallsPerDay: number;
}
