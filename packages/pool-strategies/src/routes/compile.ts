import { PolicyError, rejectInput } from "../errors.js";
import type { Geography, Place, PoolNumber, RouteRules, Tags } from "../types.js";
import { isGeographic, levelSegment } from "./local-presence.js";
import { countTagPrefixes, tagPrefixes } from "./tags.js";

/** The most buckets that one number may be in, and the most links that one call may try. */
export const MAX_BUCKETS = 64;

/** A route, ready to use: names of buckets for numbers, and for calls. Pure. */
export interface Route {
  /** Every bucket the number is in. At most {@link MAX_BUCKETS}; throws `PolicyError` above. */
  bucketsOf(number: PoolNumber): readonly string[];
  /** The buckets that may serve the call, in the order to try. */
  chainOf(callee: string, tags: Tags | undefined): readonly string[];
}

const NOWHERE: Place = {};

/**
 * Compiles the rules of a route.
 *
 * A number is in one bucket for each combination of its tag values and each
 * level of its place: `brand=acme/ac:415`, `brand=acme/country:US`,
 * `brand=acme/any`. A call tries all its combinations at the closest level
 * before it goes to the next.
 *
 * @throws PolicyError when a level needs a geography and there is none.
 */
export function compileRoute(rules: RouteRules, geography: Geography | undefined): Route {
  const levels = rules.localPresence;
  const needed = levels.find(isGeographic);
  if (needed !== undefined && geography === undefined) throw geographyMissing(levels.indexOf(needed), needed);
  // A geography mostly answers with objects that it has at hand, and their segments need no second look.
  const segmentsByPlace = new WeakMap<Place, readonly string[]>();
  const segmentsOf = (text: string): readonly string[] => {
    const place = needed === undefined ? NOWHERE : (geography?.locate(text) ?? NOWHERE);
    const known = segmentsByPlace.get(place);
    if (known !== undefined) return known;
    const segments = levels
      .map((level) => levelSegment(level, place))
      .filter((segment) => segment !== undefined);
    segmentsByPlace.set(place, segments);
    return segments;
  };
  const namesOf = (text: string, tags: Tags | undefined): readonly string[] => {
    const segments = segmentsOf(text);
    if (rules.tags.length === 0) return segments;
    const prefixes = tagPrefixes(rules.tags, tags);
    return segments.flatMap((segment) => prefixes.map((prefix) => prefix + segment));
  };
  const isTooMany = (tags: Tags | undefined) =>
    countTagPrefixes(rules.tags, tags) * levels.length > MAX_BUCKETS;

  return {
    bucketsOf: (number) => {
      if (isTooMany(number.tags)) throw tooManyBuckets(number.slug);
      return namesOf(number.number, number.tags);
    },
    chainOf: (callee, tags) => {
      if (isTooMany(tags))
        rejectInput(
          "tags",
          `The call's tag values and the policy's levels make more than ${MAX_BUCKETS} links. Give the call fewer values.`,
        );
      return namesOf(callee, tags);
    },
  };
}

function geographyMissing(index: number, level: string): PolicyError {
  const message = `The level "${level}" needs to know where numbers belong. Pass \`geography: northAmerica\` from "@dialpool/pool-strategies/geo".`;
  return new PolicyError([{ path: `route.localPresence.${index}`, message }]);
}

function tooManyBuckets(slug: string): PolicyError {
  const message = `The tag values of the number "${slug}" and the policy's levels make more than ${MAX_BUCKETS} buckets. Give it fewer values, or route by fewer tags.`;
  return new PolicyError([{ path: "route.tags", message }]);
}
