import { describe, expect, it } from "vitest";
import { acquire, acquireMany, bare, leaseIdOf, POOL_ID, storeWith } from "../test/support/driver.js";
import { calleeOf, DAY, HOUR, MINUTE, NOON, numberOf, numbersOf, SLOT } from "../test/support/numbers.js";
import { noDraw } from "../test/support/random.js";
import { InvalidInputError, PolicyError, PoolNotLoadedError } from "./errors.js";
import { createMemoryStore } from "./memory-store.js";
import type { Settlement } from "./store.js";
import type { PoolNumber } from "./types.js";

const LOCAL = { route: { localPresence: ["area-code", "country", "any"] } } as const;
const callee = calleeOf("415", 50);

describe("acquire", () => {
  it("grants a lease with its reasons", () => {
    const store = storeWith([numberOf("415", 1), numberOf("212", 1)], LOCAL);
    expect(acquire(store, callee, { holdMs: 5000 })).toEqual({
      ok: true,
      callerId: "+14155550101",
      number: numberOf("415", 1),
      reasons: { affinity: "none", link: "ac:415", step: "area-code", order: "round-robin", skipped: [] },
      lease: {
        id: "lease-1",
        sequence: 1,
        poolId: POOL_ID,
        slug: "415-01",
        callee,
        state: "held",
        acquiredAt: NOON,
        holdUntil: NOON + 5000,
      },
    });
  });

  it("falls through links without a number and links at their limit, and says so", () => {
    const store = storeWith([numberOf("415", 1), numberOf("212", 1)], {
      ...LOCAL,
      limits: { maxCallsPerDay: 1 },
    });
    acquire(store, calleeOf("415", 51));
    expect(acquire(store, callee)).toMatchObject({
      callerId: "+12125550101",
      reasons: { link: "country:US", skipped: [{ link: "ac:415", reason: "all_at_limit", size: 1 }] },
    });
    expect(acquire(storeWith([numberOf("604", 1)], LOCAL), callee)).toMatchObject({
      reasons: {
        link: "any",
        skipped: [
          { link: "ac:415", reason: "no_number", size: 0 },
          { link: "country:US", reason: "no_number", size: 0 },
          { link: "country:+1", reason: "no_number", size: 0 },
        ],
      },
    });
  });

  it("refuses an empty pool", () => {
    expect(acquire(storeWith([]), callee)).toEqual({
      ok: false,
      code: "pool_empty",
      reasons: { affinity: "none", order: "round-robin", skipped: [] },
    });
  });

  it("refuses when no number fits the route, and does not say when to come back", () => {
    const store = storeWith([numberOf("212", 1)], { route: { localPresence: ["area-code"] } });
    expect(acquire(store, callee)).toEqual({
      ok: false,
      code: "no_match",
      reasons: {
        affinity: "none",
        order: "round-robin",
        skipped: [{ link: "ac:415", step: "area-code", reason: "no_number", size: 0 }],
      },
    });
    expect(acquire(store, "+18005550150")).toMatchObject({ code: "no_match", reasons: { skipped: [] } });
  });

  it("refuses when all that fit are at their limit, until exactly retryAt", () => {
    const store = storeWith(numbersOf("415", 2), { limits: { maxCallsPerDay: 1 } });
    acquire(store, calleeOf("415", 51), { now: NOON + 1 });
    acquire(store, calleeOf("415", 52), { now: NOON + SLOT });
    const retryAt = NOON + SLOT + DAY;
    const refusal = { ok: false, code: "exhausted", retryAt };
    expect(acquire(store, callee, { now: NOON + SLOT })).toMatchObject(refusal);
    expect(acquire(store, callee, { now: retryAt - 1 })).toMatchObject(refusal);
    expect(acquire(store, callee, { now: retryAt })).toMatchObject({ ok: true, callerId: "+14155550100" });
  });

  it("has no retryAt when waiting does not help", () => {
    const store = storeWith(numbersOf("415", 1), { limits: { maxCallsPerDay: 0 } });
    expect(acquire(store, callee)).toMatchObject({ ok: false, code: "exhausted" });
    expect(acquire(store, callee)).not.toHaveProperty("retryAt");
  });

  it("never lets a brand's number speak for another brand, or for none", () => {
    const numbers = [
      numberOf("415", 1, { tags: { brand: "acme" } }),
      numberOf("415", 2, { tags: { brand: "zeta" } }),
      numberOf("415", 3),
    ];
    const store = storeWith(numbers, { route: { tags: ["brand"] } });
    expect(acquireMany(store, 2, { tags: { brand: "acme" } })).toEqual(["415-01", "415-01"]);
    expect(acquireMany(store, 2, { from: 10 })).toEqual(["415-03", "415-03"]);
    expect(acquireMany(store, 1, { from: 20, tags: { brand: "other" } })).toEqual(["no_match"]);
  });

  it("uses a number's own limit instead of the policy's", () => {
    const numbers = [
      numberOf("415", 1, { limits: { maxCallsPerDay: 2 } }),
      numberOf("415", 2, { limits: { maxCallsPerDay: null } }),
    ];
    const slugs = acquireMany(storeWith(numbers, { limits: { maxCallsPerDay: 1 } }), 8);
    expect(slugs.filter((slug) => slug === "415-01")).toHaveLength(2);
  });

  it("draws exactly once under a random order, even if affinity decides", () => {
    const store = storeWith(numbersOf("415", 3), { order: "random" });
    let draws = 0;
    const random = () => {
      draws++;
      return 0.5;
    };
    const first = acquire(store, callee, { random });
    store.settle({ leaseId: leaseIdOf(first), to: "placed", now: NOON });
    expect(acquire(store, callee, { random })).toMatchObject({ reasons: { affinity: "kept" } });
    expect(draws).toBe(2);
  });

  it("goes by the highest instant it has seen", () => {
    const store = storeWith(numbersOf("415", 1));
    acquire(store, callee, { now: NOON + HOUR });
    expect(acquire(store, callee, { now: NOON })).toMatchObject({ lease: { acquiredAt: NOON + HOUR } });
  });

  it.each([
    ["callee", { callee: "4155550123" as "+1" }],
    ["now", { now: Number.NaN }],
    ["now", { now: -1 }],
    ["holdMs", { holdMs: 999 }],
    ["holdMs", { holdMs: Number.NaN }],
    ["tags.brand", { tags: { brand: 7 as unknown as string } }],
    ["random", { random: () => 1 }],
    ["random", { random: () => Number.NaN }],
  ])("throws for a bad %s and takes no number for it", (path, request) => {
    const store = storeWith(numbersOf("415", 1), { order: "random" });
    const call = () => acquire(store, callee, { random: () => 0, ...request });
    expect(call).toThrow(InvalidInputError);
    expect(call).toThrow(`${path}: `);
    expect(store.usage(POOL_ID, { now: NOON })).toMatchObject([{ callsInDay: 0 }]);
  });

  it("throws for a pool that was never loaded", () => {
    const call = () => createMemoryStore().acquire({ poolId: "other", callee, now: NOON, random: noDraw });
    expect(call).toThrow(PoolNotLoadedError);
  });
});

describe("affinity", () => {
  it("keeps to the number once the call was placed, and not before", () => {
    const store = storeWith(numbersOf("415", 3));
    const first = acquire(store, callee);
    expect(acquire(store, callee)).toMatchObject({ callerId: "+14155550101", reasons: { affinity: "none" } });
    store.settle({ leaseId: leaseIdOf(first), to: "placed", now: NOON });
    expect(acquire(store, callee)).toMatchObject({
      callerId: "+14155550100",
      reasons: { affinity: "kept", previous: "415-00" },
    });
  });

  it.each(["unknown", "ended"] as const)("counts a lease that is %s as a call", (to) => {
    const store = storeWith(numbersOf("415", 3));
    store.settle({ leaseId: leaseIdOf(acquire(store, callee)), to, now: NOON });
    expect(acquire(store, callee)).toMatchObject({ reasons: { affinity: "kept" } });
  });

  it("does not count a lease that was released", () => {
    const store = storeWith(numbersOf("415", 3));
    store.settle({ leaseId: leaseIdOf(acquire(store, callee)), to: "released", now: NOON });
    expect(acquire(store, callee)).toMatchObject({ reasons: { affinity: "none" } });
  });

  it("counts a lease whose hold ran out", () => {
    const store = storeWith(numbersOf("415", 3));
    acquire(store, callee);
    store.expire({ now: NOON + HOUR });
    expect(acquire(store, callee)).toMatchObject({ reasons: { affinity: "kept" } });
  });

  it("gives way to a limit, and comes back after it", () => {
    const store = storeWith(numbersOf("415", 2), { limits: { maxCallsPerDay: 1 } });
    const first = acquire(store, callee);
    store.settle({ leaseId: leaseIdOf(first), to: "ended", now: NOON });
    expect(acquire(store, callee)).toMatchObject({
      callerId: "+14155550101",
      reasons: { affinity: "at_limit", previous: "415-00", link: "any" },
    });
    expect(acquire(store, callee, { now: NOON + DAY + SLOT })).toMatchObject({
      reasons: { affinity: "kept" },
    });
  });

  it("is gone with the number, or where the route does not allow it", () => {
    const numbers = [
      numberOf("415", 1, { tags: { brand: "acme" } }),
      numberOf("415", 2, { tags: { brand: "zeta" } }),
    ];
    const policy = { route: { tags: ["brand"] } };
    const store = storeWith(numbers, policy);
    store.settle({
      leaseId: leaseIdOf(acquire(store, callee, { tags: { brand: "acme" } })),
      to: "placed",
      now: NOON,
    });
    expect(acquire(store, callee, { tags: { brand: "zeta" } })).toMatchObject({
      callerId: "+14155550102",
      reasons: { affinity: "gone", previous: "415-01" },
    });
    const replaced = [numberOf("415", 3, { tags: { brand: "acme" } })];
    store.load({ poolId: POOL_ID, numbers: replaced, policy: bare(policy) }, { now: NOON });
    expect(acquire(store, callee, { tags: { brand: "acme" } })).toMatchObject({
      reasons: { affinity: "gone" },
    });
  });

  it("holds for all pools of the namespace, and only where the policy asks for it", () => {
    const numbers = numbersOf("415", 3);
    const store = storeWith(numbers);
    store.load({ poolId: "agent-2", numbers, policy: bare({}) }, { now: NOON });
    store.load({ poolId: "agent-3", numbers, policy: bare({ affinity: "off" }) }, { now: NOON });
    acquireMany(store, 2);
    store.settle({ leaseId: leaseIdOf(acquire(store, callee)), to: "placed", now: NOON });
    expect(acquire(store, callee, { poolId: "agent-2" })).toMatchObject({ reasons: { previous: "415-02" } });
    expect(acquire(store, callee, { poolId: "agent-3" })).toMatchObject({ reasons: { affinity: "none" } });
  });

  it("charges the kept number its turn in the first link it belongs to", () => {
    const store = storeWith(numbersOf("415", 2), LOCAL);
    const first = acquire(store, callee);
    store.settle({ leaseId: leaseIdOf(first), to: "placed", now: NOON });
    expect(acquire(store, callee)).toMatchObject({ callerId: "+14155550100", reasons: { affinity: "kept" } });
    const next = [51, 52, 53].map((line) => acquire(store, calleeOf("415", line)));
    expect(next.map((selection) => selection.ok && selection.lease.slug)).toEqual([
      "415-01",
      "415-01",
      "415-00",
    ]);
    // The turns of the wider link are untouched.
    expect(acquire(store, calleeOf("305", 1))).toMatchObject({
      callerId: "+14155550100",
      reasons: { link: "country:US" },
    });
  });

  it("makes the kept number the most recently used", () => {
    const store = storeWith(numbersOf("415", 2), { order: "least-recently-used" });
    const first = acquire(store, callee);
    store.settle({ leaseId: leaseIdOf(first), to: "placed", now: NOON });
    acquire(store, calleeOf("415", 51));
    acquire(store, callee);
    expect(acquire(store, calleeOf("415", 52))).toMatchObject({ callerId: "+14155550101" });
  });

  it("remembers as many callees as it was told", () => {
    const store = createMemoryStore({ maxCallees: 1 });
    store.load({ poolId: POOL_ID, numbers: numbersOf("415", 2), policy: bare({}) }, { now: NOON });
    for (const line of [50, 51]) {
      store.settle({ leaseId: leaseIdOf(acquire(store, calleeOf("415", line))), to: "placed", now: NOON });
    }
    expect(acquire(store, calleeOf("415", 51))).toMatchObject({ reasons: { affinity: "kept" } });
    expect(acquire(store, calleeOf("415", 50))).toMatchObject({ reasons: { affinity: "none" } });
    expect(() => createMemoryStore({ maxCallees: -1 })).toThrow(InvalidInputError);
  });
});

describe("settle", () => {
  const states: readonly Settlement["to"][] = ["placed", "ended", "released", "unknown"];

  it.each([
    ["held", "", ["placed", "ended", "released", "unknown"]],
    ["unknown", "unknown", ["placed", "ended", "released"]],
    ["placed", "placed", ["ended"]],
    ["ended", "ended", []],
    ["released", "released", []],
  ])("moves a lease that is %s only forward", (state, first, allowed) => {
    for (const to of states) {
      const store = storeWith(numbersOf("415", 1));
      const leaseId = leaseIdOf(acquire(store, callee));
      if (first !== "") store.settle({ leaseId, to: first as Settlement["to"], now: NOON });
      const isApplied = allowed.includes(to);
      expect(store.settle({ leaseId, to, now: NOON })).toEqual({
        applied: isApplied,
        state: isApplied ? to : state,
      });
    }
  });

  it.each(["lease-2", "lease-0", "lease-01", "lease-1e0", "lease-", "1", ""])(
    "knows no lease %j",
    (leaseId) => {
      const store = storeWith(numbersOf("415", 1));
      acquire(store, callee);
      expect(store.settle({ leaseId, to: "released", now: NOON })).toEqual({ applied: false });
    },
  );

  it("gives a released call back once, to the slot it was made in", () => {
    const store = storeWith(numbersOf("415", 1), { limits: { maxCallsPerDay: 2 } });
    const first = leaseIdOf(acquire(store, callee));
    acquire(store, callee, { now: NOON + HOUR });
    expect(acquire(store, callee, { now: NOON + HOUR })).toMatchObject({ code: "exhausted" });
    for (let repeat = 0; repeat < 3; repeat++)
      store.settle({ leaseId: first, to: "released", now: NOON + HOUR });
    expect(store.usage(POOL_ID, { now: NOON + HOUR })).toMatchObject([{ callsInDay: 1, inFlight: 1 }]);
    expect(acquire(store, callee, { now: NOON + HOUR })).toMatchObject({ ok: true });
    expect(acquire(store, callee, { now: NOON + HOUR })).toMatchObject({ retryAt: NOON + HOUR + SLOT + DAY });
  });

  it("changes nothing for a call that left its window", () => {
    const store = storeWith(numbersOf("415", 1));
    const leaseId = leaseIdOf(acquire(store, callee));
    store.settle({ leaseId, to: "unknown", now: NOON });
    const later = NOON + DAY + SLOT;
    acquire(store, callee, { now: later });
    expect(store.settle({ leaseId, to: "released", now: later })).toEqual({ applied: false });
    expect(store.usage(POOL_ID, { now: later })).toMatchObject([{ callsInDay: 1, inFlight: 1 }]);
  });
});

describe("expire", () => {
  it("turns leases held past their deadline into unknown, which still count", () => {
    const store = storeWith(numbersOf("415", 1));
    acquire(store, callee, { holdMs: MINUTE });
    acquire(store, callee, { holdMs: HOUR });
    expect(store.expire({ now: NOON + MINUTE - 1 })).toEqual([]);
    expect(store.expire({ now: NOON + MINUTE })).toMatchObject([{ id: "lease-1", state: "unknown" }]);
    expect(store.expire({ now: NOON + MINUTE })).toEqual([]);
    expect(store.usage(POOL_ID, { now: NOON + MINUTE })).toMatchObject([{ callsInDay: 2, inFlight: 2 }]);
    expect(store.settle({ leaseId: "lease-1", to: "placed", now: NOON + HOUR })).toMatchObject({
      applied: true,
    });
  });

  it("leaves placed leases alone", () => {
    const store = storeWith(numbersOf("415", 1));
    store.settle({ leaseId: leaseIdOf(acquire(store, callee)), to: "placed", now: NOON });
    expect(store.expire({ now: NOON + HOUR - 1 })).toEqual([]);
    expect(store.usage(POOL_ID, { now: NOON + HOUR - 1 })).toMatchObject([{ inFlight: 1 }]);
  });

  it("takes a lease that nobody settles for over after an hour, and still learns how it ended", () => {
    const store = storeWith(numbersOf("415", 1), { limits: { maxConcurrentCalls: 1 } });
    const leaseId = leaseIdOf(acquire(store, callee));
    expect(acquire(store, callee)).toMatchObject({ code: "exhausted", retryAt: NOON + HOUR, atLatest: true });
    expect(store.usage(POOL_ID, { now: NOON + HOUR })).toMatchObject([{ inFlight: 0, callsInDay: 1 }]);
    const ended = { leaseId, to: "ended", outcome: "failed", now: NOON + HOUR } as const;
    expect(store.settle(ended)).toEqual({ applied: true, state: "ended" });
    expect(store.usage(POOL_ID, { now: NOON + HOUR })).toMatchObject([{ inFlight: 0, failuresInRow: 1 }]);
  });

  it("forgets a lease whose call has left the day, held or not", () => {
    const store = storeWith(numbersOf("415", 1));
    const leaseId = leaseIdOf(acquire(store, callee));
    const last = NOON + SLOT + DAY - 1;
    expect(store.settle({ leaseId: "lease-2", to: "ended", now: last })).toEqual({ applied: false });
    expect(store.expire({ now: last + 1 })).toEqual([]);
    expect(store.settle({ leaseId, to: "placed", now: last + 1 })).toEqual({ applied: false });
    expect(store.usage(POOL_ID, { now: last + 1 })).toMatchObject([{ callsInDay: 0, inFlight: 0 }]);
  });
});

describe("load", () => {
  const load = (store: ReturnType<typeof storeWith>, numbers: readonly PoolNumber[], now = NOON) =>
    store.load({ poolId: POOL_ID, numbers, policy: bare({}) }, { now });

  it("reports what changed, by slug", () => {
    const store = storeWith(numbersOf("415", 2));
    const changed = [numberOf("628", 0), numberOf("415", 1)];
    expect(load(store, changed)).toEqual({ added: ["628-00"], removed: ["415-00"], kept: ["415-01"] });
  });

  it("keeps counters and turns of the numbers that stay", () => {
    const store = storeWith(numbersOf("415", 3));
    acquireMany(store, 4);
    load(store, numbersOf("415", 4));
    expect(acquireMany(store, 4, { from: 10 })).toEqual(["415-01", "415-02", "415-03", "415-00"]);
    expect(store.usage(POOL_ID, { now: NOON }).map(({ callsInDay }) => callsInDay)).toEqual([3, 2, 2, 1]);
  });

  it("keeps the count of a number that leaves and comes back", () => {
    const store = storeWith(numbersOf("415", 2), { limits: { maxCallsPerDay: 1 } });
    acquireMany(store, 1);
    load(store, [numberOf("415", 1)]);
    store.expire({ now: NOON + HOUR });
    load(store, numbersOf("415", 2));
    expect(store.usage(POOL_ID, { now: NOON + HOUR })).toMatchObject([{ slug: "415-00", callsInDay: 1 }, {}]);
  });

  it("counts a number once for all pools that share it", () => {
    const store = storeWith(numbersOf("415", 1), { limits: { maxCallsPerDay: 2 } });
    const shared = {
      poolId: "agent-2",
      numbers: numbersOf("415", 1),
      policy: bare({ limits: { maxCallsPerDay: 3 } }),
    };
    store.load(shared, { now: NOON });
    for (const poolId of [POOL_ID, "agent-2"]) acquire(store, callee, { poolId });
    expect(acquire(store, callee)).toMatchObject({ code: "exhausted" });
    expect(acquire(store, callee, { poolId: "agent-2" })).toMatchObject({ ok: true });
    expect(acquire(store, callee, { poolId: "agent-2" })).toMatchObject({ code: "exhausted" });
  });

  it("takes new tags, weights and limits", () => {
    const store = storeWith([numberOf("415", 1)], { limits: { maxCallsPerDay: 1 } });
    acquireMany(store, 1);
    load(store, [numberOf("415", 1, { limits: { maxCallsPerDay: 2 } })]);
    expect(acquireMany(store, 2, { from: 10 })).toEqual(["415-01", "exhausted"]);
  });

  it.each([
    ["numbers.1.slug", [numberOf("415", 1), numberOf("415", 1)]],
    ["numbers.0.slug", [numberOf("415", 1, { slug: "" })]],
    ["numbers.0.weight", [numberOf("415", 1, { weight: 0 })]],
    ["numbers.0.weight", [numberOf("415", 1, { weight: 1001 })]],
    ["numbers.0.weight", [numberOf("415", 1, { weight: Number.NaN })]],
    ["numbers.0.limits.maxCallsPerDay", [numberOf("415", 1, { limits: { maxCallsPerDay: 1.5 } })]],
    ["numbers.0.tags.brand", [numberOf("415", 1, { tags: { brand: 7 as unknown as string } })]],
    ["numbers.0.slug", ["+14155550101" as unknown as PoolNumber]],
  ])("throws for a bad %s and changes nothing", (path, numbers) => {
    const store = storeWith(numbersOf("415", 1));
    const call = () => load(store, numbers);
    expect(call).toThrow(InvalidInputError);
    expect(call).toThrow(`${path}: `);
    expect(store.usage(POOL_ID, { now: NOON })).toHaveLength(1);
  });

  it("throws for a policy that needs what the store lacks", () => {
    const policy = bare(LOCAL);
    const call = () => createMemoryStore().load({ poolId: POOL_ID, numbers: [], policy }, { now: NOON });
    expect(call).toThrow(PolicyError);
  });
});

describe("usage", () => {
  it("lists the pool's numbers by slug", () => {
    const store = storeWith([numberOf("415", 2), numberOf("415", 1)]);
    acquire(store, callee);
    expect(store.usage(POOL_ID, { now: NOON + MINUTE })).toEqual([
      {
        slug: "415-01",
        callsInDay: 1,
        callsInHour: 1,
        lastSelectedAt: NOON,
        inFlight: 1,
        failuresInRow: 0,
        atLimits: [],
      },
      { slug: "415-02", callsInDay: 0, callsInHour: 0, inFlight: 0, failuresInRow: 0, atLimits: [] },
    ]);
    expect(() => store.usage("other", { now: NOON })).toThrow(PoolNotLoadedError);
  });
});
