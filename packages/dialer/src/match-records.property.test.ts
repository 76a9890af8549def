import type { Call } from "@dialpool/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Attempt, AttemptState } from "./journal.js";
import { RecordMatcher } from "./match-records.js";

const NOW = Date.UTC(2026, 10, 24, 17);
const MINUTE = 60_000;
const CALLER_IDS = ["+16285550100", "+16285550101"] as const;
const STATES = ["unknown", "absent", "unclear"] as const satisfies readonly AttemptState[];

/** Attempts at one callee, of an agent, within a quarter of an hour. */
const attempts = fc
  .array(
    fc.record({
      state: fc.constantFrom(...STATES),
      callerId: fc.constantFrom(...CALLER_IDS),
      minute: fc.integer({ min: 0, max: 15 }),
    }),
    { minLength: 2, maxLength: 4 },
  )
  .map((drafts) =>
    drafts.map(({ minute, ...rest }, index): Attempt => {
      const intendedAt = NOW + minute * MINUTE;
      return {
        id: `attempt-${index}`,
        agentId: "agent",
        callee: "+14155550123",
        slug: rest.callerId.slice(1),
        leaseId: `lease-${index}`,
        intendedAt,
        deadline: intendedAt + MINUTE,
        missedReads: 0,
        corrections: [],
        ...rest,
      };
    }),
  );

/** Records of calls to them; some give an attempt's id back. */
const records = fc
  .array(
    fc.record({
      callerId: fc.constantFrom(...CALLER_IDS, ""),
      minute: fc.integer({ min: -6, max: 30 }),
      echo: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((drafts) =>
    drafts.map(
      ({ callerId, minute, echo }, index) =>
        ({
          call_id: `call-${index}`,
          model_id: "agent",
          phone_number_to: "+14155550123",
          phone_number_from: callerId,
          start_time: String(NOW + minute * MINUTE),
          ...(echo === undefined
            ? {}
            : { prompt_variables: [{ key: "attempt_id", value: `attempt-${echo}` }] }),
        }) as unknown as Call,
    ),
  );

const cases = fc.record({
  attempts,
  records,
  graceMs: fc.constantFrom(0, MINUTE, 10 * MINUTE),
});

function matchesOf(
  attempts: readonly Attempt[],
  { records, graceMs }: { readonly records: readonly Call[]; readonly graceMs: number },
) {
  const matcher = new RecordMatcher(attempts, graceMs);
  for (const record of records) matcher.see(record);
  return matcher.matches(() => false);
}

it("what was given up takes nothing from attempts that are open", () => {
  fc.assert(
    fc.property(cases, ({ attempts, ...seen }) => {
      const open = attempts.filter(({ state }) => state === "unknown");
      const ofOpen = matchesOf(attempts, seen).filter(({ attempt }) => attempt.state === "unknown");
      expect(ofOpen).toEqual(matchesOf(open, seen));
    }),
    { numRuns: 1000 },
  );
});

it("a record is the call of one attempt at most, and an attempt has one at most", () => {
  fc.assert(
    fc.property(cases, ({ attempts, ...seen }) => {
      const told = matchesOf(attempts, seen).flatMap((match) => ("record" in match ? [match] : []));
      expect(new Set(told.map(({ record }) => record.call_id)).size).toBe(told.length);
      expect(new Set(told.map(({ attempt }) => attempt.id)).size).toBe(told.length);
    }),
  );
});
