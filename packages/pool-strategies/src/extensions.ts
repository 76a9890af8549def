import type { Link, Place, PoolNumber, Tags } from "./types.js";

/** A call, as routes and orders see it. */
export interface RoutedCall {
  readonly callee: string;
  readonly tags: Tags;
  /** Where the callee belongs; empty without a geography. */
  readonly place: Place;
}

/**
 * A route of one's own, in place of prefix rules and local presence. Both
 * functions are pure; tags of the policy are applied around them.
 */
export interface CustomRoute {
  /** Names of the buckets that the number is in: at most 64. Asked once for each load. */
  bucketsOf(number: PoolNumber, place: Place): readonly string[];
  /** Names of the buckets to try, in order: at most 64. */
  chainOf(call: RoutedCall): readonly string[];
}

/** A number that an order of one's own may rank. */
export interface RankedCandidate {
  readonly number: PoolNumber;
  readonly slug: string;
  readonly weight: number;
}

/** What a custom order is told besides the candidates. */
export interface RankingContext extends RoutedCall {
  readonly link: Link;
  /** Epoch ms. */
  readonly now: number;
  /** Uniform in [0, 1); follows from the caller's one draw and may be asked as often as needed. */
  readonly random: () => number;
}

/**
 * An order of one's own: the slugs to try, best first. Pure.
 *
 * It sees every number of the link, by slug, those at a limit included: the
 * store takes the first of the first 64 that is free, and goes on by least
 * recently used when none of them is.
 */
export type CustomOrder = (
  candidates: readonly RankedCandidate[],
  context: RankingContext,
) => readonly string[];

/** Functions that policies may name. */
export interface Extensions {
  readonly routes?: Readonly<Record<string, CustomRoute>>;
  readonly orders?: Readonly<Record<string, CustomOrder>>;
}
