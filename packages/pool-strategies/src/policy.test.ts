import { describe, expect, it } from "vitest";
import { isPoolStrategiesError, PolicyError } from "./errors.js";
import { numberLimitIssues, parsePolicy } from "./policy.js";
import { presets } from "./presets.js";
import type { Policy } from "./types.js";

function issuesOf(input: unknown): readonly string[] {
  try {
    parsePolicy(input);
  } catch (error) {
    if (error instanceof PolicyError) return error.issues.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

/** An object as JSON gives it: with keys of its own that literals cannot have. */
const json = (text: string): unknown => JSON.parse(text);

const DEFAULTS: Policy = {
  affinity: {
    mode: "sticky",
    ttlDays: 30,
    whenGone: "fall-through",
    whenAtLimit: "fall-through",
    maxWaitHours: 25,
  },
  route: { tags: [], rules: [], localPresence: ["any"], tiers: false },
  order: { name: "round-robin" },
  limits: {
    maxCallsPerDay: 75,
    maxCallsPerHour: null,
    minGapSeconds: 1.2,
    maxConcurrentCalls: null,
    warmUp: [
      { untilDays: 7, maxCallsPerDay: 10 },
      { untilDays: 14, maxCallsPerDay: 20 },
      { untilDays: 21, maxCallsPerDay: 30 },
    ],
    window: "rolling",
    restAfterFailures: { failures: 5, restMinutes: 60, maxRestingShare: 0.5 },
    quarantineAfterBlocks: { blocks: 3, withinHours: 24, quarantineDays: 30 },
    allowedCountries: null,
    maxCallsPerCallee: { calls: 3, withinHours: 24 },
    whenExhausted: "refuse",
  },
};

describe("parsePolicy", () => {
  it("fills in the defaults", () => {
    expect(parsePolicy({})).toEqual(DEFAULTS);
    expect(parsePolicy({ affinity: {}, route: {}, limits: { maxCallsPerCallee: {} } })).toEqual(DEFAULTS);
    expect(parsePolicy({ affinity: undefined, limits: { window: undefined } })).toEqual(DEFAULTS);
  });

  it("gives each policy defaults of its own", () => {
    expect(parsePolicy({}).limits.warmUp).not.toBe(parsePolicy({}).limits.warmUp);
  });

  it("keeps what is given", () => {
    const policy: Policy = {
      affinity: {
        mode: "fresh",
        ttlDays: 0.5,
        whenGone: "refuse",
        whenAtLimit: "wait",
        maxWaitHours: 2,
      },
      route: {
        tags: [
          { key: "brand", match: "any" },
          { key: "brand", match: "none", values: ["zeta"] },
          { key: "brand", match: "any", values: ["acme", "beta"] },
        ],
        rules: [
          { prefix: "+44", numbers: ["london"], tags: { region: ["eu", "uk"] }, otherwise: "refuse" },
          { prefix: "+4420", numbers: [], otherwise: "continue" },
        ],
        localPresence: ["region", "any"],
        tiers: true,
        custom: "mine",
      },
      order: {
        name: "answer-rate",
        priorAnswered: 3,
        priorUnanswered: 7,
        halfLifeDays: 1,
        exploration: 0,
      },
      limits: {
        maxCallsPerDay: 0,
        maxCallsPerHour: 12,
        minGapSeconds: 0.1,
        maxConcurrentCalls: 2,
        warmUp: [],
        window: { timeZone: "America/New_York" },
        restAfterFailures: { failures: 1, restMinutes: 5, maxRestingShare: 1 },
        quarantineAfterBlocks: { blocks: 16, withinHours: 1, quarantineDays: 1 },
        allowedCountries: ["US", "+44"],
        maxCallsPerCallee: { calls: 1, withinHours: 1440 },
        whenExhausted: "overflow",
      },
    };
    expect(parsePolicy(policy)).toEqual(policy);
  });

  it("takes null as off", () => {
    const off = {
      maxCallsPerDay: null,
      maxCallsPerHour: null,
      minGapSeconds: null,
      maxConcurrentCalls: null,
      warmUp: null,
      restAfterFailures: null,
      quarantineAfterBlocks: null,
      allowedCountries: null,
      maxCallsPerCallee: null,
    };
    expect(parsePolicy({ limits: off }).limits).toEqual({
      ...off,
      window: "rolling",
      whenExhausted: "refuse",
    });
  });

  it.each([
    [{ affinity: "off" }, { affinity: { ...DEFAULTS.affinity, mode: "off" } }],
    [{ order: "random" }, { order: { name: "random" } }],
    [
      { order: "answer-rate" },
      {
        order: {
          name: "answer-rate",
          priorAnswered: 1.5,
          priorUnanswered: 8.5,
          halfLifeDays: 7,
          exploration: 0.1,
        },
      },
    ],
    [
      { route: { tags: ["brand", { key: "region", match: "all" }] } },
      {
        route: {
          tags: [
            { key: "brand", match: "any" },
            { key: "region", match: "all" },
          ],
        },
      },
    ],
    [
      { route: { localPresence: { require: "region" } } },
      { route: { localPresence: ["area-code", "overlay", "near", "region"] } },
    ],
    [
      { route: { localPresence: { steps: ["area-code", "region", "any"], require: "area-code" } } },
      { route: { localPresence: ["area-code"] } },
    ],
    [
      { route: { localPresence: {} } },
      { route: { localPresence: ["area-code", "overlay", "near", "region", "country", "any"] } },
    ],
  ])("writes out %j", (input, expected) => {
    expect(parsePolicy(input)).toMatchObject(expected);
  });

  it.each(Object.keys(presets))("knows the preset %s", (name) => {
    expect(parsePolicy(name)).toEqual(parsePolicy(presets[name as keyof typeof presets]));
  });

  it("makes an empty policy the preset «balanced»", () => {
    expect(parsePolicy("balanced")).toEqual(DEFAULTS);
  });

  it.each([
    [
      "constructor",
      ': Must be one of "balanced", "localPresence", "sticky", "warmUp", "weighted", "answerRate", "conservative", "stateless".',
    ],
    [null, ": Must be an object."],
    [[], ": Must be an object."],
    [
      { ordr: "random" },
      'ordr: Unknown key; known here: affinity, route, order, limits. Did you mean "order"?',
    ],
    [json('{ "__proto__": {} }'), "__proto__: Unknown key; known here: affinity, route, order, limits."],
    [json('{ "constructor": 1 }'), "constructor: Unknown key; known here: affinity, route, order, limits."],
    [
      { route: { tag: [] } },
      'route.tag: Unknown key; known here: tags, rules, localPresence, tiers, custom. Did you mean "tags"?',
    ],
    [
      { affinity: { ttl: 3 } },
      "affinity.ttl: Unknown key; known here: mode, ttlDays, whenGone, whenAtLimit, maxWaitHours.",
    ],
    [
      { affinity: "stikcy" },
      'affinity: Must be one of "sticky", "sticky-once-answered", "fresh", "off", or an object. Did you mean "sticky"?',
    ],
    [
      { affinity: true },
      'affinity: Must be one of "sticky", "sticky-once-answered", "fresh", "off", or an object.',
    ],
    [{ affinity: { ttlDays: 0 } }, "affinity.ttlDays: Must be a number above 0, up to 3650."],
    [
      { order: { name: "randon" } },
      'order.name: Must be one of "round-robin", "weighted-round-robin", "random", "weighted-random", "least-recently-used", "least-used", "fewest-in-flight", "power-of-two", "rendezvous", "answer-rate", "custom". Did you mean "random"?',
    ],
    [{ order: { name: "custom" } }, "order.use: Is missing."],
    [{ order: { name: "random", use: "x" } }, "order.use: Unknown key; known here: name."],
    [{ order: { name: "answer-rate", exploration: 2 } }, "order.exploration: Must be a number from 0 to 1."],
    [{ route: { tags: "brand" } }, "route.tags: Must be a list."],
    [
      { route: { tags: ["brand", { key: "brand", match: "all" }] } },
      "route.tags.1: There is such a rule for this tag already.",
    ],
    [{ route: { tags: [""] } }, "route.tags.0: Must be a text that is not empty, or an object."],
    [{ route: { tags: [7] } }, "route.tags.0: Must be a text that is not empty, or an object."],
    [{ route: { tags: [{ key: "brand", values: [] }] } }, "route.tags.0.values: Must not be an empty list."],
    [
      { route: { tags: [{ key: "brand", values: ["a", "a"] }] } },
      "route.tags.0.values: Must not name anything twice.",
    ],
    [{ route: { localPresence: [] } }, "route.localPresence: Must not be an empty list."],
    [{ route: { localPresence: ["any", "any"] } }, "route.localPresence: Must not name anything twice."],
    [{ route: { localPresence: "any" } }, "route.localPresence: Must be a list, or an object."],
    [
      { route: { localPresence: ["metro"] } },
      'route.localPresence.0: Must be one of "area-code", "overlay", "near", "region", "country", "any".',
    ],
    [
      { route: { localPresence: { steps: ["any"], require: "region" } } },
      "route.localPresence.require: Must be one of the steps.",
    ],
    [
      { route: { rules: [{ prefix: "1415", numbers: ["a"] }] } },
      "route.rules.0.prefix: Must be a text such as +1415.",
    ],
    [{ route: { rules: [{ prefix: "+1" }] } }, "route.rules.0: Must give numbers, or tags, or both."],
    [{ route: { rules: [{ numbers: [] }] } }, "route.rules.0.prefix: Is missing."],
    [
      {
        route: {
          rules: [
            { prefix: "+1", numbers: [] },
            { prefix: "+1", tags: { a: "b" } },
          ],
        },
      },
      "route.rules.1.prefix: There is a rule for this prefix already.",
    ],
    ...(
      [
        [{}, "tags: Must not be empty."],
        [[], "tags: Must be an object."],
        [{ region: 7 }, "tags.region: Must be a text, or a list."],
        [{ region: ["a", null] }, "tags.region.1: Must be a text."],
      ] as const
    ).map(([tags, sentence]): [unknown, string] => [
      { route: { rules: [{ prefix: "+1", tags }] } },
      `route.rules.0.${sentence}`,
    ]),
    [{ route: { tiers: 1 } }, "route.tiers: Must be true or false."],
    [
      { limits: { perDay: 1 } },
      "limits.perDay: Unknown key; known here: maxCallsPerDay, maxCallsPerHour, minGapSeconds, maxConcurrentCalls, warmUp, window, restAfterFailures, quarantineAfterBlocks, allowedCountries, maxCallsPerCallee, whenExhausted.",
    ],
    ...[-1, 1.5, Number.POSITIVE_INFINITY, Number.NaN, 2 ** 53, "40"].map((calls): [unknown, string] => [
      { limits: { maxCallsPerDay: calls } },
      "limits.maxCallsPerDay: Must be a whole number from 0 up, or null.",
    ]),
    [
      { limits: { maxConcurrentCalls: 0 } },
      "limits.maxConcurrentCalls: Must be a whole number from 1 up, or null.",
    ],
    [
      { limits: { minGapSeconds: 86_401 } },
      "limits.minGapSeconds: Must be a number above 0, up to 86400, or null.",
    ],
    ...[
      [
        { untilDays: 7, maxCallsPerDay: 10 },
        { untilDays: 7, maxCallsPerDay: 20 },
      ],
      [
        { untilDays: 7, maxCallsPerDay: 20 },
        { untilDays: 14, maxCallsPerDay: 10 },
      ],
    ].map((warmUp): [unknown, string] => [
      { limits: { warmUp } },
      "limits.warmUp: Stages must come by rising untilDays, and none may allow fewer calls than the one before.",
    ]),
    [{ limits: { warmUp: [{ untilDays: 7 }] } }, "limits.warmUp.0.maxCallsPerDay: Is missing."],
    [{ limits: { window: "daily" } }, 'limits.window: Must be "rolling", or an object.'],
    [{ limits: { window: 24 } }, 'limits.window: Must be "rolling", or an object.'],
    [
      { limits: { window: { timeZone: "America/Springfield" } } },
      "limits.window.timeZone: Must be the IANA name of a time zone, such as America/New_York.",
    ],
    [
      { limits: { restAfterFailures: { failures: 0 } } },
      "limits.restAfterFailures.failures: Must be a whole number from 1 to 100.",
    ],
    [{ limits: { restAfterFailures: 5 } }, "limits.restAfterFailures: Must be an object, or null."],
    [
      { limits: { allowedCountries: ["us"] } },
      "limits.allowedCountries.0: Must be a text such as US or +44.",
    ],
    [{ limits: { allowedCountries: [] } }, "limits.allowedCountries: Must not be an empty list."],
    [
      { limits: { maxCallsPerCallee: { calls: 17 } } },
      "limits.maxCallsPerCallee.calls: Must be a whole number from 1 to 16.",
    ],
    [{ limits: { whenExhausted: "dial" } }, 'limits.whenExhausted: Must be one of "refuse", "overflow".'],
  ])("refuses %j with its path and a sentence", (input, expected) => {
    expect(issuesOf(input)).toEqual([expected]);
  });

  it("names everything that is wrong at once, each once", () => {
    expect(issuesOf({ order: "x", affinity: "y", limits: { maxCallsPerDay: -1.5 } })).toHaveLength(3);
  });

  it("names every unknown key, and twenty faults at most", () => {
    expect(issuesOf({ ordr: 1, limit: 2 })).toHaveLength(2);
    expect(issuesOf({ route: { tags: Array.from({ length: 1000 }, () => 7) } })).toHaveLength(20);
  });

  it("throws an error with a stable code", () => {
    expect(() => parsePolicy(7)).toThrow(
      expect.toSatisfy((error) => isPoolStrategiesError(error, "policy_invalid")),
    );
  });

  it("keeps tags that are called like what every object has", () => {
    const rules = json('[{ "prefix": "+1", "tags": { "constructor": "a", "__proto__": "b" } }]');
    const [rule] = parsePolicy({ route: { rules } }).route.rules;
    expect(Object.entries(rule?.tags ?? {})).toEqual([
      ["constructor", "a"],
      ["__proto__", "b"],
    ]);
  });

  it("never repeats a text that was given: a secret may have got there", () => {
    const key = "sk-0123456789abcdef";
    for (const input of [
      key,
      { affinity: key },
      { order: { name: key } },
      { route: { tags: { x: key }, rules: [{ prefix: key }] } },
      { limits: { maxCallsPerDay: key, window: { timeZone: key }, allowedCountries: [key] } },
    ])
      expect(issuesOf(input).join(" ")).not.toContain(key);
  });
});

describe("numberLimitIssues", () => {
  it("finds nothing wrong with limits of a number, and fills nothing in", () => {
    expect(numberLimitIssues({}, "limits")).toEqual([]);
    expect(numberLimitIssues({ maxCallsPerDay: 0, warmUp: null, minGapSeconds: 3 }, "limits")).toEqual([]);
  });

  it.each([
    [7, "limits", "Must be an object."],
    [
      { whenExhausted: "refuse" },
      "limits.whenExhausted",
      "Unknown key; known here: maxCallsPerDay, maxCallsPerHour, minGapSeconds, maxConcurrentCalls, warmUp.",
    ],
    [{ maxCallsPerDay: -1 }, "limits.maxCallsPerDay", "Must be a whole number from 0 up, or null."],
  ])("refuses %j", (limits, path, message) => {
    expect(numberLimitIssues(limits, "limits")).toEqual([{ path, message }]);
  });
});
