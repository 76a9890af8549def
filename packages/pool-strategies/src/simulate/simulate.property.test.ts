import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../test/support/random.js";
import { ORDER_NAMES } from "../orders/order-names.js";
import type { E164, PolicyInput } from "../types.js";
import { type SimulateOptions, simulate } from "./index.js";

const HOUR = 3_600_000;
const START = 1_795_514_400_000;
const ORDERS = ORDER_NAMES.filter((name) => name !== "custom");

const limits = fc.record({
  maxCallsPerDay: fc.option(fc.integer({ min: 0, max: 6 })),
  maxCallsPerHour: fc.option(fc.integer({ min: 1, max: 4 })),
  minGapSeconds: fc.option(fc.constantFrom(0.5, 1.2, 30)),
  maxConcurrentCalls: fc.option(fc.integer({ min: 1, max: 3 })),
  maxCallsPerCallee: fc.option(
    fc.record({ calls: fc.integer({ min: 1, max: 2 }), withinHours: fc.constant(2) }),
  ),
  restAfterFailures: fc.option(
    fc.record({
      failures: fc.integer({ min: 1, max: 3 }),
      restMinutes: fc.constant(30),
      maxRestingShare: fc.constant(0.5),
    }),
  ),
});
const policies: fc.Arbitrary<PolicyInput> = fc.record({
  affinity: fc.constantFrom("off", "sticky", "sticky-once-answered", "fresh"),
  order: fc.constantFrom(...ORDERS),
  limits,
});
const simulations = fc.record({
  seed: fc.nat(),
  policy: policies,
  poolSize: fc.integer({ min: 0, max: 5 }),
  callees: fc.array(fc.integer({ min: 100, max: 130 }), { maxLength: 60 }),
  startRate: fc.constantFrom(0.01, 1, 7),
  concurrency: fc.constantFrom(1, 3, 100),
  maxWaitHours: fc.constantFrom(0, 1, 48),
});

type Simulated = typeof simulations extends fc.Arbitrary<infer Value> ? Value : never;

function optionsOf({ seed, poolSize, callees, ...rest }: Simulated): SimulateOptions {
  return {
    ...rest,
    pool: Array.from({ length: poolSize }, (_, index) => ({
      number: `+1415555020${index}`,
      sid: null,
      slug: `n${index}`,
    })),
    contacts: callees.map((last) => ({ callee: `+14155550${last}` as E164 })),
    startAt: START,
    random: seededRandom(seed),
  };
}

describe("any simulation", () => {
  it("accounts for every contact and every call", () => {
    fc.assert(
      fc.property(simulations, (input) => {
        const report = simulate(optionsOf(input));
        const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

        expect(report.contacts).toBe(input.callees.length);
        expect(report.calls + report.refused + report.dropped).toBe(report.contacts);
        expect(total(report.numbers.map(({ calls }) => calls))).toBe(report.calls);
        expect(total(report.callsByHour)).toBe(report.calls);
        expect(total(report.match.map(({ calls }) => calls))).toBe(report.calls);
        expect(total(Object.values(report.affinity))).toBe(report.calls);
        expect(total(Object.values(report.outcomes))).toBe(report.calls);
        expect(total(report.refusals.map(({ final }) => final))).toBe(report.refused + report.dropped);
        for (const { calls, callsByHour } of report.numbers) expect(total(callsByHour)).toBe(calls);
        for (const { contacts, final } of report.refusals) expect(final).toBeLessThanOrEqual(contacts);
        expect(report.waits.longestMs).toBeLessThanOrEqual(report.waits.totalMs);
        if (input.maxWaitHours === 0) expect(report.waits).toMatchObject({ contacts: 0, totalMs: 0 });
      }),
      { numRuns: 300 },
    );
  });

  it("breaks no limit of a number", () => {
    fc.assert(
      fc.property(simulations, (input) => {
        const starts = new Map<string, number[]>();
        const report = simulate({
          ...optionsOf(input),
          callSeconds: ({ number, at }) => {
            starts.set(number.slug, [...(starts.get(number.slug) ?? []), at]);
            return 20;
          },
        });
        const { maxCallsPerDay, maxCallsPerHour, minGapSeconds, maxConcurrentCalls } =
          input.policy.limits ?? {};
        const mostWithin = (times: readonly number[], ms: number) =>
          Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));
        for (const { slug, peak } of report.numbers) {
          const times = starts.get(slug) ?? [];
          expect(mostWithin(times, 24 * HOUR)).toBeLessThanOrEqual(
            maxCallsPerDay ?? Number.POSITIVE_INFINITY,
          );
          expect(mostWithin(times, HOUR)).toBeLessThanOrEqual(maxCallsPerHour ?? Number.POSITIVE_INFINITY);
          if (minGapSeconds) expect(mostWithin(times, minGapSeconds * 1000)).toBeLessThanOrEqual(1);
          expect(peak.callsAtOnce).toBeLessThanOrEqual(maxConcurrentCalls ?? Number.POSITIVE_INFINITY);
        }
        expect(report.peak.callsAtOnce).toBeLessThanOrEqual(input.concurrency);
      }),
      { numRuns: 200 },
    );
  });

  it("follows from its seed, and is plain JSON", () => {
    fc.assert(
      fc.property(simulations, (input) => {
        const report = simulate(optionsOf(input));
        expect(simulate(optionsOf(input))).toEqual(report);
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      }),
      { numRuns: 100 },
    );
  });
});
