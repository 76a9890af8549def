import * as v from "valibot";
import { type Issue, PolicyError } from "./errors.js";
import { numberLimitsSchema, policySchema } from "./policy-schema.js";
import { type PresetName, presets } from "./presets.js";
import { notOneOf } from "./schema-parts.js";
import type { Policy, PolicyInput } from "./types.js";

/**
 * Reads a policy: a preset's name, or an object in which everything is optional.
 * Fills in the defaults that {@link Policy} documents, and writes out what
 * {@link PolicyInput} may abbreviate; a parsed policy stays as it is.
 *
 * Whether what it names is registered is for the store to say, and for
 * `selectCallerId`: they know the functions.
 *
 * @throws PolicyError with an issue for each thing that is wrong, unknown keys included.
 * @example parsePolicy("localPresence").order // { name: "least-recently-used" }
 * @example parsePolicy({ limits: { maxCallsPerDay: 40 } })
 */
export function parsePolicy(input: unknown): Policy {
  const given = typeof input === "string" ? presetNamed(input) : input;
  const result = v.safeParse(policySchema, given, { abortPipeEarly: true });
  if (result.success) return result.output;
  throw new PolicyError(issuesOf(result.issues));
}

/** What is wrong with the limits of one number. Paths begin with `path`. */
export function numberLimitIssues(limits: unknown, path: string): readonly Issue[] {
  const { issues = [] } = v.safeParse(numberLimitsSchema, limits, { abortPipeEarly: true });
  return issuesOf(issues).map((issue) => ({
    ...issue,
    path: issue.path === "" ? path : `${path}.${issue.path}`,
  }));
}

function presetNamed(name: string): PolicyInput {
  if (Object.hasOwn(presets, name)) return presets[name as PresetName];
  const message = `A policy is an object, or a preset's name. ${notOneOf(Object.keys(presets), name)}`;
  throw new PolicyError([{ path: "", message }]);
}

function issuesOf(issues: readonly v.BaseIssue<unknown>[]): readonly Issue[] {
  return issues.map((issue) => ({ path: v.getDotPath(issue) ?? "", message: issue.message }));
}
