import type { LimitRules, NumberLimits, WarmUpStage } from "../types.js";

/** Limits of one member, ready to be compared: `Infinity` and 0 ms stand for "no limit". */
export interface MemberLimits {
  readonly maxCallsPerDay: number;
  readonly maxCallsPerHour: number;
  readonly minGapMs: number;
  readonly maxConcurrentCalls: number;
  readonly warmUp: readonly WarmUpStage[];
}

/** Each limit of a member: its own where it has one, or else the policy's. */
export function memberLimitsOf(own: NumberLimits | undefined, policy: LimitRules): MemberLimits {
  const limitOf = <Name extends keyof NumberLimits>(name: Name): LimitRules[Name] => {
    const limit = own?.[name];
    return limit === undefined ? policy[name] : (limit as LimitRules[Name]);
  };
  return {
    maxCallsPerDay: limitOf("maxCallsPerDay") ?? Number.POSITIVE_INFINITY,
    maxCallsPerHour: limitOf("maxCallsPerHour") ?? Number.POSITIVE_INFINITY,
    minGapMs: (limitOf("minGapSeconds") ?? 0) * 1000,
    maxConcurrentCalls: limitOf("maxConcurrentCalls") ?? Number.POSITIVE_INFINITY,
    warmUp: limitOf("warmUp") ?? [],
  };
}
