import { describe, expect, it } from "vitest";
import { acquire, storeWith } from "../test/support/driver.js";
import { calleeOf, NOON, numberOf, numbersOf } from "../test/support/numbers.js";
import { explain } from "./explain.js";
import type { Choice, LinkTrace, Reasons, Refusal, RefusalCode, SkippedLink, SkipReason } from "./types.js";

const number = numberOf("415", 1);
const RETRY_AT = 1_795_515_300_000;

function choice(reasons: Partial<Reasons>): Choice {
  return {
    ok: true,
    callerId: number.number,
    number,
    reasons: { affinity: "none", order: "round-robin", skipped: [], ...reasons },
  };
}

function refusal(code: RefusalCode, reasons: Partial<Reasons> = {}, rest: Partial<Refusal> = {}): Refusal {
  return {
    ok: false,
    code,
    ...rest,
    reasons: { affinity: "none", order: "round-robin", skipped: [], ...reasons },
  };
}

function skip(link: string, reason: SkipReason, size: number): SkippedLink {
  return { link, step: "any", reason, size };
}

describe("explain a choice", () => {
  it.each<[string, Partial<Reasons>, string]>([
    [
      "the link and the order",
      { link: "ac:415", step: "area-code" },
      "same area code as the callee (ac:415), its turn under round-robin.",
    ],
    [
      "links without a number",
      { link: "country:US", step: "country", order: "random", skipped: [skip("ac:212", "no_number", 0)] },
      "same country as the callee (country:US), drawn at random; ac:212 had no number.",
    ],
    [
      "links at their limit, and the number at its limit",
      {
        link: "brand=acme/any",
        step: "any",
        order: "least-recently-used",
        affinity: "at_limit",
        previous: "other",
        skipped: [skip("brand=acme/ac:212", "all_at_limit", 3), skip("x", "all_at_limit", 1)],
      },
      "any number for this call (brand=acme/any), the least recently used; the callee's earlier number (other) is at its limit; " +
        "brand=acme/ac:212 had all 3 numbers at a limit; x had its only number at a limit.",
    ],
    [
      "a number that is gone",
      { link: "any", step: "any", order: "weighted-round-robin", affinity: "gone", previous: "other" },
      "any number of the pool, its turn under weighted round-robin; the callee's earlier number (other) may not be used for this call.",
    ],
    [
      "numbers that were used before",
      {
        link: "any",
        step: "any",
        order: "weighted-random",
        affinity: "fresh",
        previous: "other",
        skipped: [skip("ac:415", "all_used_before", 2)],
      },
      "any number of the pool, drawn at random by weight; numbers used for the callee before (last other) come after all others; " +
        "ac:415 had only numbers free that the callee was called from before.",
    ],
    [
      "overflow",
      { link: "any", step: "any", overflow: true, skipped: [skip("any", "all_at_limit", 2)] },
      "any number of the pool, beyond its limit because all were at theirs, the least recently used; any had all 2 numbers at a limit.",
    ],
    [
      "affinity alone",
      { affinity: "kept", previous: "415-01", link: "any", step: "any" },
      "the callee was called from it before.",
    ],
  ])("says %s", (_, reasons, expected) => {
    expect(explain(choice(reasons))).toBe(`+14155550101: ${expected}`);
  });

  it.each([
    ["overlay", "same area as the callee"],
    ["near", "an area near the callee"],
    ["region", "same state or province as the callee"],
    ["rule", "by a rule for the callee's prefix"],
    ["custom", "by the custom route"],
  ] as const)("has words for the step %s", (step, phrase) => {
    expect(explain(choice({ link: "x", step }))).toBe(
      `+14155550101: ${phrase} (x), its turn under round-robin.`,
    );
  });

  it.each([
    ["least-used", "the least used in the last 24 hours"],
    ["fewest-in-flight", "the one with the fewest calls in flight"],
    ["power-of-two", "the less loaded of two drawn at random"],
    ["rendezvous", "first for this callee by hash"],
    ["answer-rate", "drawn by how often its calls are answered"],
    ["custom", "ranked first by the custom order"],
  ] as const)("has words for the order %s", (order, phrase) => {
    expect(explain(choice({ link: "any", step: "any", order }))).toBe(
      `+14155550101: any number of the pool, ${phrase}.`,
    );
  });
});

describe("explain a refusal", () => {
  it.each<[Refusal, string]>([
    [refusal("pool_empty"), "No number to call from: the pool is empty."],
    [
      refusal("no_match", { skipped: [skip("brand=acme/any", "no_number", 0)] }),
      "No number of the pool fits this call; brand=acme/any had no number.",
    ],
    [
      refusal("no_match"),
      "No number of the pool fits this call: the callee belongs to no place that the policy names.",
    ],
    [
      refusal("exhausted", { skipped: [skip("any", "all_at_limit", 1)] }, { retryAt: RETRY_AT }),
      "No number may be used before 2026-11-24T10:15:00Z; any had its only number at a limit.",
    ],
    [
      refusal(
        "exhausted",
        { skipped: [skip("any", "all_at_limit", 1)] },
        { retryAt: RETRY_AT, atLatest: true },
      ),
      "No number may be used before 2026-11-24T10:15:00Z at the latest; any had its only number at a limit.",
    ],
    [
      refusal("exhausted", { skipped: [skip("any", "all_at_limit", 2)] }),
      "No number may be used, and waiting does not help; any had all 2 numbers at a limit.",
    ],
    [
      refusal("sticky_at_limit", { affinity: "at_limit", previous: "a" }, { retryAt: RETRY_AT }),
      "The callee's own number (a) is at its limit until 2026-11-24T10:15:00Z, and the policy waits for it.",
    ],
    [
      refusal("sticky_gone", { affinity: "gone", previous: "a" }),
      "The callee's own number (a) may not be used for this call, and the policy allows no other.",
    ],
    [
      refusal("callee_limit", {}, { retryAt: RETRY_AT }),
      "The callee was called as often as the policy allows, and may be called again at 2026-11-24T10:15:00Z.",
    ],
    [refusal("country_not_allowed"), "The policy does not allow calls to the callee's country."],
  ])("case %#", (outcome, expected) => {
    expect(explain(outcome)).toBe(expected);
  });

  it("writes instants as it is told", () => {
    const outcome = refusal("exhausted", {}, { retryAt: 42 });
    expect(explain(outcome, { formatInstant: (epochMs) => `t=${epochMs}` })).toContain("before t=42");
  });
});

describe("explain a trace", () => {
  it("says of each link and number how it stood", () => {
    const link = (rest: Partial<LinkTrace>): LinkTrace => ({
      name: "any",
      step: "any",
      outcome: "not_reached",
      size: 0,
      free: 0,
      numbers: [],
      ...rest,
    });
    const links = [
      link({ name: "ac:212", outcome: "no_number" }),
      link({
        name: "ac:415",
        outcome: "all_at_limit",
        size: 7,
        freeAt: RETRY_AT,
        numbers: [
          { slug: "a", verdict: "calls-per-day", freeAt: RETRY_AT },
          { slug: "b", verdict: "quarantined" },
          { slug: "c", verdict: "resting", freeAt: RETRY_AT },
          { slug: "d", verdict: "warm-up" },
          { slug: "e", verdict: "calls-per-hour" },
          { slug: "f", verdict: "concurrent-calls" },
          { slug: "g", verdict: "min-gap" },
        ],
      }),
      link({
        name: "near",
        outcome: "all_used_before",
        size: 1,
        free: 1,
        numbers: [{ slug: "u", verdict: "used_before" }],
      }),
      link({ outcome: "chosen", size: 3, free: 2, numbers: [{ slug: "x", verdict: "chosen" }] }),
      link({ name: "wide", size: 1, free: 1, numbers: [{ slug: "y", verdict: "free" }] }),
    ];
    expect(
      explain(choice({ link: "any", step: "any", trace: { links } }), { formatInstant: () => "T" }),
    ).toBe(
      "+14155550101: any number of the pool, its turn under round-robin; ac:212 had no number; " +
        "ac:415 had every number at a limit, 0 of 7 free, the next at T (a at its daily limit until T, b in quarantine, " +
        "c resting after failed calls until T, d at its warm-up limit, e at its hourly limit, f busy with calls, g called from a moment ago); " +
        "near had only numbers free that were used before, 1 of 1 free (u used before); " +
        "any gave the number, 2 of 3 free (x chosen, 2 more); wide was not tried, 1 of 1 free (y free).",
    );
  });

  it("reads what a store answers", () => {
    const store = storeWith(numbersOf("415", 2), { limits: { maxCallsPerDay: 1 } });
    acquire(store, calleeOf("415", 50));
    expect(explain(acquire(store, calleeOf("415", 51), { traceNumbers: 5, now: NOON }))).toBe(
      "+14155550101: any number of the pool, its turn under round-robin; any gave the number, 1 of 2 free, " +
        "the next at 2026-11-25T10:15:00Z (415-00 at its daily limit until 2026-11-25T10:15:00Z, 415-01 chosen).",
    );
  });
});
