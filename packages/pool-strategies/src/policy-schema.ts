import * as v from "valibot";
import { DEFAULT_AFFINITY, DEFAULT_ANSWER_RATE, DEFAULT_LIMITS } from "./defaults.js";
import { ORDER_NAMES } from "./orders/order-names.js";
import { LOCAL_PRESENCE_STEPS } from "./routes/local-presence.js";
import { isTagValue } from "./routes/tags.js";
import {
  above0,
  between,
  distinct,
  listOr,
  noneTwice,
  notOneOf,
  object,
  oneOf,
  text,
  textLike,
  textOr,
  whole,
} from "./schema-parts.js";
import type { LocalPresenceStep, Policy, Tags } from "./types.js";

/** Ten years, the longest time that is not taken for a slip. */
const MAX_DAYS = 3650;
const MAX_HOURS = 24 * MAX_DAYS;

const affinity = object(
  {
    mode: v.optional(oneOf(["sticky", "sticky-once-answered", "fresh", "off"]), DEFAULT_AFFINITY.mode),
    ttlDays: v.optional(above0(MAX_DAYS), DEFAULT_AFFINITY.ttlDays),
    whenGone: v.optional(oneOf(["fall-through", "refuse"]), DEFAULT_AFFINITY.whenGone),
    whenAtLimit: v.optional(oneOf(["fall-through", "wait"]), DEFAULT_AFFINITY.whenAtLimit),
    maxWaitHours: v.optional(above0(MAX_HOURS), DEFAULT_AFFINITY.maxWaitHours),
  },
  "a mode or an object",
);

const matches = oneOf(["any", "all", "none"]);
const tagRule = object(
  { key: text(), match: v.optional(matches, "any"), values: v.exactOptional(distinct(text())) },
  "a tag's key or an object",
);

const tags = v.custom<Tags>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).length > 0 &&
    Object.values(value).every(isTagValue),
  'Must give one value or more for each tag, such as { "region": ["west", "south"] }.',
);

const prefixRule = v.pipe(
  object({
    prefix: textLike(/^\+[1-9]\d{0,14}$/, "a plus sign and 1 to 15 digits, the first not 0, such as +1415"),
    numbers: v.exactOptional(v.array(text(), "Must be a list of numbers or slugs.")),
    tags: v.exactOptional(tags),
    otherwise: v.optional(oneOf(["continue", "refuse"]), "continue"),
  }),
  v.check(
    (rule) => rule.numbers !== undefined || rule.tags !== undefined,
    "Must give numbers, or tags, or both.",
  ),
);

const steps = distinct(oneOf(LOCAL_PRESENCE_STEPS));
const requiredSteps = v.pipe(
  object(
    {
      steps: v.optional(steps, [...LOCAL_PRESENCE_STEPS]),
      require: v.exactOptional(oneOf(LOCAL_PRESENCE_STEPS)),
    },
    "a list of steps or an object",
  ),
  v.check(
    (input) => input.require === undefined || input.steps.includes(input.require),
    "Requires a step that is not among the steps.",
  ),
  v.transform((input): LocalPresenceStep[] => {
    const end = input.require === undefined ? input.steps.length : input.steps.indexOf(input.require) + 1;
    return input.steps.slice(0, end);
  }),
);

const route = object({
  tags: v.optional(
    v.pipe(
      v.array(
        textOr(
          v.pipe(
            text(),
            v.transform((key) => v.parse(tagRule, { key })),
          ),
          tagRule,
        ),
        "Must be a list.",
      ),
      // Rules with fixed values may well speak of a tag more than once.
      noneTwice(({ key, values }) => (values === undefined ? key : undefined)),
    ),
    [],
  ),
  rules: v.optional(
    v.pipe(
      v.array(prefixRule, "Must be a list."),
      noneTwice(({ prefix }) => prefix),
    ),
    [],
  ),
  localPresence: v.optional(listOr(steps, requiredSteps), ["any"]),
  tiers: v.optional(v.boolean("Must be true or false."), false),
  custom: v.exactOptional(text()),
});

const NAMED_ORDERS = ORDER_NAMES.filter((name) => name !== "custom");
const PLAIN_ORDERS = NAMED_ORDERS.filter((name) => name !== "answer-rate");
const order = v.variant(
  "name",
  [
    object({ name: oneOf(PLAIN_ORDERS) }),
    object({
      name: v.literal("answer-rate"),
      priorAnswered: v.optional(above0(1e6), DEFAULT_ANSWER_RATE.priorAnswered),
      priorUnanswered: v.optional(above0(1e6), DEFAULT_ANSWER_RATE.priorUnanswered),
      halfLifeDays: v.optional(between(1, 365), DEFAULT_ANSWER_RATE.halfLifeDays),
      exploration: v.optional(between(0, 1), DEFAULT_ANSWER_RATE.exploration),
    }),
    object({ name: v.literal("custom"), use: text() }),
  ],
  ({ input }) => notOneOf(ORDER_NAMES, input),
);

const OFF = ", or null for no limit";
const stages = v.pipe(
  v.array(
    object({ untilDays: above0(MAX_DAYS), maxCallsPerDay: whole(0) }),
    `Must be a list of stages${OFF}.`,
  ),
  v.check(
    (given) =>
      given.every((stage, index) => {
        const before = given[index - 1] ?? { untilDays: 0, maxCallsPerDay: 0 };
        return stage.untilDays > before.untilDays && stage.maxCallsPerDay >= before.maxCallsPerDay;
      }),
    "Stages must come by rising untilDays, and none may allow fewer calls than the one before.",
  ),
);
const maxCalls = v.nullable(whole(0, undefined, OFF));
const minGapSeconds = v.nullable(above0(86_400, OFF));
const maxConcurrentCalls = v.nullable(whole(1, undefined, OFF));
const warmUp = v.nullable(stages);

/** Limits of one number: nothing is filled in, for what is left out is the policy's. */
export const numberLimitsSchema = object({
  maxCallsPerDay: v.exactOptional(maxCalls),
  maxCallsPerHour: v.exactOptional(maxCalls),
  minGapSeconds: v.exactOptional(minGapSeconds),
  maxConcurrentCalls: v.exactOptional(maxConcurrentCalls),
  warmUp: v.exactOptional(warmUp),
});

const {
  restAfterFailures: rest,
  quarantineAfterBlocks: quarantine,
  maxCallsPerCallee: frequency,
} = DEFAULT_LIMITS;
const limits = object({
  maxCallsPerDay: v.optional(maxCalls, DEFAULT_LIMITS.maxCallsPerDay),
  maxCallsPerHour: v.optional(maxCalls, DEFAULT_LIMITS.maxCallsPerHour),
  minGapSeconds: v.optional(minGapSeconds, DEFAULT_LIMITS.minGapSeconds),
  maxConcurrentCalls: v.optional(maxConcurrentCalls, DEFAULT_LIMITS.maxConcurrentCalls),
  warmUp: v.optional(warmUp, [...DEFAULT_LIMITS.warmUp]),
  window: v.optional(
    textOr(
      oneOf(["rolling"]),
      object(
        { timeZone: v.pipe(text(), v.check(isTimeZone, "Is no time zone, such as America/New_York.")) },
        '"rolling" or an object',
      ),
    ),
    DEFAULT_LIMITS.window,
  ),
  restAfterFailures: v.optional(
    v.nullable(
      object(
        {
          failures: v.optional(whole(1, 100), rest.failures),
          restMinutes: v.optional(above0(60 * MAX_HOURS), rest.restMinutes),
          maxRestingShare: v.optional(between(0, 1), rest.maxRestingShare),
        },
        `an object${OFF}`,
      ),
    ),
    rest,
  ),
  quarantineAfterBlocks: v.optional(
    v.nullable(
      object(
        {
          blocks: v.optional(whole(1, 16), quarantine.blocks),
          withinHours: v.optional(above0(MAX_HOURS), quarantine.withinHours),
          quarantineDays: v.optional(above0(MAX_DAYS), quarantine.quarantineDays),
        },
        `an object${OFF}`,
      ),
    ),
    quarantine,
  ),
  allowedCountries: v.optional(
    v.nullable(
      distinct(
        textLike(
          /^(?:[A-Z]{2}|\+[1-9]\d{0,2})$/,
          "two capital letters such as US, or a calling code such as +44",
        ),
        ", or null for all countries",
      ),
    ),
    DEFAULT_LIMITS.allowedCountries,
  ),
  maxCallsPerCallee: v.optional(
    v.nullable(
      object(
        {
          calls: v.optional(whole(1, 16), frequency.calls),
          // Two months, the longest that TrackDrive offers.
          withinHours: v.optional(above0(1440), frequency.withinHours),
        },
        `an object${OFF}`,
      ),
    ),
    frequency,
  ),
  whenExhausted: v.optional(oneOf(["refuse", "overflow"]), DEFAULT_LIMITS.whenExhausted),
});

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** What a policy may say, and what it takes where it says nothing. */
export const policySchema = object({
  affinity: v.optional(
    textOr(
      v.pipe(
        affinity.entries.mode.wrapped,
        v.transform((mode) => v.parse(affinity, { mode })),
      ),
      affinity,
    ),
    DEFAULT_AFFINITY.mode,
  ),
  route: v.optional(route, {}),
  order: v.optional(
    textOr(
      v.pipe(
        oneOf(NAMED_ORDERS),
        v.transform((name) => v.parse(order, { name })),
      ),
      order,
    ),
    "round-robin",
  ),
  limits: v.optional(limits, {}),
}) satisfies v.GenericSchema<unknown, Policy>;
