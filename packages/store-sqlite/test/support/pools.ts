import type { OrderRules } from "@dialpool/pool-strategies";
import { type LimitRules, type PoolNumber, parsePolicy } from "@dialpool/pool-strategies";

export const NOON = 1_795_514_400_000;

/** So many numbers, `n000` and on. */
export function numbersOf(count: number): readonly PoolNumber[] {
  return Array.from({ length: count }, (_, index) => {
    const digits = String(index).padStart(3, "0");
    return { number: `+1415555${digits.padStart(4, "0")}`, sid: null, slug: `n${digits}` };
  });
}

/** A policy without affinity and limits, but for those given. */
export function policyOf(limits: Partial<LimitRules> = {}, order: OrderRules["name"] = "round-robin") {
  return parsePolicy({
    affinity: "off",
    order: order as "round-robin",
    limits: {
      maxCallsPerDay: null,
      maxCallsPerHour: null,
      minGapSeconds: null,
      maxConcurrentCalls: null,
      warmUp: null,
      restAfterFailures: null,
      quarantineAfterBlocks: null,
      maxCallsPerCallee: null,
      ...limits,
    },
  });
}

export const random = () => 0.5;
