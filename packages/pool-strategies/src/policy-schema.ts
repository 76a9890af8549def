import { DEFAULT_AFFINITY, DEFAULT_ANSWER_RATE, DEFAULT_LIMITS } from "./defaults.js";
import { ORDER_NAMES } from "./orders/order-names.js";
import { LOCAL_PRESENCE_STEPS } from "./routes/local-presence.js";
import type { Schema } from "./schema.js";

/** Ten years, the longest time that is not taken for a slip. */
const MAX_DAYS = 3650;
const MAX_HOURS = 24 * MAX_DAYS;

const nothing: Schema = { type: "null" };
const text: Schema = { type: "string", minLength: 1 };
const oneOf = (names: readonly string[]): Schema => ({ type: "string", enum: names });
const whole = (minimum: number, maximum = Number.MAX_SAFE_INTEGER): Schema => ({
  type: "integer",
  minimum,
  maximum,
});
const above0 = (maximum: number): Schema => ({ type: "number", exclusiveMinimum: 0, maximum });
const between = (minimum: number, maximum: number): Schema => ({ type: "number", minimum, maximum });
const list = (items: Schema, rest: Schema = {}): Schema => ({ type: "array", items, ...rest });
const names = (items: Schema): Schema => list(items, { minItems: 1, uniqueItems: true });
const either = (...anyOf: readonly Schema[]): Schema => ({ anyOf });

/** An object with these keys and no other. Defaults stand for what is left out. */
function object(
  properties: Readonly<Record<string, Schema>>,
  defaults: Readonly<Record<string, unknown>> = {},
  required: readonly string[] = [],
): Schema {
  const withDefaults = Object.entries(properties).map(([key, schema]) => [
    key,
    Object.hasOwn(defaults, key) ? { ...schema, default: defaults[key] } : schema,
  ]);
  return {
    type: "object",
    properties: Object.fromEntries(withDefaults),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

const mode = oneOf(["sticky", "sticky-once-answered", "fresh", "off"]);
const affinity = object(
  {
    mode,
    ttlDays: above0(MAX_DAYS),
    whenGone: oneOf(["fall-through", "refuse"]),
    whenAtLimit: oneOf(["fall-through", "wait"]),
    maxWaitHours: above0(MAX_HOURS),
  },
  DEFAULT_AFFINITY,
);

const tagRule = object(
  { key: text, match: oneOf(["any", "all", "none"]), values: names(text) },
  { match: "any" },
  ["key"],
);
const prefixRule = object(
  {
    prefix: { type: "string", pattern: "^\\+[1-9][0-9]{0,14}$", examples: ["+1415"] },
    numbers: list(text),
    tags: {
      type: "object",
      additionalProperties: either({ type: "string" }, list({ type: "string" })),
      minProperties: 1,
    },
    otherwise: oneOf(["continue", "refuse"]),
  },
  { otherwise: "continue" },
  ["prefix"],
);
const step = oneOf(LOCAL_PRESENCE_STEPS);
const route = object(
  {
    tags: list(either({ ...text, as: "key" }, tagRule)),
    rules: list(prefixRule),
    localPresence: either(
      names(step),
      object({ steps: names(step), require: step }, { steps: LOCAL_PRESENCE_STEPS }),
    ),
    tiers: { type: "boolean" },
    custom: text,
  },
  { tags: [], rules: [], localPresence: ["any"], tiers: false },
);

const namedOrders = ORDER_NAMES.filter((name) => name !== "custom");
const order = either(
  { ...oneOf(namedOrders), as: "name" },
  object({ name: oneOf(namedOrders.filter((name) => name !== "answer-rate")) }, {}, ["name"]),
  object(
    {
      name: oneOf(["answer-rate"]),
      priorAnswered: above0(1e6),
      priorUnanswered: above0(1e6),
      halfLifeDays: between(1, 365),
      exploration: between(0, 1),
    },
    { ...DEFAULT_ANSWER_RATE, name: undefined },
    ["name"],
  ),
  object({ name: oneOf(["custom"]), use: text }, {}, ["name", "use"]),
);

const {
  restAfterFailures: rest,
  quarantineAfterBlocks: quarantine,
  maxCallsPerCallee: frequency,
} = DEFAULT_LIMITS;
const numberLimits = {
  maxCallsPerDay: either(whole(0), nothing),
  maxCallsPerHour: either(whole(0), nothing),
  minGapSeconds: either(above0(86_400), nothing),
  maxConcurrentCalls: either(whole(1), nothing),
  warmUp: either(
    list(
      object({ untilDays: above0(MAX_DAYS), maxCallsPerDay: whole(0) }, {}, ["untilDays", "maxCallsPerDay"]),
    ),
    nothing,
  ),
};
const limits = object(
  {
    ...numberLimits,
    window: either(oneOf(["rolling"]), object({ timeZone: text }, {}, ["timeZone"])),
    restAfterFailures: either(
      object(
        { failures: whole(1, 100), restMinutes: above0(60 * MAX_HOURS), maxRestingShare: between(0, 1) },
        rest,
      ),
      nothing,
    ),
    quarantineAfterBlocks: either(
      object(
        { blocks: whole(1, 16), withinHours: above0(MAX_HOURS), quarantineDays: above0(MAX_DAYS) },
        quarantine,
      ),
      nothing,
    ),
    allowedCountries: either(
      names({ type: "string", pattern: "^([A-Z]{2}|\\+[1-9][0-9]{0,2})$", examples: ["US", "+44"] }),
      nothing,
    ),
    // Two months are the longest that TrackDrive offers.
    maxCallsPerCallee: either(object({ calls: whole(1, 16), withinHours: above0(1440) }, frequency), nothing),
    whenExhausted: oneOf(["refuse", "overflow"]),
  },
  DEFAULT_LIMITS,
);

/** Limits of one number: nothing is filled in, for what is left out is the policy's. */
export const numberLimitsSchema = object(numberLimits);

/** What a policy may say, and what it takes where it says nothing. */
export const policySchema = object(
  { affinity: either({ ...mode, as: "mode" }, affinity), route, order, limits },
  { affinity: DEFAULT_AFFINITY.mode, route: {}, order: "round-robin", limits: {} },
);
