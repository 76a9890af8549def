import { createMemoryStore, type PolicyInput, parsePolicy, type Refusal } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import { describe, expect, it } from "vitest";
import { laneAsk, laneHeldUntil, laneText } from "./lane.js";

const NOW = 1_795_514_400_000;

describe("the lane of a row", () => {
  it("is that of whoever asks for the same, whatever the order of its tags", () => {
    expect(laneText({ tags: { brand: "acme", region: ["west"] } })).toBe(
      laneText({ tags: { region: ["west"], brand: "acme" } }),
    );
    const asks = [
      { agentId: "a" },
      { callerId: "a" },
      { tags: { a: "" } },
      { tags: { brand: "acme" } },
      { tags: { brand: ["acme"] } },
      { agentId: "a", tags: { brand: "acme" } },
      { tags: JSON.parse('{"__proto__": "acme"}') as Record<string, string> },
    ];
    expect(new Set(asks.map(laneText)).size).toBe(asks.length);
    for (const ask of asks) expect(laneAsk(laneText(ask) ?? "")).toEqual(ask);
  });

  it("is nobody's own where the row asks for nothing", () => {
    expect(laneText({})).toBeUndefined();
    expect(laneText({ tags: {} })).toBeUndefined();
  });
});

/** What a pool with all of its numbers at a limit refuses: one number in San Francisco, one in New York. */
function refusalOf(policy: PolicyInput, ask: { callee?: `+${string}`; tags?: Record<string, string> } = {}) {
  const store = createMemoryStore({ geography });
  const numbers = ["+14155550101", "+12125550101"].map((number, index) => ({
    number,
    slug: `n${index}`,
    sid: null,
    tags: { brand: "acme" },
  }));
  const parsed = parsePolicy(policy);
  store.load({ poolId: "p", numbers, policy: parsed }, { now: NOW });
  const { callee = "+14155550150", tags } = ask;
  for (let index = 0; ; index++) {
    const at = index < 4 ? (`+1415555016${index}` as const) : callee;
    const selection = store.acquire({
      poolId: "p",
      callee: at,
      ...(tags === undefined ? {} : { tags }),
      now: NOW,
      random: () => 0.5,
    });
    if (index >= 4) return selection as Refusal;
    if (selection.ok) store.settle({ leaseId: selection.lease.id, to: "placed", now: NOW });
  }
}

describe("a refusal", () => {
  const limits = { maxCallsPerDay: 1, minGapSeconds: null, maxCallsPerCallee: null } as const;

  it.each<[string, PolicyInput, Parameters<typeof refusalOf>[1]?]>([
    ["no route", { limits }],
    ["local presence that ends with any number", { limits, route: { localPresence: ["area-code", "any"] } }],
    ["a tag", { limits, route: { tags: ["brand"] } }, { tags: { brand: "acme" } }],
    ["tiers", { limits, route: { tiers: true } }],
    ["numbers that were used before", { limits, affinity: "fresh" }],
  ])("is everybody's with %s", (_, policy, ask) => {
    const refusal = refusalOf(policy, ask);
    expect(refusal).toMatchObject({ code: "exhausted" });
    expect(laneHeldUntil(refusal, NOW)).toBe(refusal.retryAt);
  });

  it.each<[string, PolicyInput, Parameters<typeof refusalOf>[1]?]>([
    ["another place has other numbers", { limits, route: { localPresence: ["area-code"] } }],
    [
      "a rule for the callee's prefix ends the route",
      { limits, route: { rules: [{ prefix: "+1415", numbers: ["n0"], otherwise: "refuse" }] } },
    ],
    ["no number fits", { limits, route: { tags: ["brand"] } }, { tags: { brand: "other" } }],
    [
      "the callee's own number is waited for",
      { limits, affinity: { mode: "sticky", whenAtLimit: "wait" } },
      { callee: "+14155550160" },
    ],
    [
      "the callee was called often enough",
      { limits: { ...limits, maxCallsPerCallee: { calls: 1, withinHours: 1 } } },
      { callee: "+14155550160" },
    ],
    ["the country is none of those", { limits: { ...limits, allowedCountries: ["GB"] } }],
  ])("is the contact's own where %s", (_, policy, ask) => {
    expect(laneHeldUntil(refusalOf(policy, ask), NOW)).toBeUndefined();
  });

  it("that lasts until a person changes it is asked about again in a quarter of an hour", () => {
    const refusal = refusalOf({ limits: { ...limits, maxCallsPerDay: 0 } });
    expect(refusal).toMatchObject({ code: "exhausted" });
    expect(refusal.retryAt).toBeUndefined();
    expect(laneHeldUntil(refusal, NOW)).toBe(NOW + 900_000);
  });

  it("that depends on a call in flight is asked about again in a second", () => {
    const refusal = refusalOf({ limits: { ...limits, maxCallsPerDay: null, maxConcurrentCalls: 1 } });
    expect(refusal).toMatchObject({ code: "exhausted", atLatest: true });
    expect(laneHeldUntil(refusal, NOW)).toBe(NOW + 1000);
  });
});
