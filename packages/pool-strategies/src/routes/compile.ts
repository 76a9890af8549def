import { PolicyError, rejectInput } from "../errors.js";
import type { Extensions } from "../extensions.js";
import type { Geography, Link, Place, PoolNumber, RouteRules, Tags } from "../types.js";
import { MAX_BUCKETS } from "./bounds.js";
import { ladderOf } from "./ladder.js";
import { PlaceMemory } from "./place-memory.js";
import { combine, isFixed, meets, tagPart, tagSignature } from "./tags.js";

const MAX_CHAINS = 10_000;
const NOWHERE: Place = {};

/** A route, ready to use: names of buckets for numbers, and chains of links for calls. Pure. */
export interface Route {
  /** Slugs of the numbers that fixed tag values rule out. They are in no bucket. */
  readonly leftOut: ReadonlySet<string>;
  /** Where a number belongs; nowhere without a geography. */
  placeOf(number: string): Place;
  /** Every bucket that a number of the pool is in, at most {@link MAX_BUCKETS}. Numbers alike get the same array object. */
  bucketsOf(number: PoolNumber): readonly string[];
  /**
   * The links that may serve the call, in the order to try. Calls alike get the same array object for as
   * long as it is remembered, so callers may remember by it.
   *
   * @param place Of the callee, where it is known already.
   * @throws InvalidInputError when the call's tags make more than {@link MAX_BUCKETS} links.
   */
  chainOf(callee: string, tags: Tags | undefined, place?: Place): readonly Link[];
}

/** What a route is compiled with. */
export interface RouteParts {
  readonly geography?: Geography | undefined;
  /** The whole pool: which buckets there are follows from it. */
  readonly numbers: readonly PoolNumber[];
  readonly extensions?: Extensions | undefined;
}

/**
 * Compiles the rules of a route for a pool, as `docs/selection.md` says under "Chain".
 *
 * A number is in one bucket for each combination of its tag values and each
 * step of its place: `brand=acme/ac:415`, `brand=acme/country:US`,
 * `brand=acme/any`. A call tries all its combinations at the closest step
 * before it goes to the next.
 *
 * @throws PolicyError when a step needs a geography and there is none, the custom route is not
 *   registered, or a number would be in more than {@link MAX_BUCKETS} buckets.
 */
export function compileRoute(rules: RouteRules, { geography, numbers, extensions }: RouteParts): Route {
  const ladder = ladderOf(rules, geography, extensions);
  const placeOf = (number: string) => geography?.locate(number) ?? NOWHERE;

  const fixed = rules.tags.filter(isFixed);
  const isKept = ({ tags }: PoolNumber) => fixed.every((rule) => meets(rule, tags));
  const kept = numbers.filter(isKept);

  const tagRules = rules.tags.filter((rule) => !isFixed(rule));
  const tagKeys = tagRules.map(({ key }) => key);
  const poolTags = kept.map(({ tags }) => tags);
  const tagParts = tagRules.map((rule) => tagPart(rule, poolTags));

  const tiersByName = new Map<string, Set<number>>();
  const seat = (number: PoolNumber, place: Place): readonly string[] => {
    const prefixes = combine(tagParts.map(({ ofNumber }) => ofNumber(number.tags)));
    const segments = [...new Set(ladder.ofNumber(number, place))];
    if (prefixes.length * segments.length > MAX_BUCKETS) throw tooManyBuckets(number.slug);
    const { tier = 1 } = number;
    const names = segments.flatMap((segment) => prefixes.map((prefix) => prefix + segment));
    for (const name of names) tiersByName.set(name, (tiersByName.get(name) ?? new Set()).add(tier));
    return rules.tiers ? names.map((name) => tierName(name, tier)) : names;
  };
  const seats = new PlaceMemory<readonly string[]>();
  const bucketsOf = (number: PoolNumber) => {
    if (!isKept(number)) return [];
    const place = ladder.needsPlace ? placeOf(number.number) : NOWHERE;
    const key = `${number.tier}/${ladder.numberKey(number)}/${tagSignature(tagKeys, number.tags)}`;
    return seats.get(place, undefined, key) ?? seats.add(place, undefined, key, seat(number, place));
  };
  for (const number of kept) bucketsOf(number);

  const tiersOf = (name: string): readonly string[] => {
    const tiers = rules.tiers ? tiersByName.get(name) : undefined;
    return tiers === undefined
      ? [name]
      : [...tiers].sort((a, b) => a - b).map((tier) => tierName(name, tier));
  };
  const linksOf = (callee: string, tags: Tags | undefined, place: Place): readonly Link[] => {
    const prefixes = combine(tagParts.map(({ ofCall }) => ofCall(tags)));
    const links = new Map<string, Link>();
    let near = 0;
    for (const { step, text } of ladder.ofCallee(callee, tags ?? {}, place)) {
      for (const prefix of prefixes) {
        if (step === "near" && !tiersByName.has(prefix + text)) continue;
        const before = links.size;
        for (const name of tiersOf(prefix + text)) if (!links.has(name)) links.set(name, { name, step });
        if (step === "near") near += links.size - before;
        else if (links.size - near > MAX_BUCKETS) rejectTooManyLinks();
      }
    }
    let room = MAX_BUCKETS - (links.size - near);
    return [...links.values()].filter(({ step }) => step !== "near" || room-- > 0);
  };
  const chains = new PlaceMemory<readonly Link[]>(MAX_CHAINS);

  return {
    leftOut: new Set(numbers.filter((number) => !isKept(number)).map(({ slug }) => slug)),
    placeOf,
    bucketsOf,
    chainOf: (callee, tags, known) => {
      const place = ladder.needsPlace ? (known ?? placeOf(callee)) : NOWHERE;
      if (ladder.ruleFor === undefined) return linksOf(callee, tags, place);
      const rule = ladder.ruleFor(callee);
      const key = tagSignature(tagKeys, tags);
      return chains.get(place, rule, key) ?? chains.add(place, rule, key, linksOf(callee, tags, place));
    },
  };
}

function tierName(name: string, tier: number): string {
  return `${name}/tier:${tier}`;
}

function tooManyBuckets(slug: string): PolicyError {
  const message = `The tag values of the number "${slug}" and the policy's rules and steps make more than ${MAX_BUCKETS} buckets. Give it fewer values, or route by fewer tags.`;
  return new PolicyError([{ path: "route", message }]);
}

function rejectTooManyLinks(): never {
  rejectInput(
    "tags",
    `The call's tag values and the policy's steps and tiers make more than ${MAX_BUCKETS} links. Give the call fewer values.`,
  );
}
