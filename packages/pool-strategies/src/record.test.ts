import { describe, expect, it } from "vitest";
import { createMemoryStore } from "./memory-store.js";
import { parsePolicy } from "./policy.js";

const NOW = 1_795_480_000_000;
const HOUR = 3_600_000;
const first = { number: "+14155550101", sid: null, slug: "14155550101" };
const second = { number: "+14155550102", sid: null, slug: "14155550102" };
const numbers = [first, second];
const callee = "+14155550123";

function storeWith(policy: Parameters<typeof parsePolicy>[0]) {
  const store = createMemoryStore();
  store.load({ poolId: "p", numbers, policy: parsePolicy(policy) }, { now: NOW });
  const acquire = (to: `+${string}` = callee, now = NOW) =>
    store.acquire({ poolId: "p", callee: to, now, random: () => 0 });
  return { store, acquire };
}

describe("record", () => {
  it("counts earlier calls towards the daily limit, dated when they were placed", () => {
    const { store, acquire } = storeWith({ affinity: "off", limits: { maxCallsPerDay: 1 } });
    for (const [at, { slug }] of [
      [NOW - 23 * HOUR, first],
      [NOW - 2 * HOUR, second],
    ] as const)
      store.record({ slug, callee, at, now: NOW });

    const refusal = acquire();
    expect(refusal).toMatchObject({ ok: false, code: "exhausted" });
    const retryAt = refusal.ok ? 0 : (refusal.retryAt ?? 0);
    expect(retryAt - (NOW - 23 * HOUR)).toBeGreaterThan(24 * HOUR);
    expect(retryAt - (NOW - 23 * HOUR)).toBeLessThanOrEqual(24 * HOUR + 15 * 60_000);
    expect(acquire(callee, retryAt - 1).ok).toBe(false);
    expect(acquire(callee, retryAt)).toMatchObject({ ok: true, callerId: first.number });
  });

  it("takes calls in any order of time", () => {
    const { store } = storeWith({ limits: { maxCallsPerDay: null } });
    for (const hours of [1, 20, 5, 20, 1])
      store.record({ slug: first.slug, callee, at: NOW - hours * HOUR, now: NOW });

    expect(store.usage("p", { now: NOW })[0]).toMatchObject({
      callsInDay: 5,
      inFlight: 0,
      lastSelectedAt: NOW - HOUR,
    });
    expect(store.usage("p", { now: NOW + 5 * HOUR })[0]?.callsInDay).toBe(3);
  });

  it("does not count what is older than the window", () => {
    const { store } = storeWith({});
    store.record({ slug: first.slug, callee, at: NOW - 30 * HOUR, now: NOW });

    expect(store.usage("p", { now: NOW })[0]?.callsInDay).toBe(0);
  });

  it("makes the number the callee's own", () => {
    const { store, acquire } = storeWith({ affinity: "sticky" });
    store.record({ slug: second.slug, callee, at: NOW - HOUR, now: NOW });

    expect(acquire()).toMatchObject({ ok: true, callerId: second.number, reasons: { affinity: "kept" } });
  });

  it("counts as use for the least recently used", () => {
    const { store, acquire } = storeWith({ affinity: "off", order: "least-recently-used" });
    store.record({ slug: first.slug, callee, at: NOW - HOUR, now: NOW });

    expect(acquire()).toMatchObject({ ok: true, callerId: second.number });
  });

  it("leaves leases granted before and after it as they are", () => {
    const { store, acquire } = storeWith({ affinity: "off" });
    const before = acquire();
    store.record({ slug: first.slug, callee, at: NOW, now: NOW });
    const after = acquire();
    if (!before.ok || !after.ok) throw new Error("expected two grants");

    expect(after.lease.sequence).toBe(before.lease.sequence + 2);
    for (const { lease } of [before, after]) {
      expect(store.settle({ leaseId: lease.id, to: "released", now: NOW })).toEqual({
        applied: true,
        state: "released",
      });
    }
    expect(store.usage("p", { now: NOW }).map(({ callsInDay }) => callsInDay)).toEqual([1, 0]);
  });
});
