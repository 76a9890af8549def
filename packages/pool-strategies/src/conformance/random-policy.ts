import fc from "fast-check";
import type {
  AffinityRules,
  LimitRules,
  LocalPresenceStep,
  OrderRules,
  Policy,
  PrefixRule,
  RouteRules,
  TagRule,
  WindowRule,
} from "../types.js";
import { maybe, mostly, rarely } from "./chances.js";
import { randomWarmUp } from "./random-number.js";

const affinity: fc.Arbitrary<AffinityRules> = fc.record({
  mode: fc.constantFrom("sticky", "sticky", "sticky-once-answered", "fresh", "fresh", "off"),
  ttlDays: mostly(30, 1, 2),
  whenGone: mostly("fall-through", "refuse"),
  whenAtLimit: mostly("fall-through", "wait"),
  maxWaitHours: fc.constantFrom(1, 24),
});

const tagRule = (key: "brand" | "campaign"): fc.Arbitrary<TagRule> =>
  fc
    .tuple(
      fc.constantFrom("any", "all", "none"),
      maybe(
        "values",
        fc.constantFrom(
          key === "brand" ? ["acme"] : ["spring"],
          key === "brand" ? ["acme", "zeta"] : ["autumn"],
        ),
      ),
    )
    .map(([match, values]) => ({ key, match, ...values }) as TagRule);

const prefixRule: fc.Arbitrary<PrefixRule> = fc
  .tuple(
    fc.constantFrom(
      { numbers: ["415-0", "+12125550101"] },
      { tags: { brand: "acme" } },
      { numbers: ["628-1"], tags: { brand: ["zeta", "acme"], campaign: "spring" } },
    ),
    mostly("continue", "refuse"),
  )
  .map(([fits, otherwise]) => ({ prefix: "", ...fits, otherwise }) as PrefixRule);

const prefixRules = fc.oneof(
  { weight: 3, arbitrary: fc.constant<readonly PrefixRule[]>([]) },
  {
    weight: 1,
    arbitrary: fc.tuple(prefixRule, prefixRule).map(([one, other]): readonly PrefixRule[] => [
      { ...one, prefix: "+1" },
      { ...other, prefix: "+1415" },
    ]),
  },
);

const steps = fc.constantFrom<readonly LocalPresenceStep[]>(
  ["any"],
  ["area-code", "any"],
  ["area-code", "overlay", "near", "region", "country", "any"],
  ["area-code", "overlay", "near"],
  ["near", "country", "any"],
  ["country", "area-code"],
  ["region", "any"],
);

const route: fc.Arbitrary<RouteRules> = fc
  .tuple(
    mostly<readonly ("brand" | "campaign")[]>([], ["brand"], ["campaign"], ["brand", "campaign"]),
    tagRule("brand"),
    tagRule("campaign"),
    prefixRules,
    steps,
    mostly(false, true),
    rarely({}, { custom: "last-digit" }),
  )
  .map(([keys, byBrand, byCampaign, rules, localPresence, tiers, custom]): RouteRules => {
    // A number is in at most 64 buckets, and a chain has at most 64 links.
    const isWide = rules.length + localPresence.length > 4;
    const chosen = isWide ? keys.slice(0, 1) : keys;
    const byKey = { brand: byBrand, campaign: byCampaign };
    return { tags: chosen.map((key) => byKey[key]), rules, localPresence, tiers, ...custom };
  });

const order: fc.Arbitrary<OrderRules> = fc.constantFrom(
  { name: "round-robin" },
  { name: "weighted-round-robin" },
  { name: "random" },
  { name: "weighted-random" },
  { name: "least-recently-used" },
  { name: "least-used" },
  { name: "fewest-in-flight" },
  { name: "power-of-two" },
  { name: "rendezvous" },
  { name: "answer-rate", priorAnswered: 1.5, priorUnanswered: 8.5, halfLifeDays: 7, exploration: 0.1 },
  { name: "answer-rate", priorAnswered: 0.5, priorUnanswered: 0.5, halfLifeDays: 1, exploration: 0 },
  { name: "custom", use: "heavy-first" },
  { name: "custom", use: "first-alone" },
);

const limits = (timeZone: string): fc.Arbitrary<LimitRules> =>
  fc.record({
    maxCallsPerDay: fc.constantFrom(null, 1, 2, 3, 5),
    maxCallsPerHour: mostly(null, 1, 2, 3),
    minGapSeconds: mostly<number | null>(null, 1.2, 90, 3600),
    maxConcurrentCalls: mostly<number | null>(null, 1, 2, 3),
    warmUp: fc.oneof(fc.constant(null), randomWarmUp),
    window: fc.constantFrom<WindowRule>("rolling", { timeZone }),
    restAfterFailures: fc.constantFrom(
      null,
      { failures: 1, restMinutes: 30, maxRestingShare: 0.5 },
      { failures: 2, restMinutes: 600, maxRestingShare: 1 },
      { failures: 1, restMinutes: 60, maxRestingShare: 0 },
    ),
    quarantineAfterBlocks: fc.constantFrom(
      null,
      { blocks: 1, withinHours: 1, quarantineDays: 1 },
      { blocks: 2, withinHours: 24, quarantineDays: 0.5 },
    ),
    allowedCountries: rarely<readonly string[] | null>(null, ["US"], ["CA", "+44"], ["GB", "US"], ["+1"]),
    maxCallsPerCallee: rarely<LimitRules["maxCallsPerCallee"]>(
      null,
      { calls: 1, withinHours: 1 },
      { calls: 2, withinHours: 24 },
      { calls: 3, withinHours: 0.5 },
    ),
    whenExhausted: mostly("refuse", "overflow"),
  });

/** A route that finds a number for nearly every call, so that histories come to be about orders and limits. */
const easyRoute: fc.Arbitrary<RouteRules> = fc
  .constantFrom<readonly LocalPresenceStep[]>(["any"], ["area-code", "any"], ["overlay", "country", "any"])
  .map((localPresence) => ({ tags: [], rules: [], localPresence, tiers: false }));

/** A policy of whatever kind. Half of them have an easy route. */
export function randomPolicy(timeZone: string): fc.Arbitrary<Policy> {
  return fc.record({ affinity, route: fc.oneof(route, easyRoute), order, limits: limits(timeZone) });
}
