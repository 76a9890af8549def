import { type Issue, PolicyError } from "./errors.js";
import { isTimeZone } from "./limits/calendar.js";
import { numberLimitsSchema, policySchema } from "./policy-schema.js";
import { type PresetName, presets } from "./presets.js";
import { read } from "./schema.js";
import type { LocalPresenceStep, NumberLimits, Policy, PolicyInput, WarmUpStage } from "./types.js";

/** A policy as it was read: complete, but for a shorthand that says which step is required. */
type ReadPolicy = Omit<Policy, "route"> & {
  readonly route: Omit<Policy["route"], "localPresence"> & {
    readonly localPresence:
      | readonly LocalPresenceStep[]
      | { readonly steps: readonly LocalPresenceStep[]; readonly require?: LocalPresenceStep };
  };
};

/**
 * Reads a policy: a preset's name, or an object in which everything is optional.
 * Fills in the defaults that {@link Policy} documents, and writes out what
 * {@link PolicyInput} may abbreviate; a policy that was read stays as it is.
 *
 * Whether what it names is registered is for the store to say, and for
 * `selectCallerId`: they know the functions.
 *
 * @throws PolicyError with an issue for each thing that is wrong, unknown keys included.
 * @example parsePolicy("localPresence").order // { name: "least-recently-used" }
 * @example parsePolicy({ limits: { maxCallsPerDay: 40 } })
 */
export function parsePolicy(input: unknown): Policy {
  const issues: Issue[] = [];
  const given = typeof input === "string" ? presetNamed(input, issues) : input;
  const policy = read(policySchema, given, "", issues) as ReadPolicy;
  if (issues.length === 0) issues.push(...routeIssues(policy), ...limitIssues(policy.limits));
  if (issues.length > 0) throw new PolicyError(issues);
  const { localPresence } = policy.route;
  return { ...policy, route: { ...policy.route, localPresence: stepsOf(localPresence) } };
}

/** What is wrong with the limits of one number. Paths begin with `path`. */
export function numberLimitIssues(limits: unknown, path: string): readonly Issue[] {
  const issues: Issue[] = [];
  const own = read(numberLimitsSchema, limits, path, issues) as NumberLimits;
  return issues.length > 0 ? issues : stageIssues(own.warmUp, `${path}.warmUp`);
}

function presetNamed(name: string, issues: Issue[]): PolicyInput {
  if (Object.hasOwn(presets, name)) return presets[name as PresetName];
  read({ type: "string", enum: Object.keys(presets) }, name, "", issues);
  return {};
}

/** The steps as far as the required one: what is wider is a refusal. */
function stepsOf(given: ReadPolicy["route"]["localPresence"]): readonly LocalPresenceStep[] {
  if (!("steps" in given)) return given;
  const { steps, require } = given;
  return require === undefined ? steps : steps.slice(0, steps.indexOf(require) + 1);
}

function routeIssues({ route: { tags, rules, localPresence } }: ReadPolicy): readonly Issue[] {
  const issues: Issue[] = [];
  // Rules with fixed values may well speak of one tag more than once.
  const keys = tags.map(({ key, values }) => (values === undefined ? key : undefined));
  const prefixes = rules.map(({ prefix }) => prefix);
  for (const index of repeatedIn(keys))
    issues.push({ path: `route.tags.${index}`, message: "There is such a rule for this tag already." });
  for (const index of repeatedIn(prefixes))
    issues.push({ path: `route.rules.${index}.prefix`, message: "There is a rule for this prefix already." });
  for (const [index, rule] of rules.entries())
    if (rule.numbers === undefined && rule.tags === undefined)
      issues.push({ path: `route.rules.${index}`, message: "Must give numbers, or tags, or both." });
  if (stepsOf(localPresence).length === 0)
    issues.push({ path: "route.localPresence.require", message: "Must be one of the steps." });
  return issues;
}

function repeatedIn(names: readonly (string | undefined)[]): readonly number[] {
  return [...names.keys()].filter(
    (index) => names[index] !== undefined && names.indexOf(names[index]) < index,
  );
}

function limitIssues({ window, warmUp }: Policy["limits"]): readonly Issue[] {
  const issues = [...stageIssues(warmUp, "limits.warmUp")];
  if (window !== "rolling" && !isTimeZone(window.timeZone)) {
    const message = "Must be the IANA name of a time zone, such as America/New_York.";
    issues.push({ path: "limits.window.timeZone", message });
  }
  return issues;
}

/** A limit that fell with age could end a number's freedom by time alone, and no `retryAt` would be exact. */
function stageIssues(stages: readonly WarmUpStage[] | null | undefined, path: string): readonly Issue[] {
  const isRising = (stages ?? []).every((stage, index, all) => {
    const before = all[index - 1] ?? { untilDays: 0, maxCallsPerDay: 0 };
    return stage.untilDays > before.untilDays && stage.maxCallsPerDay >= before.maxCallsPerDay;
  });
  if (isRising) return [];
  const message = "Stages must come by rising untilDays, and none may allow fewer calls than the one before.";
  return [{ path, message }];
}
