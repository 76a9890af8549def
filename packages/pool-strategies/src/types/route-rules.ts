import type { Tags } from "./pool-number.js";

/**
 * One step of local presence, from the closest to the widest.
 *
 * - `area-code`: the callee's own area code.
 * - `overlay`: area codes that share its territory.
 * - `near`: the other areas of the same state or province, nearest first.
 * - `region`: the same state or province.
 * - `country`: the same country.
 * - `any`: whatever the pool has.
 */
export type LocalPresenceStep = "area-code" | "overlay" | "near" | "region" | "country" | "any";

/** Which step of a route a link belongs to. */
export type LinkStep = "rule" | LocalPresenceStep | "custom";

/** Which numbers may serve a call, and in what preference. */
export interface RouteRules {
  /** On which tags number and call must agree. Default: none. */
  readonly tags: readonly TagRule[];
  /** Numbers for callees by prefix; the longest prefix wins. Tried before local presence. Default: none. */
  readonly rules: readonly PrefixRule[];
  /**
   * Steps of local presence, tried in the order given. What is wider than the last one given is a
   * refusal: without `"any"`, no match is no call. Default `["any"]`.
   */
  readonly localPresence: readonly LocalPresenceStep[];
  /** `true`: within each link, numbers of tier 1 first, those of tier 2 when all of tier 1 are at a limit, and so on. Default `false`. */
  readonly tiers: boolean;
  /** Name of a registered route that takes the place of `rules` and `localPresence`. */
  readonly custom?: string;
}

/** One tag on which number and call must agree. */
export interface TagRule {
  /** The tag, such as `"brand"`. */
  readonly key: string;
  /**
   * - `any`: they have a value in common; a call without a value is served only by numbers without one, so that
   *   a brand's number never speaks for another.
   * - `all`: the number has every value that the call has.
   * - `none`: the number has no value that the call has (the call may have one value at most).
   *
   * With `values`, the number is compared with these instead, whatever the call carries. Default `"any"`.
   */
  readonly match: "any" | "all" | "none";
  /** Fixed values to compare with: at least one. */
  readonly values?: readonly string[];
}

/** Numbers for all callees whose number begins with a prefix. Gives `numbers`, or `tags`, or both: a number fits if it is listed or has all the tags. */
export interface PrefixRule {
  /** Plus sign and 1 to 15 digits, the first not 0: `"+1415"`, `"+44"`. */
  readonly prefix: string;
  /** Numbers or slugs. */
  readonly numbers?: readonly string[];
  /** A number fits that has one of the values of each key. At least one key. */
  readonly tags?: Tags;
  /** When none of them is free: `"continue"` with the rest of the route, or `"refuse"`. Default `"continue"`. */
  readonly otherwise: "continue" | "refuse";
}

/** One link of a chain. */
export interface Link {
  /** Name of its bucket, e.g. `"brand=acme/ac:415"`. */
  readonly name: string;
  readonly step: LinkStep;
}
