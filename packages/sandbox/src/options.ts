import { SandboxConfigError } from "./errors.js";
import type { FaultDecision } from "./faults.js";
import type { CallLimits } from "./telephony/limits.js";
import {
  type CallOutcome,
  DEFAULT_OUTCOME_WEIGHTS,
  ENDED_STATUSES,
  type OutcomeWeights,
} from "./telephony/outcomes.js";
import type { CallIntent } from "./telephony/switchboard.js";
import type { Schema } from "./wire-types.js";

/** A carrier that custom numbers may come from. */
export type Provider = Schema<"PhoneNumberProvider">;

/** What a sandbox may be told. Everything has a default. */
export interface SandboxOptions extends Partial<CallLimits> {
  /** The key that requests must carry. Default `"sandbox-api-key"`. */
  readonly apiKey?: string;
  /** Everything random follows from it: ids, outcomes, durations. Default 1. */
  readonly seed?: number;
  /** How many times faster than life calls run. Default 1. Limits stay in real seconds. */
  readonly speed?: number;
  /** The clock, epoch milliseconds. Default `Date.now`. A clock that goes back is held still. */
  readonly now?: () => number;
  /** Numbers in the pool of the first agent. Default 40. */
  readonly poolSize?: number;
  /** How often each ending comes. Default {@link DEFAULT_OUTCOME_WEIGHTS}. */
  readonly outcomes?: OutcomeWeights;
  /** Decides single calls; undefined leaves a call to the weights. */
  readonly outcomeOf?: (intent: CallIntent) => CallOutcome | undefined;
  /**
   * Decides request by request what goes wrong, where no fault is planned; undefined: nothing. What hangs then
   * hangs until its caller gives up.
   */
  readonly faultOf?: FaultDecision;
  /** Milliseconds until a placed call shows in `list-calls`. Default 0. */
  readonly listDelayMs?: number;
  /** Milliseconds the API's clock is ahead of the caller's (negative: behind). Default 0. */
  readonly clockOffsetMs?: number;
  /** Whether `custom_variables` come back as `prompt_variables`. Default true. */
  readonly echoVariables?: boolean;
  /** What post-call events are signed with. Default `"sandbox-webhook-secret"`. */
  readonly webhookSecret?: string;
  /** Whether inbound agents may have pools, as the vendor's newer guide says. Default true. */
  readonly allowInboundPools?: boolean;
  /** Providers enabled for custom numbers; others get 403. Default: all. */
  readonly enabledProviders?: readonly Provider[];
  /** Checks every answer against the spec; one that breaks it becomes a 500. For the sandbox's own tests. Default false. */
  readonly validateResponses?: boolean;
  /** Newest requests kept in the log. Default 100,000. */
  readonly maxLoggedRequests?: number;
  /** Longest request body, in bytes; longer ones get 400. Default 1 MiB. */
  readonly maxBodyBytes?: number;
}

/** Options after validation, defaults filled in. */
export type ResolvedOptions = Required<Omit<SandboxOptions, keyof CallLimits>> & {
  readonly limits: CallLimits;
};

/** No limits: a sandbox refuses only what it is asked to refuse. */
export const DEFAULT_LIMITS: CallLimits = {
  callStartsPerSecond: Number.POSITIVE_INFINITY,
  maxConcurrentCalls: Number.POSITIVE_INFINITY,
  overLimit: "reject",
  callStartsToleranceMs: 100,
};

const PROVIDERS: readonly Provider[] = [
  "twilio",
  "telnyx",
  "vonage",
  "ring_central",
  "ringcx",
  "custom",
  "zoom",
  "five9",
];

/**
 * Checks the options and fills in the defaults.
 *
 * @throws SandboxConfigError naming the option that is wrong.
 */
export function resolveOptions(options: SandboxOptions): ResolvedOptions {
  const resolved: ResolvedOptions = {
    apiKey: options.apiKey ?? "sandbox-api-key",
    seed: options.seed ?? 1,
    speed: options.speed ?? 1,
    now: options.now ?? Date.now,
    poolSize: options.poolSize ?? 40,
    outcomes: options.outcomes ?? DEFAULT_OUTCOME_WEIGHTS,
    outcomeOf: options.outcomeOf ?? (() => undefined),
    faultOf: options.faultOf ?? (() => undefined),
    listDelayMs: options.listDelayMs ?? 0,
    clockOffsetMs: options.clockOffsetMs ?? 0,
    echoVariables: options.echoVariables ?? true,
    webhookSecret: options.webhookSecret ?? "sandbox-webhook-secret",
    allowInboundPools: options.allowInboundPools ?? true,
    enabledProviders: options.enabledProviders ?? PROVIDERS,
    validateResponses: options.validateResponses ?? false,
    maxLoggedRequests: options.maxLoggedRequests ?? 100_000,
    maxBodyBytes: options.maxBodyBytes ?? 2 ** 20,
    limits: resolveLimits(DEFAULT_LIMITS, options),
  };
  require(resolved.apiKey.trim() !== "", "apiKey", "must not be empty");
  require(Number.isSafeInteger(resolved.seed), "seed", "must be a whole number");
  require(Number.isFinite(resolved.speed) && resolved.speed > 0, "speed", "must be more than 0");
  requireWhole(resolved.poolSize, "poolSize", 0, 100_000);
  require(resolved.listDelayMs >= 0, "listDelayMs", "must not be negative");
  require(Number.isFinite(resolved.clockOffsetMs), "clockOffsetMs", "must be a number");
  requireWhole(resolved.maxLoggedRequests, "maxLoggedRequests", 1, Number.MAX_SAFE_INTEGER);
  requireWhole(resolved.maxBodyBytes, "maxBodyBytes", 1, Number.MAX_SAFE_INTEGER);
  checkWeights(resolved.outcomes);
  return resolved;
}

/**
 * Puts changed limits over those that hold.
 *
 * @throws SandboxConfigError naming the limit that is wrong.
 */
export function resolveLimits(current: CallLimits, changes: Partial<CallLimits>): CallLimits {
  const limits: CallLimits = {
    callStartsPerSecond: changes.callStartsPerSecond ?? current.callStartsPerSecond,
    maxConcurrentCalls: changes.maxConcurrentCalls ?? current.maxConcurrentCalls,
    overLimit: changes.overLimit ?? current.overLimit,
    callStartsToleranceMs: changes.callStartsToleranceMs ?? current.callStartsToleranceMs,
  };
  requireLimit(limits.callStartsPerSecond, "callStartsPerSecond");
  requireLimit(limits.maxConcurrentCalls, "maxConcurrentCalls");
  require(["reject", "queue"].includes(limits.overLimit), "overLimit", 'must be "reject" or "queue"');
  requireWhole(limits.callStartsToleranceMs, "callStartsToleranceMs", 0, 999);
  return limits;
}

function checkWeights(weights: OutcomeWeights): void {
  const entries = Object.entries(weights);
  const known: readonly string[] = ENDED_STATUSES;
  const stranger = entries.find(([status]) => !known.includes(status));
  require(stranger ===
    undefined, "outcomes", `has no ending "${stranger?.[0]}"; there are ${known.join(", ")}`);
  const areWeights = entries.every(([, weight]) => Number.isFinite(weight) && weight >= 0);
  const isPositive = entries.some(([, weight]) => weight > 0);
  require(areWeights && isPositive, "outcomes", "needs weights of at least 0, and one above 0");
}

function requireLimit(value: number, option: string): void {
  const isLimit = value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && value >= 1);
  require(isLimit, option, `must be a whole number from 1 on, or Infinity, got ${value}`);
}

function requireWhole(value: number, option: string, least: number, most: number): void {
  const isWhole = Number.isSafeInteger(value) && value >= least && value <= most;
  require(isWhole, option, `must be a whole number from ${least} to ${most}, got ${value}`);
}

function require(condition: boolean, option: string, rule: string): void {
  if (!condition) throw new SandboxConfigError(option, `${option} ${rule}.`);
}
