import { type E164, type PoolNumber, parsePolicy } from "@dialpool/pool-strategies";

/** When histories begin. */
export const START = 1_795_514_400_000;

/** The pool that histories call from: three numbers that are soon at their limits. */
export const historyPool = {
  poolId: "agent",
  policy: parsePolicy({ limits: { minGapSeconds: 1, maxCallsPerDay: 6, maxCallsPerCallee: null } }),
  numbers: ["a", "b", "c"].map(
    (slug, index): PoolNumber => ({ slug, sid: `sid-${slug}`, number: `+1415555010${index}` }),
  ),
};

/** The people that histories call. */
export function phoneAt(position: number): E164 {
  return `+1628555011${position}`;
}
