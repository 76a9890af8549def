import * as v from "valibot";
import { PolicyError } from "./errors.js";
import { DEFAULT_MAX_CALLS_PER_DAY } from "./limits/calls-per-day.js";
import { ORDER_NAMES } from "./orders/order-names.js";
import { type PresetName, presets } from "./presets.js";
import { LOCAL_PRESENCE_LEVELS } from "./routes/local-presence.js";
import type { Policy, PolicyInput } from "./types.js";

const AFFINITIES = ["sticky", "off"] as const;

const distinctTexts = <Text extends string>(what: string) =>
  v.check<Text[], string>((texts) => new Set(texts).size === texts.length, `Names ${what} twice.`);

const routeSchema = v.strictObject({
  tags: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.nonEmpty("A tag key must not be empty."))),
      distinctTexts("a tag key"),
    ),
    [],
  ),
  localPresence: v.optional(
    v.pipe(
      v.array(v.picklist(LOCAL_PRESENCE_LEVELS)),
      v.minLength(1, 'Names no level; give at least one, such as "any".'),
      distinctTexts("a level"),
    ),
    ["any"],
  ),
});

const limitMessage = "Must be a whole number of calls, 0 or more, or null for no limit.";
const limitsSchema = v.strictObject({
  maxCallsPerDay: v.optional(
    v.nullable(v.pipe(v.number(limitMessage), v.safeInteger(limitMessage), v.minValue(0, limitMessage))),
    DEFAULT_MAX_CALLS_PER_DAY,
  ),
});

const policySchema = v.strictObject({
  affinity: v.optional(v.picklist(AFFINITIES), "sticky"),
  route: v.optional(routeSchema, {}),
  order: v.optional(v.picklist(ORDER_NAMES), "round-robin"),
  limits: v.optional(limitsSchema, {}),
}) satisfies v.GenericSchema<unknown, Policy>;

/** The keys that are known at a path, for the sentence about one that is not. */
const KNOWN_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["", Object.keys(policySchema.entries)],
  ["route", Object.keys(routeSchema.entries)],
  ["limits", Object.keys(limitsSchema.entries)],
]);

/**
 * Reads a policy: a preset's name, or an object in which everything is optional.
 * Fills in the defaults that {@link Policy} documents.
 *
 * @throws PolicyError with an issue for each thing that is wrong, unknown keys included.
 * @example parsePolicy("localPresence").order // "least-recently-used"
 * @example parsePolicy({ limits: { maxCallsPerDay: 40 } })
 */
export function parsePolicy(input: unknown): Policy {
  const given = typeof input === "string" ? presetNamed(input) : input;
  const result = v.safeParse(policySchema, given);
  if (result.success) return result.output;
  throw new PolicyError(result.issues.map(issueOf));
}

function presetNamed(name: string): PolicyInput {
  if (Object.hasOwn(presets, name)) return presets[name as PresetName];
  const message = `There is no preset "${name}". Presets: ${Object.keys(presets).join(", ")}.`;
  throw new PolicyError([{ path: "", message }]);
}

function issueOf(issue: v.InferIssue<typeof policySchema>): { path: string; message: string } {
  const path = v.getDotPath(issue) ?? "";
  if (issue.type === "strict_object" && issue.expected === "never") {
    const known = KNOWN_KEYS.get(path.split(".").slice(0, -1).join(".")) ?? [];
    return { path, message: `Unknown key; known here: ${known.join(", ")}.` };
  }
  if (issue.type === "picklist")
    return { path, message: `Must be one of ${issue.expected}, not ${issue.received}.` };
  const isOurs = issue.message.endsWith(".");
  return {
    path,
    message: isOurs
      ? issue.message
      : `Must be ${KIND_NAMES.get(issue.type) ?? issue.expected}, not ${issue.received}.`,
  };
}

const KIND_NAMES: ReadonlyMap<string, string> = new Map([
  ["strict_object", "an object"],
  ["array", "a list"],
  ["string", "a text"],
]);
