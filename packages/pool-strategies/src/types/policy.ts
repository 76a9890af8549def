import type { AffinityRules } from "./affinity-rules.js";
import type { CalleeFrequencyRule, LimitRules, QuarantineRule, RestRule, WindowRule } from "./limit-rules.js";
import type { AnswerRateRules, OrderName, OrderRules } from "./order-rules.js";
import type { NumberLimits } from "./pool-number.js";
import type { LocalPresenceStep, PrefixRule, RouteRules, TagRule } from "./route-rules.js";

/**
 * Selection rules of a pool, as plain JSON.
 *
 * Parse unknown input with `parsePolicy`; it fills in the defaults and names
 * the path of what is wrong.
 */
export interface Policy {
  readonly affinity: AffinityRules;
  readonly route: RouteRules;
  /** How the numbers of one link take turns. Default `{ name: "round-robin" }`. */
  readonly order: OrderRules;
  /** Limits of each number, unless the number has its own. */
  readonly limits: LimitRules;
}

/** A {@link Policy} as it is written: whatever is left out takes its default, and a name stands for its rules. */
export interface PolicyInput {
  readonly affinity?: AffinityRules["mode"] | Partial<AffinityRules>;
  readonly route?: {
    readonly tags?: readonly (string | (Pick<TagRule, "key"> & Partial<TagRule>))[];
    readonly rules?: readonly (Pick<PrefixRule, "prefix"> & Partial<PrefixRule>)[];
    /** A list of steps, or with `require` the step beyond which there is no call. */
    readonly localPresence?:
      | readonly LocalPresenceStep[]
      | {
          /** Default: every step there is. */
          readonly steps?: readonly LocalPresenceStep[];
          /** The widest of the steps that is still allowed. */
          readonly require?: LocalPresenceStep;
        };
    readonly tiers?: boolean;
    readonly custom?: string;
  };
  readonly order?:
    | Exclude<OrderName, "custom">
    | { readonly name: Exclude<OrderName, "answer-rate" | "custom"> }
    | (Pick<AnswerRateRules, "name"> & Partial<AnswerRateRules>)
    | { readonly name: "custom"; readonly use: string };
  readonly limits?: NumberLimits & {
    readonly window?: WindowRule;
    readonly restAfterFailures?: Partial<RestRule> | null;
    readonly quarantineAfterBlocks?: Partial<QuarantineRule> | null;
    readonly allowedCountries?: readonly string[] | null;
    readonly maxCallsPerCallee?: Partial<CalleeFrequencyRule> | null;
    readonly whenExhausted?: LimitRules["whenExhausted"];
  };
}
