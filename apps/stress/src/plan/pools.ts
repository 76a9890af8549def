import {
  type E164,
  type Extensions,
  type OrderName,
  type PolicyInput,
  type PoolDefinition,
  type PoolNumber,
  parsePolicy,
} from "@dialpool/pool-strategies";

const NUMBERS = 200;

/** An order of one's own: heavy numbers first, shuffled by the draw. */
export const stressExtensions: Extensions = {
  orders: {
    "heavy-first": (candidates, { random }) =>
      candidates
        .map(({ slug, weight }) => ({ slug, score: weight * random() }))
        .sort((a, b) => b.score - a.score)
        .map(({ slug }) => slug),
  },
};

/** Numbers 0 to 119 and 80 to 199 of 200: forty are in both pools. */
export function stressPools([orderOfFirst, orderOfSecond]: readonly [
  OrderName,
  OrderName,
]): readonly PoolDefinition[] {
  const numbers = Array.from({ length: NUMBERS }, (_, index) => stressNumber(index));
  return [
    pool("agent-a", numbers.slice(0, 120), orderOfFirst, {
      maxCallsPerDay: 16,
      maxCallsPerHour: 4,
      minGapSeconds: 9,
      maxConcurrentCalls: 2,
    }),
    pool("agent-b", numbers.slice(80), orderOfSecond, {
      maxCallsPerDay: 20,
      maxCallsPerHour: null,
      minGapSeconds: 4.5,
      maxConcurrentCalls: 1,
    }),
  ];
}

/** Weights from ½ to 5½, and every seventh number with limits of its own. */
function stressNumber(index: number): PoolNumber {
  const digits = String(index).padStart(4, "0");
  return {
    sid: `PN${digits}`,
    number: `+1415555${digits}` as E164,
    slug: `pn-${digits}`,
    weight: 0.5 + (index % 6),
    ...(index % 7 === 3 ? { limits: { maxCallsPerDay: 11, maxConcurrentCalls: 3 } } : {}),
  };
}

function pool(
  poolId: string,
  numbers: readonly PoolNumber[],
  order: OrderName,
  limits: PolicyInput["limits"],
): PoolDefinition {
  const policy = parsePolicy({
    affinity: "off",
    order: order === "custom" ? { name: order, use: "heavy-first" } : order,
    limits: {
      ...limits,
      restAfterFailures: null,
      quarantineAfterBlocks: null,
      maxCallsPerCallee: { calls: 3, withinHours: 24 },
    },
  });
  return { poolId, numbers, policy };
}
