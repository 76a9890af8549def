import {
  createMemoryStore,
  type PolicyInput,
  parsePolicy,
  type Refusal,
  type Tags,
} from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { laneHeldUntil } from "./lane.js";

/** Random pools; `LANE_RUNS=20000` for a long run. */
const RUNS = Number(process.env.LANE_RUNS ?? 300);
const NOW = 1_795_514_400_000;

const CALLEES = [
  "+14155550150",
  "+15105550150",
  "+12125550150",
  "+13055550150",
  "+442079460150",
  "+18005550150",
] as const;
const brands = fc.subarray(["acme", "globex"]);

const policy: fc.Arbitrary<PolicyInput> = fc.record({
  affinity: fc.oneof(
    fc.constantFrom("sticky" as const, "fresh" as const, "off" as const),
    fc.constantFrom(
      { mode: "sticky", whenAtLimit: "wait" } as const,
      { mode: "sticky", whenGone: "refuse" } as const,
    ),
  ),
  route: fc.record({
    tags: fc.constantFrom(
      [],
      ["brand"],
      [{ key: "brand", match: "all" } as const],
      [{ key: "brand", match: "any", values: ["acme"] } as const],
    ),
    rules: fc.constantFrom(
      [],
      [{ prefix: "+1415", numbers: ["n0"], otherwise: "refuse" as const }],
      [{ prefix: "+1", tags: { brand: "globex" } }],
    ),
    localPresence: fc.subarray(["area-code", "overlay", "near", "region", "country", "any"] as const, {
      minLength: 1,
    }),
    tiers: fc.boolean(),
  }),
  limits: fc.record({
    maxCallsPerDay: fc.constantFrom(null, 0, 1, 2),
    maxCallsPerHour: fc.constantFrom(null, 1, 2),
    minGapSeconds: fc.constantFrom(null, 60),
    maxConcurrentCalls: fc.constantFrom(null, 1),
    maxCallsPerCallee: fc.constantFrom(null, { calls: 1, withinHours: 1 }),
    allowedCountries: fc.constantFrom(null, ["US"]),
    whenExhausted: fc.constantFrom("refuse" as const, "overflow" as const),
  }),
});
const numbers = fc.array(
  fc.record({
    area: fc.constantFrom("415", "628", "212", "305", "800"),
    brand: brands,
    tier: fc.constantFrom(1, 2),
    maxCallsPerDay: fc.constantFrom(undefined, 0, 3),
  }),
  { minLength: 1, maxLength: 5 },
);

describe("a refusal that is the lane's", () => {
  it("is everybody's who asks with the same tags, until the instant that it says", () => {
    let held = 0;
    fc.assert(
      fc.property(
        policy,
        numbers,
        brands,
        fc.array(fc.nat({ max: 5 }), { minLength: 8, maxLength: 24 }),
        (rules, pool, brand, asked) => {
          const store = createMemoryStore({ geography });
          store.load(
            {
              poolId: "p",
              policy: parsePolicy(rules),
              numbers: pool.map(({ area, brand: brandOf, tier, maxCallsPerDay }, index) => ({
                number: `+1${area}555010${index}`,
                slug: `n${index}`,
                sid: null,
                tier,
                tags: { brand: brandOf },
                ...(maxCallsPerDay === undefined ? {} : { limits: { maxCallsPerDay } }),
              })),
            },
            { now: NOW },
          );
          const tags: Tags = { brand };
          const ask = (callee: string, now: number) =>
            store.acquire({ poolId: "p", callee: callee as `+${string}`, tags, now, random: () => 0.5 });
          for (const position of asked) {
            const selection = ask(CALLEES[position] as string, NOW);
            if (selection.ok) {
              store.settle({ leaseId: selection.lease.id, to: "placed", now: NOW });
              continue;
            }
            const until = laneHeldUntil(selection, NOW);
            if (until === undefined) continue;
            held++;
            const { retryAt = until }: Refusal = selection;
            expect(until).toBeLessThanOrEqual(retryAt);
            for (const now of [NOW, Math.floor((NOW + retryAt) / 2), Math.ceil(retryAt) - 1])
              for (const other of CALLEES) expect(ask(other, now).ok).toBe(false);
            return;
          }
        },
      ),
      { numRuns: RUNS },
    );
    // It is not true for want of such refusals.
    expect(held).toBeGreaterThan(RUNS / 20);
  });
});
