import type {
  AffinityRules,
  E164,
  LimitRules,
  OrderRules,
  Policy,
  PoolNumber,
  RouteRules,
} from "../types.js";

/** 24 November 2026, 10:00 UTC: the beginning of a quarter of an hour. */
export const NOON = 1_795_514_400_000;
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const QUARTER = 15 * MINUTE;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A policy in parts; what is left out is switched off: no affinity, no limits, one link, round-robin. */
export interface PolicyParts {
  readonly affinity?: Partial<AffinityRules>;
  readonly route?: Partial<RouteRules>;
  readonly order?: OrderRules | Exclude<OrderRules["name"], "answer-rate" | "custom">;
  readonly limits?: Partial<LimitRules>;
}

/** Puts a policy together. */
export function policyOf({ affinity, route, order = "round-robin", limits }: PolicyParts): Policy {
  return {
    affinity: {
      mode: "off",
      ttlDays: 30,
      whenGone: "fall-through",
      whenAtLimit: "fall-through",
      maxWaitHours: 24,
      ...affinity,
    },
    route: { tags: [], rules: [], localPresence: ["any"], tiers: false, ...route },
    order: typeof order === "string" ? { name: order } : order,
    limits: {
      maxCallsPerDay: null,
      maxCallsPerHour: null,
      minGapSeconds: null,
      maxConcurrentCalls: null,
      warmUp: null,
      window: "rolling",
      restAfterFailures: null,
      quarantineAfterBlocks: null,
      allowedCountries: null,
      maxCallsPerCallee: null,
      whenExhausted: "refuse",
      ...limits,
    },
  };
}

type Attributes = Partial<Omit<PoolNumber, "slug" | "sid">> & { readonly areaCode?: string };

/** One number, called by a letter; of area code 415 unless told otherwise. */
export function numberOf(slug: string, { areaCode = "415", ...attributes }: Attributes = {}): PoolNumber {
  const line = String(slug.charCodeAt(0) % 50).padStart(2, "0");
  return { number: `+1${areaCode}55501${line}`, sid: null, slug, ...attributes };
}

/** Numbers that are alike, by their letters: `"a b c"`. */
export function numbersOf(slugs: string, attributes: Attributes = {}): readonly PoolNumber[] {
  return slugs.split(" ").map((slug) => numberOf(slug, attributes));
}

/** So many numbers, with two digits for a slug: `00`, `01` … */
export function manyNumbers(
  count: number,
  attributesOf: (index: number) => Attributes = () => ({}),
): readonly PoolNumber[] {
  return Array.from({ length: count }, (_, index) => {
    const digits = String(index).padStart(2, "0");
    return { number: `+141555501${digits}`, sid: null, slug: digits, ...attributesOf(index) };
  });
}

/** A callee of an area code, with a line from 50 to 99. */
export function calleeOf(areaCode: string, line = 50): E164 {
  return `+1${areaCode}55501${line}`;
}
