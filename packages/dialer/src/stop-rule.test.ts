import { describe, expect, it } from "vitest";
import type { Placement } from "./placement.js";
import { StopRule } from "./stop-rule.js";

const placed: Placement = { kind: "placed", callId: "call-1" };
const unknown: Placement = { kind: "unknown", reason: "It timed out.", cause: undefined };
const rejected = (status: number): Placement => ({
  kind: "rejected",
  status,
  reason: "No.",
  cause: undefined,
});

/** What a rule says after each of several placements. */
function kindsAfter(...placements: readonly Placement[]) {
  const rule = new StopRule();
  return placements.map((placement) => rule.after(placement)?.kind);
}

describe("StopRule", () => {
  it.each<[Placement, string]>([
    [{ kind: "not_sent", reason: "No connection.", cause: undefined }, "unreachable"],
    [rejected(401), "credentials"],
    [rejected(403), "credentials"],
    [rejected(404), "agent_unknown"],
  ])("stops at once after %o", (placement, kind) => {
    expect(kindsAfter(placement)).toEqual([kind]);
  });

  it("stops after three unknown outcomes in a row, and says how many", () => {
    expect(kindsAfter(unknown, unknown, placed, unknown, unknown, unknown)).toEqual([
      ...Array(5).fill(undefined),
      "api_failing",
    ]);
    const rule = new StopRule();
    rule.after(unknown);
    rule.after(unknown);
    expect(rule.after(unknown)?.message).toBe(
      "The outcome of 3 calls in a row is unknown. The last one: It timed out.",
    );
  });

  it("stops after twenty refusals in a row, of which 429 is none", () => {
    const refusals = Array.from({ length: 20 }, () => rejected(400));
    expect(kindsAfter(...refusals).at(-1)).toBe("always_rejected");
    expect(
      kindsAfter(...refusals.slice(1), rejected(429), rejected(400)).every((kind) => kind === undefined),
    ).toBe(true);
  });

  it("stops after fifty 429s in a row", () => {
    const limited = Array.from({ length: 50 }, () => rejected(429));
    expect(
      kindsAfter(...limited.slice(1), placed, ...limited.slice(1)).every((kind) => kind === undefined),
    ).toBe(true);
    expect(kindsAfter(...limited).at(-1)).toBe("rate_limited");
  });
});
