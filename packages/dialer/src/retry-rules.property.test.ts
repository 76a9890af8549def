import type { CallOutcome } from "@dialpool/pool-strategies";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextAttemptAt, parseRetryRules, type RetryRules } from "./retry-rules.js";

const NOW = 1_795_514_400_000;

const OUTCOMES: readonly CallOutcome[] = [
  "answered",
  "voicemail",
  "no-answer",
  "busy",
  "failed",
  "blocked",
  "canceled",
  "unknown",
];
const rule = fc.option(
  fc.record({
    retries: fc.integer({ min: 0, max: 5 }),
    delayMinutes: fc.oneof(
      fc.double({ min: 0.01, max: 43_200, noNaN: true }),
      fc.array(fc.integer({ min: 1, max: 43_200 }), { minLength: 1, maxLength: 4 }),
    ),
  }),
);
const anyRules: fc.Arbitrary<RetryRules> = fc
  .record({
    maxAttempts: fc.integer({ min: 1, max: 8 }),
    busy: rule,
    "no-answer": rule,
    voicemail: rule,
    failed: rule,
    blocked: rule,
    canceled: rule,
  })
  .map((input) => parseRetryRules(input));

describe("a contact that is called until the rules say stop", () => {
  it("gets at most its attempts and its retries by outcome, each later than the one before", () => {
    fc.assert(
      fc.property(
        anyRules,
        fc.array(fc.constantFrom(...OUTCOMES), { minLength: 30, maxLength: 30 }),
        (rules, fates) => {
          const history: CallOutcome[] = [];
          const retriesOf = new Map<CallOutcome, number>();
          let now = NOW;
          for (const outcome of fates) {
            const next = nextAttemptAt(rules, history, outcome, now);
            history.push(outcome);
            if (next === undefined) break;
            expect(outcome).not.toBe("answered");
            expect(outcome).not.toBe("unknown");
            expect(next).toBeGreaterThan(now);
            now = next;
            retriesOf.set(outcome, (retriesOf.get(outcome) ?? 0) + 1);
          }
          expect(history.length).toBeLessThanOrEqual(rules.maxAttempts);
          for (const [outcome, made] of retriesOf) {
            const own = rules[outcome as keyof RetryRules] as { readonly retries: number };
            expect(made).toBeLessThanOrEqual(own.retries);
          }
        },
      ),
    );
  });
});
