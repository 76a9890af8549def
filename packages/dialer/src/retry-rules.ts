import type { CallOutcome } from "@dialpool/pool-strategies";
import { read, type Schema } from "@dialpool/pool-strategies/store-kit";
import { DialerConfigError, type Issue } from "./errors.js";

/** Outcomes after which a contact may be called again. Never *answered*, and never *unknown*: that one may be ringing. */
export type RetriableOutcome = "busy" | "no-answer" | "voicemail" | "failed" | "blocked" | "canceled";

/** How often, and how much later, a contact is called again after one outcome. */
export interface RetryRule {
  /** Further attempts because of this outcome: 0 to 19. */
  readonly retries: number;
  /**
   * From the end of an attempt to the next, minutes: above 0, up to 43,200 (30 days). A list is for the
   * first retry, the second and so on; its last one serves for all that follow.
   */
  readonly delayMinutes: number | readonly number[];
}

/**
 * When a contact is called again. `null`: never after that outcome.
 *
 * Which caller ID a retry comes from is not said here: that is the policy's affinity (`sticky` keeps it, `fresh` changes
 * it). Limits hold for retries as for all calls: `maxCallsPerCallee` can put one off, or end them.
 */
export interface RetryRules extends Readonly<Record<RetriableOutcome, RetryRule | null>> {
  /** Attempts a contact gets altogether, the first included: 1 to 20. */
  readonly maxAttempts: number;
}

/**
 * What {@link parseRetryRules} reads: everything is optional.
 *
 * | left out | means |
 * | --- | --- |
 * | `maxAttempts` | 3 |
 * | `busy` | 2 retries, 15 and 60 minutes later |
 * | `no-answer` | 2 retries, 4 hours and a day later |
 * | `failed` | 1 retry, 30 minutes later |
 * | `voicemail`, `blocked`, `canceled` | none |
 *
 * `"none"` stands for one attempt a contact.
 */
export type RetryRulesInput = Partial<RetryRules> | "none";

const MINUTE_MS = 60_000;
const MAX_ATTEMPTS = 20;
const MAX_DELAY_MINUTES = 43_200;

/**
 * Line is busy: soon free. Nobody there: another time of day. A network that could not complete it: not at once. A message
 * was left, an analytics engine turned the caller ID away, or somebody ended the call: to call again is for people to decide.
 */
const DEFAULTS = {
  maxAttempts: 3,
  busy: { retries: 2, delayMinutes: [15, 60] },
  "no-answer": { retries: 2, delayMinutes: [240, 1440] },
  failed: { retries: 1, delayMinutes: 30 },
  voicemail: null,
  blocked: null,
  canceled: null,
} as const satisfies RetryRules;

const delay: Schema = { type: "number", exclusiveMinimum: 0, maximum: MAX_DELAY_MINUTES };
const rule: Schema = {
  anyOf: [
    {
      type: "object",
      properties: {
        retries: { type: "integer", minimum: 0, maximum: MAX_ATTEMPTS - 1 },
        delayMinutes: { anyOf: [delay, { type: "array", items: delay, minItems: 1 }] },
      },
      required: ["retries", "delayMinutes"],
      additionalProperties: false,
    },
    { type: "null" },
  ],
};
const { maxAttempts, ...defaultRules } = DEFAULTS;
const schema: Schema = {
  type: "object",
  properties: {
    maxAttempts: { type: "integer", minimum: 1, maximum: MAX_ATTEMPTS, default: maxAttempts },
    ...Object.fromEntries(
      Object.entries(defaultRules).map(([outcome, standard]) => [outcome, { ...rule, default: standard }]),
    ),
  },
  additionalProperties: false,
};

/**
 * Reads retry rules and fills in what {@link RetryRulesInput} says of what is left out. Rules that were read stay as they are.
 *
 * @throws DialerConfigError with an issue for each thing that is wrong, unknown keys included.
 * @example parseRetryRules({ busy: { retries: 1, delayMinutes: 10 }, "no-answer": null }).maxAttempts // 3
 */
export function parseRetryRules(input: unknown): RetryRules {
  const issues: Issue[] = [];
  const rules = read(schema, input === "none" ? { maxAttempts: 1 } : input, "", issues) as RetryRules;
  if (issues.length > 0) throw new DialerConfigError("The retry rules", issues);
  return rules;
}

/**
 * When a contact is called again after an attempt that has ended, epoch ms: not before, for calling hours and limits may
 * put it off further.
 *
 * An attempt that was rejected never rang: it is not among the outcomes, and trying it anew is no retry.
 *
 * @param history How the contact's attempts before this one ended, in any order.
 * @param outcome How this one ended.
 * @param now When it ended, epoch ms: delays count from here.
 * @returns `undefined` when it is not called again: the outcome is final, or it or the contact had all its attempts. Always so
 *   for `unknown`: what became of that call is for reconciliation to find out.
 * @example nextAttemptAt(parseRetryRules({}), ["busy"], "busy", now) // now + 3_600_000
 */
export function nextAttemptAt(
  rules: RetryRules,
  history: readonly CallOutcome[],
  outcome: CallOutcome,
  now: number,
): number | undefined {
  const rule = isRetriable(outcome) ? rules[outcome] : null;
  if (rule === null || history.length + 1 >= rules.maxAttempts) return undefined;
  const made = history.filter((earlier) => earlier === outcome).length;
  if (made >= rule.retries) return undefined;
  const delays = typeof rule.delayMinutes === "number" ? [rule.delayMinutes] : rule.delayMinutes;
  const minutes = delays[Math.min(made, delays.length - 1)] ?? MAX_DELAY_MINUTES;
  return now + Math.ceil(minutes * MINUTE_MS);
}

function isRetriable(outcome: CallOutcome): outcome is RetriableOutcome {
  return outcome !== "answered" && outcome !== "unknown";
}
