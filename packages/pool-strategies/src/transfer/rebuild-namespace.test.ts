import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, NOON, numbersOf, policyOf } from "../conformance/fixtures.js";
import { conformancePlaces } from "../conformance/places.js";
import { createMemoryStore, type MemoryStore } from "../memory-store.js";
import type { NumberUsage, PoolDefinition } from "../store.js";
import type { CallRecord } from "./call-record.js";
import { namespaceToLines } from "./lines.js";
import { rebuildNamespace } from "./rebuild-namespace.js";
import { exportNamespace } from "./transfer-namespace.js";

const now = NOON;
const random = () => 0.4;
const numbers = numbersOf("a b c");
const [a, b, c] = numbers.map(({ number }) => number) as [string, string, string];
const CALLEE = "+14155550150";

function poolOf(limits: Parameters<typeof policyOf>[0]["limits"] = {}, poolId = "agent"): PoolDefinition {
  return {
    poolId,
    numbers,
    policy: policyOf({ affinity: { mode: "sticky" }, order: "least-recently-used", limits }),
  };
}

function loaded(pool = poolOf()): MemoryStore {
  const store = createMemoryStore();
  store.load(pool, { now: now - HOUR });
  return store;
}

function record(call_id: string, from: string, agoMs: number, rest: Partial<CallRecord> = {}): CallRecord {
  return {
    call_id,
    phone_number_from: from,
    phone_number_to: CALLEE,
    start_time: String(now - agoMs),
    call_status: "completed",
    type_of_call: "outbound",
    ...rest,
  };
}

const usageOf = (store: MemoryStore) =>
  Object.fromEntries(
    store.usage("agent", { now }).map((usage): [string, NumberUsage] => [usage.slug, usage]),
  );

const textOf = async (store: MemoryStore) => {
  let text = "";
  for await (const piece of namespaceToLines(exportNamespace(store))) text += piece;
  return text;
};

describe("a namespace that is rebuilt from call records", () => {
  it("knows usage, turns by least recent use, and the callee's last caller ID", async () => {
    const store = loaded();
    const report = await rebuildNamespace(
      store,
      [record("1", c, 2 * HOUR), record("2", b, MINUTE), record("3", a, 3 * DAY), record("4", b, 26 * HOUR)],
      { now },
    );
    expect(report).toEqual({
      pools: 1,
      recorded: 4,
      ahead: 0,
      skipped: { inbound: 0, no_caller_id: 0, unknown_number: 0, no_callee: 0, no_start: 0, duplicate: 0 },
      unknownNumbers: [],
      numbers: 3,
      callees: 1,
      firstAt: now - 3 * DAY,
      lastAt: now - MINUTE,
      quarantined: [],
      lostLeases: 0,
      lost: [],
    });
    expect(usageOf(store)).toMatchObject({
      a: { callsInDay: 0, lastSelectedAt: now - 3 * DAY },
      b: { callsInDay: 1, callsInHour: 1, lastSelectedAt: now - MINUTE },
      c: { callsInDay: 1, callsInHour: 0 },
    });
    const ask = (callee: `+${string}`) => {
      const selection = store.acquire({ poolId: "agent", callee, now, random });
      return selection.ok ? [selection.lease.slug, selection.reasons.affinity] : [];
    };
    expect(ask(CALLEE)).toEqual(["b", "kept"]);
    expect(ask("+14155550151")).toEqual(["a", "none"]);
    expect(ask("+14155550152")).toEqual(["c", "none"]);
  });

  it("knows how often a callee was called, and whom a number reached", async () => {
    const frequency = poolOf({ maxCallsPerCallee: { calls: 2, withinHours: 24 } });
    const store = loaded(frequency);
    const calls = [record("1", a, 5 * HOUR), record("2", b, 4 * HOUR)];
    await rebuildNamespace(store, calls, { now });
    expect(store.acquire({ poolId: "agent", callee: CALLEE, now, random })).toMatchObject({
      code: "callee_limit",
      retryAt: now + 19 * HOUR,
    });
  });

  it("is what recording the calls one by one makes of it, in whatever order they come", async () => {
    const calls = fc.uniqueArray(
      fc.record({
        call_id: fc.uuid(),
        from: fc.constantFrom(a, b, c),
        agoMs: fc.integer({ min: 0, max: 30 * HOUR }),
        line: fc.integer({ min: 50, max: 55 }),
        call_status: fc.constantFrom("completed", "no-answer", "in-progress"),
      }),
      { selector: ({ call_id }) => call_id, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(calls, async (all) => {
        const store = loaded(poolOf({ maxCallsPerDay: 4, maxCallsPerCallee: { calls: 2, withinHours: 24 } }));
        const expected = createMemoryStore();
        expected.load(poolOf({ maxCallsPerDay: 4, maxCallsPerCallee: { calls: 2, withinHours: 24 } }), {
          now,
        });
        const oldestFirst = [...all].sort((x, y) => y.agoMs - x.agoMs || (x.call_id < y.call_id ? -1 : 1));
        for (const { from, agoMs, line, call_status } of oldestFirst) {
          const slug = numbers.find(({ number }) => number === from)?.slug ?? "";
          const outcome = call_status === "completed" ? "answered" : "no-answer";
          expected.record({ slug, callee: `+141555501${line}`, at: now - agoMs, outcome, now });
        }
        const records = all.map(({ call_id, from, agoMs, line, call_status }) =>
          record(call_id, from, agoMs, { phone_number_to: `+141555501${line}`, call_status }),
        );
        await rebuildNamespace(store, records, { now });
        expect(await textOf(store)).toBe(await textOf(expected));
      }),
      { numRuns: 50 },
    );
  });

  it("counts each call once, by the record that says how it ended", async () => {
    const policy = policyOf({ affinity: { mode: "sticky-once-answered" } });
    const store = loaded({ poolId: "agent", numbers, policy });
    const calls = [
      record("1", a, HOUR, { call_status: "in-progress" }),
      record("1", a, HOUR),
      record("1", a, HOUR, { call_status: "in-progress" }),
    ];
    const { recorded, skipped } = await rebuildNamespace(store, calls, { now });
    expect([recorded, skipped.duplicate]).toEqual([1, 2]);
    const selection = store.acquire({ poolId: "agent", callee: CALLEE, now, random });
    expect(selection.reasons).toMatchObject({ affinity: "kept", previous: "a" });
  });

  it("leaves out what says nothing of the pools, and tells why", async () => {
    const { recorded, skipped, unknownNumbers } = await rebuildNamespace(
      loaded(),
      [
        record("1", a, HOUR, { type_of_call: "inbound" }),
        record("2", "", HOUR),
        record("3", "+12125550199", HOUR),
        record("4", a, HOUR, { phone_number_to: "anonymous" }),
        record("5", a, HOUR, { start_time: null }),
        record("6", "", HOUR, { phone_number_from: null, agent_phone_number: a }),
        record("7", a, HOUR, { phone_number_to: null, lead_phone_number: "1 (415) 555-0151" }),
        record("8", a, HOUR, { start_time: "", telephony_start: "2026-11-24T09:00:00+00:00" }),
        { call_id: "9" },
      ],
      { now },
    );
    expect(recorded).toBe(3);
    expect(skipped).toEqual({
      inbound: 1,
      no_caller_id: 2,
      unknown_number: 1,
      no_callee: 1,
      no_start: 1,
      duplicate: 0,
    });
    expect(unknownNumbers).toEqual(["+12125550199"]);
  });

  it("takes a call that begins later than now for one of now: another clock is ahead", async () => {
    const store = loaded(poolOf({ maxCallsPerDay: 1 }));
    const report = await rebuildNamespace(store, [record("1", a, -5 * MINUTE)], { now });
    expect(report).toMatchObject({ recorded: 1, ahead: 1, lastAt: now + 5 * MINUTE });
    expect(usageOf(store)).toMatchObject({
      a: { callsInDay: 1, lastSelectedAt: now, atLimits: ["calls-per-day"] },
    });
  });

  it("reads the pools that it is given into a namespace without any; of two at once one wins", async () => {
    const store = createMemoryStore({ geography: conformancePlaces });
    const pools = [poolOf({ allowedCountries: ["US"] }), poolOf({}, "other")];
    const options = { now, pools, geography: conformancePlaces };
    const results = await Promise.allSettled([
      rebuildNamespace(store, [record("1", a, HOUR)], options),
      rebuildNamespace(store, [record("1", a, HOUR), record("2", b, HOUR)], options),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [lost] = results.filter((result) => result.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "namespace_not_empty" });
    expect(store.usage("other", { now })).toHaveLength(3);
  });

  it("is left as it is when somebody calls while the records are read", async () => {
    const store = loaded();
    async function* whileCalling() {
      yield record("1", a, HOUR);
      store.acquire({ poolId: "agent", callee: CALLEE, now, random });
    }
    await expect(rebuildNamespace(store, whileCalling(), { now })).rejects.toMatchObject({
      code: "namespace_not_empty",
    });
    expect(usageOf(store).a).toMatchObject({ callsInDay: 1, inFlight: 1 });
  });

  it("needs a pool, and what its policy needs", async () => {
    await expect(rebuildNamespace(createMemoryStore(), [], { now })).rejects.toMatchObject({
      code: "input_invalid",
    });
    const pools = [poolOf({ allowedCountries: ["US"] })];
    await expect(rebuildNamespace(createMemoryStore(), [], { now, pools })).rejects.toMatchObject({
      code: "policy_invalid",
    });
  });

  it("never goes back in time, nor forgets that calls of callees are kept", async () => {
    const store = loaded(poolOf({ maxCallsPerCallee: { calls: 2, withinHours: 24 } }));
    store.load(poolOf(), { now: now + HOUR });
    await rebuildNamespace(store, [record("1", a, HOUR)], { now });
    const [header] = (await textOf(store)).split("\n");
    expect(JSON.parse(header ?? "")).toMatchObject({ now: now + HOUR, countsCallees: true });
  });
});

describe("a namespace that has calls already", () => {
  const used = () => {
    const policy = policyOf({
      order: { name: "answer-rate", priorAnswered: 1, priorUnanswered: 9, halfLifeDays: 7, exploration: 0 },
      limits: { restAfterFailures: { failures: 1, restMinutes: 600, maxRestingShare: 1 } },
    });
    const store = loaded({ poolId: "agent", numbers, policy });
    const call = (outcome?: "answered" | "failed") => {
      const selection = store.acquire({ poolId: "agent", callee: CALLEE, now, random });
      if (!selection.ok) throw new Error(selection.code);
      const { id, slug } = selection.lease;
      if (outcome !== undefined) store.settle({ leaseId: id, to: "ended", outcome, now });
      return { id, slug };
    };
    const learned = call("answered");
    const resting = call("failed");
    const open = call();
    store.flag({ slug: "c", until: null, now });
    return { store, learned, resting, open };
  };

  it("is left as it is, unless told otherwise", async () => {
    const { store } = used();
    const before = await textOf(store);
    await expect(rebuildNamespace(store, [record("1", a, HOUR)], { now })).rejects.toMatchObject({
      code: "namespace_not_empty",
    });
    await expect(
      rebuildNamespace(store, [record("1", a, HOUR)], { now, pools: [poolOf()] }),
    ).rejects.toMatchObject({ code: "namespace_not_empty" });
    expect(await textOf(store)).toBe(before);
  });

  it("counts only what the records say when it is replaced, and keeps quarantine, rest and what was learned", async () => {
    const { store, resting, learned, open } = used();
    const report = await rebuildNamespace(store, [record("1", a, HOUR)], { now, replace: true });
    expect(report).toMatchObject({ recorded: 1, quarantined: ["c"], lostLeases: 1 });
    const usage = usageOf(store);
    expect(Object.values(usage).map(({ callsInDay, inFlight }) => [callsInDay, inFlight])).toEqual([
      [1, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(usage.c).toMatchObject({ quarantinedUntil: null });
    expect(usage[resting.slug]).toMatchObject({ restingUntil: now + 600 * MINUTE });
    expect(await textOf(store)).toContain(
      `{"kind":"learned","poolId":"agent","slug":"${learned.slug}","step":"any","answered":1,"attempted":2`,
    );
    expect(store.settle({ leaseId: open.id, to: "placed", now })).toEqual({ applied: false });
  });

  it("gives no lease an id that another had", async () => {
    const { store, open } = used();
    await rebuildNamespace(store, [record("1", a, HOUR)], { now, replace: true });
    const selection = store.acquire({ poolId: "agent", callee: CALLEE, now, random });
    expect(selection.ok && selection.lease.sequence).toBe(Number(open.id.slice("lease-".length)) + 2);
  });

  it("takes other pools when it is given them", async () => {
    const { store } = used();
    await rebuildNamespace(store, [record("1", a, HOUR)], {
      now,
      replace: true,
      pools: [poolOf({}, "another")],
    });
    expect(() => store.usage("agent", { now })).toThrow("not loaded");
    expect(store.usage("another", { now })).toMatchObject([
      { slug: "a", callsInDay: 1 },
      { slug: "b" },
      { slug: "c", quarantinedUntil: null },
    ]);
  });

  it("is left as it is when the records break off", async () => {
    const { store } = used();
    const before = await textOf(store);
    async function* breaking() {
      yield record("1", a, HOUR);
      throw new Error("The API is away.");
    }
    await expect(rebuildNamespace(store, breaking(), { now, replace: true })).rejects.toThrow("away");
    expect(await textOf(store)).toBe(before);
  });
});
