import type { CallLimits } from "./limits.js";
import { DEFAULT_OUTCOME_WEIGHTS, type OutcomeWeights } from "./telephony.js";

/** What a sandbox may be told. Everything has a default. */
export interface SandboxOptions {
  /** 0 takes any free port. Default 0. */
  readonly port?: number;
  /** Default `127.0.0.1`: nobody outside this machine reaches it. */
  readonly host?: string;
  /** The one key that is accepted. Default `sandbox-api-key`. */
  readonly apiKey?: string;
  /** How many times faster than life calls go. Default 1. */
  readonly speed?: number;
  /** Numbers in the seeded agent's pool: 0 to 3,000, default 40. */
  readonly poolSize?: number;
  /** Seed of outcomes, lengths and ids. Default 1. */
  readonly seed?: number;
  /** How often calls end in which way. */
  readonly outcomes?: OutcomeWeights;
  /** Call attempts per second; `null` (the default) for no limit. */
  readonly callStartsPerSecond?: number | null;
  /** Calls active at once; `null` (the default) for no limit. */
  readonly maxConcurrentCalls?: number | null;
  /** What happens over a limit. Default `"reject"`: 429. */
  readonly overLimit?: "reject" | "queue";
  /** How long a new call takes to show in the call list, ms. Default 0. */
  readonly listDelayMs?: number;
  /** How far the sandbox's clock is ahead of the machine's, ms; negative is behind. Default 0. */
  readonly clockOffsetMs?: number;
  /** Show `custom_variables` in `prompt_variables`. Default true. */
  readonly echoVariables?: boolean;
  /** Providers that custom numbers may have. Default all. */
  readonly enabledProviders?: readonly string[];
  /** Answer 500 when an answer of its own breaks the spec. Default false; on in its own tests. */
  readonly validateAnswers?: boolean;
  /** Requests kept in the log; the oldest go first. Default 100,000. */
  readonly maxLoggedRequests?: number;
  /** Epoch milliseconds; tests pass their own. */
  readonly now?: () => number;
}

/** Options with the defaults filled in. */
export type ResolvedOptions = Required<SandboxOptions> & CallLimits;

/** Providers of the spec. */
export const PROVIDERS = [
  "twilio",
  "telnyx",
  "vonage",
  "ring_central",
  "ringcx",
  "custom",
  "zoom",
  "five9",
] as const;

/** Fills in the defaults. @throws RangeError naming the option that is out of range. */
export function resolveOptions(options: SandboxOptions): ResolvedOptions {
  const resolved: ResolvedOptions = {
    port: options.port ?? 0,
    host: options.host ?? "127.0.0.1",
    apiKey: options.apiKey ?? "sandbox-api-key",
    speed: options.speed ?? 1,
    poolSize: options.poolSize ?? 40,
    seed: options.seed ?? 1,
    outcomes: options.outcomes ?? DEFAULT_OUTCOME_WEIGHTS,
    callStartsPerSecond: options.callStartsPerSecond ?? null,
    maxConcurrentCalls: options.maxConcurrentCalls ?? null,
    overLimit: options.overLimit ?? "reject",
    listDelayMs: options.listDelayMs ?? 0,
    clockOffsetMs: options.clockOffsetMs ?? 0,
    echoVariables: options.echoVariables ?? true,
    enabledProviders: options.enabledProviders ?? PROVIDERS,
    validateAnswers: options.validateAnswers ?? false,
    maxLoggedRequests: options.maxLoggedRequests ?? 100_000,
    now: options.now ?? Date.now,
  };
  requireRange("port", resolved.port, 0, 65_535);
  requireRange("speed", resolved.speed, 0.001, 100_000);
  requireRange("poolSize", resolved.poolSize, 0, 3_000);
  requireRange("listDelayMs", resolved.listDelayMs, 0, 86_400_000);
  requireRange("callStartsPerSecond", resolved.callStartsPerSecond ?? 1, 1, 100_000);
  requireRange("maxConcurrentCalls", resolved.maxConcurrentCalls ?? 1, 1, 1_000_000);
  return resolved;
}

function requireRange(name: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return;
  throw new RangeError(`${name} must be from ${min} to ${max}, not ${value}.`);
}
