import { type Call, isSameNumber } from "@dialpool/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Attempt } from "./journal.js";
import { keyOf, LostAttempts, startOf } from "./lost-attempts.js";

const NOW = Date.UTC(2026, 10, 24, 17);
const MINUTE = 60_000;
const LINES = ["14155550123", "14155550124", "442071234567", "2071234567", "911"] as const;

/** One line, written in one of many ways; or something that is none. */
const written = fc.oneof(
  fc
    .tuple(fc.constantFrom(...LINES), fc.constantFrom("+", "00", "", " ", "tel:+", "(", "+1 (415) ", "sip:"))
    .map(([digits, before]) => `${before}${digits}`),
  fc.constantFrom("415-555-0123", "Ann@example.com", "ann@example.com", "", "00", "+", "0014155550123 "),
);

const attempts = fc
  .array(fc.record({ callee: fc.constantFrom(...LINES), agent: fc.boolean(), minute: fc.nat(10) }), {
    maxLength: 6,
  })
  .map((drafts) =>
    drafts.map(
      ({ callee, agent, minute }, index): Attempt => ({
        id: `attempt-${index}`,
        agentId: agent ? "agent" : "other",
        callee: `+${callee}`,
        callerId: "+16285550100",
        slug: "16285550100",
        leaseId: `lease-${index}`,
        state: "unknown",
        intendedAt: NOW + minute * MINUTE,
        deadline: NOW + (minute + 1) * MINUTE,
        missedReads: 0,
        corrections: [],
      }),
    ),
  );

const record = fc
  .record({
    to: fc.option(written, { nil: null }),
    lead: fc.option(written, { nil: undefined }),
    minute: fc.integer({ min: -8, max: 30 }),
    isInbound: fc.boolean(),
    hasTime: fc.boolean(),
    echo: fc.option(fc.nat(8), { nil: undefined }),
    shape: fc.nat(2),
  })
  .map(({ to, lead, minute, isInbound, hasTime, echo, shape }) => {
    const value = `attempt-${echo}`;
    const shapes = [
      [{ key: "attempt_id", value }],
      { attempt_id: value },
      JSON.stringify({ attempt_id: value }),
    ];
    return {
      call_id: "call",
      model_id: "agent",
      phone_number_to: to,
      ...(lead === undefined ? {} : { lead_phone_number: lead }),
      ...(hasTime ? { start_time: String(NOW + minute * MINUTE) } : {}),
      ...(isInbound ? { type_of_call: "inbound" } : {}),
      ...(echo === undefined ? {} : { prompt_variables: shapes[shape] }),
    } as unknown as Call;
  });

it("the same line has the same key, however it is written", () => {
  fc.assert(
    fc.property(written, written, (one, other) => {
      fc.pre(isSameNumber(one, other));
      expect(keyOf(one)).toBe(keyOf(other));
    }),
    { numRuns: 2_000 },
  );
});

it("finds those that a comparison with each of them finds", () => {
  fc.assert(
    fc.property(attempts, record, fc.constantFrom(0, 10 * MINUTE), (all, seen, graceMs) => {
      const lateMs = Math.max(graceMs, 5 * MINUTE);
      const startedAt = startOf(seen);
      const fitting = all.filter(
        ({ agentId, callee, intendedAt, deadline }) =>
          agentId === seen.model_id &&
          seen.type_of_call !== "inbound" &&
          (Number.isNaN(startedAt) ||
            (startedAt >= intendedAt - 5 * MINUTE && startedAt <= deadline + lateMs)) &&
          [seen.phone_number_to, seen.lead_phone_number].some(
            (shown) => typeof shown === "string" && isSameNumber(shown, callee),
          ),
      );
      const owner = all.find(({ id }) => JSON.stringify(seen.prompt_variables ?? "").includes(id));
      const lost = new LostAttempts(all, graceMs);
      expect(new Set(lost.fitting(seen))).toEqual(new Set(fitting));
      expect(lost.ownerOf(seen)).toBe(owner);
      expect(lost.mayHave(seen)).toBe(owner !== undefined || fitting.length > 0);
    }),
    { numRuns: 2_000 },
  );
});
