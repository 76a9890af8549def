import { describe, expect, it } from "vitest";
import { numberOf } from "../test/support/numbers.js";
import { explain } from "./explain.js";
import type { Choice, Reasons, Refusal } from "./types.js";

const number = numberOf("415", 1);

function choice(reasons: Partial<Reasons>): Choice {
  return {
    ok: true,
    callerId: number.number,
    number,
    reasons: { affinity: "none", order: "round-robin", skipped: [], ...reasons },
  };
}

function refusal(code: Refusal["code"], skipped: Reasons["skipped"], retryAt?: number): Refusal {
  const reasons: Reasons = { affinity: "none", order: "round-robin", skipped };
  return retryAt === undefined ? { ok: false, code, reasons } : { ok: false, code, retryAt, reasons };
}

describe("explain", () => {
  it.each([
    [
      choice({ link: "ac:415" }),
      "+14155550101: same area code as the callee (ac:415), its turn under round-robin.",
    ],
    [
      choice({
        link: "country:US",
        order: "random",
        skipped: [{ link: "ac:212", reason: "no_number", size: 0 }],
      }),
      "+14155550101: same country as the callee (country:US), drawn at random; ac:212 had no number.",
    ],
    [
      choice({
        link: "brand=acme/any",
        order: "least-recently-used",
        affinity: "at_limit",
        previous: "other",
        skipped: [{ link: "brand=acme/ac:212", reason: "all_at_limit", size: 3 }],
      }),
      "+14155550101: any number for this call (brand=acme/any), the least recently used; " +
        "the callee's earlier number (other) is at its limit; all 3 numbers of brand=acme/ac:212 were at their limit.",
    ],
    [
      choice({ link: "any", order: "weighted-round-robin", affinity: "gone", previous: "other" }),
      "+14155550101: any number of the pool, its turn under weighted round-robin; " +
        "the callee's earlier number (other) may not be used for this call.",
    ],
    [choice({ affinity: "kept", previous: "415-01" }), "+14155550101: the callee was called from it before."],
    [refusal("pool_empty", []), "No number to call from: the pool is empty."],
    [
      refusal("no_match", [{ link: "brand=acme/any", reason: "no_number", size: 0 }]),
      "No number of the pool fits this call: brand=acme/any had no number.",
    ],
    [
      refusal("no_match", []),
      "No number of the pool fits this call: the callee belongs to no place that the policy names.",
    ],
    [
      refusal("exhausted", [{ link: "any", reason: "all_at_limit", size: 1 }], 1_795_515_300_000),
      "No number may be used before 2026-11-24T10:15:00Z: the only number of any was at its limit.",
    ],
    [
      refusal("exhausted", [{ link: "any", reason: "all_at_limit", size: 2 }]),
      "No number may be used, and waiting does not help: all 2 numbers of any were at their limit.",
    ],
  ])("case %#", (outcome, expected) => {
    expect(explain(outcome)).toBe(expected);
  });

  it("writes instants as it is told", () => {
    const outcome = refusal("exhausted", [{ link: "any", reason: "all_at_limit", size: 1 }], 42);
    expect(explain(outcome, { formatInstant: (epochMs) => `t=${epochMs}` })).toContain("before t=42:");
  });
});
