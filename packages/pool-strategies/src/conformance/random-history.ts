import fc from "fast-check";
import type {
  AffinityRules,
  CallOutcome,
  E164,
  LimitRules,
  LocalPresenceStep,
  NumberLimits,
  OrderRules,
  Policy,
  PrefixRule,
  RouteRules,
  TagRule,
  Tags,
  WindowRule,
} from "../types.js";
import type { AcquireCommand, AgedNumber, Command, History, LoadCommand, Step } from "./history.js";

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const POOL_IDS = ["agent-a", "agent-b"];
/** Digits of numbers before the last two; their slugs begin with the last three of these. */
const PREFIXES = ["+141555501", "+162855501", "+151055501", "+121255501", "+191755501", "+160455501"];
const FAR_PREFIXES = ["+180055501", "+198955501", "+198855501", "+4420794601", "+4416329601"];

/** Zones whose days or hours are odd, and instants a little before they are. */
const STARTS: readonly (readonly [timeZone: string, startAt: number])[] = [
  ["Etc/UTC", 1_795_514_400_000], // 2026-11-24T10:00Z, an ordinary day
  ["America/New_York", 1_772_924_400_000], // 2026-03-07T23:00Z: a day of 23 hours comes
  ["America/New_York", 1_793_480_400_000], // 2026-10-31T21:00Z: a day of 25 hours comes
  ["Australia/Lord_Howe", 1_775_308_800_000], // 2026-04-04T13:20Z: half an hour more
  ["Australia/Lord_Howe", 1_791_034_200_000], // 2026-10-03T13:30Z: half an hour less
  ["Atlantic/Azores", 1_792_879_200_000], // 2026-10-24T22:00Z: midnight comes twice
  ["Africa/Cairo", 1_776_974_400_000], // 2026-04-23T20:00Z: a day without a midnight
  ["Antarctica/Troll", 1_792_864_800_000], // 2026-10-24T18:00Z: a day of 26 hours
  ["Asia/Kathmandu", 1_795_514_400_000], // 5:45 from UTC
];

const draw = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((bits) => bits / 2 ** 32) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0.5, 1 - 2 ** -53) },
);

/** Mostly the first. */
function mostly<Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );
}

/** Nearly always the first. */
function rarely<Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

/** The key, or not at all. */
function maybe<Key extends string, Value>(
  key: Key,
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<{ readonly [K in Key]?: Value }> {
  const given = value.map((each) => ({ [key]: each }) as { readonly [K in Key]: Value });
  return fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: given });
}

const brand = fc.constantFrom<Tags>({}, { brand: "acme" }, { brand: "zeta" }, { brand: ["zeta", "acme"] });
const campaign = fc.constantFrom<Tags>({}, {}, { campaign: "spring" }, { campaign: "autumn" });
const tags = fc.tuple(brand, campaign).map(([one, other]): Tags => ({ ...one, ...other }));

const warmUp = fc.constantFrom(
  [{ untilDays: 1, maxCallsPerDay: 1 }],
  [
    { untilDays: 0.5, maxCallsPerDay: 0 },
    { untilDays: 1, maxCallsPerDay: 1 },
    { untilDays: 3, maxCallsPerDay: 2 },
  ],
);

const numberLimits: fc.Arbitrary<NumberLimits> = fc
  .tuple(
    maybe("maxCallsPerDay", fc.constantFrom(0, 1, 2, 4, null)),
    maybe("maxCallsPerHour", fc.constantFrom(0, 1, 2, null)),
    maybe("minGapSeconds", fc.constantFrom(1.2, 90, null)),
    maybe("maxConcurrentCalls", fc.constantFrom(1, 2, null)),
    maybe("warmUp", fc.oneof(warmUp, fc.constant(null))),
  )
  .map((parts) => Object.assign({}, ...parts) as NumberLimits);

/** Numbers of few kinds, so that pools overlap and reloads meet what they know. */
const poolNumber: fc.Arbitrary<AgedNumber> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...PREFIXES) },
      { weight: 1, arbitrary: fc.constantFrom(...FAR_PREFIXES) },
    ),
    fc.integer({ min: 0, max: 2 }),
    maybe("tags", tags),
    maybe("weight", fc.constantFrom(0.01, 0.3, 1, 2, 1000)),
    maybe("tier", fc.constantFrom(1, 2, 3)),
    maybe("ageMs", fc.constantFrom(-HOUR, 0, DAY - HOUR, 2 * DAY, 90 * DAY)),
    maybe("limits", numberLimits),
  )
  .map(([prefix, line, ...attributes]) =>
    Object.assign({ number: `${prefix}0${line}`, sid: null, slug: slugOf(prefix, line) }, ...attributes),
  );

function slugOf(prefix: string, line: number): string {
  return `${prefix.startsWith("+1") ? prefix.slice(2, 5) : prefix.slice(1, 5)}-${line}`;
}

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
    warmUp: fc.oneof(fc.constant(null), warmUp),
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

const policy = (timeZone: string): fc.Arbitrary<Policy> =>
  fc.record({ affinity, route, order, limits: limits(timeZone) });

const numbersOfAtLeast = (minLength: number) =>
  fc.noBias(
    fc.uniqueArray(poolNumber, { selector: (number) => number.slug, minLength, maxLength: 9, size: "max" }),
  );
const numbers = fc.oneof(
  { weight: 1, arbitrary: numbersOfAtLeast(0) },
  { weight: 8, arbitrary: numbersOfAtLeast(3) },
);

const loadOf = (poolId: fc.Arbitrary<string>, timeZone: string): fc.Arbitrary<LoadCommand> =>
  fc.record({
    kind: fc.constant("load" as const),
    poolId,
    numbers,
    policy: policy(timeZone),
    seed: fc.nat(),
  });

const callee = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PREFIXES) },
      { weight: 1, arbitrary: fc.constantFrom(...FAR_PREFIXES) },
    ),
    fc.integer({ min: 50, max: 52 }),
  )
  .map(([prefix, line]) => `${prefix}${line}` as E164);

/** Few callees, so that they are called again. */
const fewCallees = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<E164>("+14155550150", "+16285550150") },
  { weight: 1, arbitrary: callee },
);

const acquire: fc.Arbitrary<AcquireCommand> = fc
  .tuple(
    fc.constantFrom(...POOL_IDS),
    fewCallees,
    tags,
    fc.tuple(draw, draw),
    maybe("holdMs", fc.constantFrom(1000, HOUR)),
    maybe("traceNumbers", fc.constantFrom(0, 1, 2, 100)),
  )
  .map(([poolId, person, wanted, draws, ...rest]) =>
    Object.assign({ kind: "acquire", poolId, callee: person, tags: wanted, draws } as const, ...rest),
  );

const outcome = fc.constantFrom<CallOutcome>(
  "answered",
  "voicemail",
  "no-answer",
  "failed",
  "failed",
  "blocked",
  "canceled",
  "unknown",
);
const slug = poolNumber.map((number) => number.slug);

const record = fc
  .tuple(
    slug,
    fewCallees,
    fc.constantFrom(-MINUTE, 0, MINUTE, QUARTER, 5 * HOUR, DAY, 2 * DAY),
    maybe("outcome", outcome),
  )
  .map(([number, person, agoMs, rest]) => ({
    kind: "record" as const,
    slug: number,
    callee: person,
    agoMs,
    ...rest,
  }));

const settle = fc
  .tuple(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 12 }) },
    ),
    fc.constantFrom(
      "placed" as const,
      "ended" as const,
      "ended" as const,
      "released" as const,
      "unknown" as const,
    ),
    outcome,
  )
  .map(([back, to, how]) => ({
    kind: "settle" as const,
    back,
    to,
    ...(to === "ended" ? { outcome: how } : {}),
  }));

const flag = fc
  .tuple(slug, fc.constantFrom<number | null | "lift">(HOUR, 3 * DAY, -HOUR, null, "lift", "lift"))
  .map(([number, forMs]) => ({ kind: "flag" as const, slug: number, forMs }));

const usage = fc.constantFrom(...POOL_IDS).map((poolId) => ({ kind: "usage" as const, poolId }));

const commandOf = (timeZone: string): fc.Arbitrary<Command> =>
  fc.oneof(
    { weight: 14, arbitrary: acquire },
    { weight: 9, arbitrary: settle },
    { weight: 2, arbitrary: record },
    { weight: 1, arbitrary: flag },
    { weight: 1, arbitrary: loadOf(fc.constantFrom(...POOL_IDS), timeZone) },
    { weight: 1, arbitrary: fc.constant({ kind: "expire" as const }) },
    { weight: 2, arbitrary: usage },
  );

const afterMs = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 1, 1200, MINUTE) },
  { weight: 4, arbitrary: fc.constantFrom(QUARTER - 1, QUARTER, HOUR, 5 * HOUR, -MINUTE) },
  { weight: 1, arbitrary: fc.constantFrom(DAY, DAY + QUARTER, 3 * DAY, 40 * DAY, -DAY) },
);

/**
 * Histories of two overlapping pools: every order, limit, route and affinity
 * with small values; reloads that change everything while leases are out;
 * settlements late, repeated and out of order; a clock that leaps and is set
 * back; days and hours of odd length.
 *
 * Shrinks to few steps. Policies name `conformanceExtensions`; places are
 * those of `conformancePlaces`.
 *
 * @param maxSteps Commands after the two first loads. Default 60.
 */
export function randomHistory(maxSteps = 60): fc.Arbitrary<History> {
  return fc.constantFrom(...STARTS).chain(([timeZone, startAt]) => {
    const step: fc.Arbitrary<Step> = fc.record({ afterMs, command: commandOf(timeZone) });
    const firstLoads = POOL_IDS.map((poolId) =>
      loadOf(fc.constant(poolId), timeZone).map((command): Step => ({ afterMs: 0, command })),
    );
    return fc
      .tuple(
        fc.tuple(...firstLoads),
        fc.noBias(fc.array(step, { minLength: 1, maxLength: maxSteps, size: "max" })),
      )
      .map(([loads, later]) => ({ startAt, steps: [...loads, ...later] }));
  });
}
