import {
  type E164,
  type PolicyInput,
  type PoolDefinition,
  type PoolNumber,
  parsePolicy,
} from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import type { StoreSetup } from "../audit/reference.js";
import type { StressPlan } from "./plan.js";

const NUMBERS = 200;
export const POOL_IDS: readonly string[] = ["agent-a", "agent-b"];
/** Two that share territory, two of the same state, and two of elsewhere. */
export const AREA_CODES: readonly string[] = ["415", "628", "510", "212", "646", "312"];
/** A third of numbers and calls each, and a third has none. */
export const BRANDS: readonly (string | undefined)[] = ["acme", "globex", undefined];

/** What every process registers: an order of one's own, heavy numbers first, shuffled by the draw. */
export const stressSetup: StoreSetup = {
  geography,
  extensions: {
    orders: {
      "heavy-first": (candidates, { random }) =>
        candidates
          .map(({ slug, weight }) => ({ slug, score: weight * random() }))
          .sort((a, b) => b.score - a.score)
          .map(({ slug }) => slug),
    },
  },
};

/** Numbers 0 to 119 and 80 to 199 of 200: forty are in both pools. */
export function stressPools({
  orders: [orderOfFirst, orderOfSecond],
  policies,
}: Pick<StressPlan, "orders" | "policies">): readonly PoolDefinition[] {
  const numbers = Array.from({ length: NUMBERS }, (_, index) => stressNumber(index));
  const [first, second] = policies === "plain" ? [PLAIN, PLAIN] : [FULL, FULL_BY_CALENDAR];
  return [
    pool("agent-a", numbers.slice(0, 120), orderOfFirst, first, {
      maxCallsPerDay: 16,
      maxCallsPerHour: 4,
      minGapSeconds: 9,
      maxConcurrentCalls: 2,
    }),
    pool("agent-b", numbers.slice(80), orderOfSecond, second, {
      maxCallsPerDay: 20,
      maxCallsPerHour: null,
      minGapSeconds: 4.5,
      maxConcurrentCalls: 1,
    }),
  ];
}

const CALLEE_LIMIT = { maxCallsPerCallee: { calls: 3, withinHours: 24 } };

const PLAIN: PolicyInput = {
  affinity: "off",
  limits: { ...CALLEE_LIMIT, restAfterFailures: null, quarantineAfterBlocks: null },
};

const FULL: PolicyInput = {
  affinity: "sticky",
  route: { tags: ["brand"], localPresence: {} },
  limits: {
    ...CALLEE_LIMIT,
    restAfterFailures: { failures: 3, restMinutes: 30, maxRestingShare: 0.3 },
    quarantineAfterBlocks: { blocks: 2, withinHours: 25, quarantineDays: 1 },
  },
};

const FULL_BY_CALENDAR: PolicyInput = {
  ...FULL,
  affinity: { mode: "fresh", ttlDays: 3 },
  limits: { ...FULL.limits, window: { timeZone: "America/New_York" } },
};

/** Weights from ½ to 5½, and every seventh number with limits of its own. */
function stressNumber(index: number): PoolNumber {
  const digits = String(index).padStart(4, "0");
  const brand = BRANDS[index % BRANDS.length];
  return {
    sid: `PN${digits}`,
    number: `+1${AREA_CODES[(index >> 1) % AREA_CODES.length]}555${digits}` as E164,
    slug: `pn-${digits}`,
    weight: 0.5 + (index % 6),
    ...(brand === undefined ? {} : { tags: { brand } }),
    ...(index % 7 === 3 ? { limits: { maxCallsPerDay: 11, maxConcurrentCalls: 3 } } : {}),
  };
}

function pool(
  poolId: string,
  numbers: readonly PoolNumber[],
  order: StressPlan["orders"][0],
  { affinity, route, limits }: PolicyInput,
  own: PolicyInput["limits"],
): PoolDefinition {
  const policy = parsePolicy({
    ...(affinity === undefined ? {} : { affinity }),
    ...(route === undefined ? {} : { route }),
    order: order === "custom" ? { name: order, use: "heavy-first" } : order,
    limits: { ...limits, ...own },
  });
  return { poolId, numbers, policy };
}
