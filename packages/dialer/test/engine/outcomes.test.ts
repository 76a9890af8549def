import { type Call, createClient } from "@dialpool/core";
import { createMemoryStore } from "@dialpool/pool-strategies";
import { SEEDED } from "@dialpool/sandbox";
import { afterEach, describe, expect, it } from "vitest";
import { type CallPlacer, listContacts, parseCallingHours, parseRetryRules } from "../../src/index.js";
import { callees, type DialingDesk, openDesk } from "./desk.js";

let desk: DialingDesk;
afterEach(async () => {
  await desk.close();
});

const FAILED = { status: "failed", call_status: "failed" } as const;

/** The API's client, to which one record shows something else than the API does. */
function showing({ sandbox }: DialingDesk, callId: string, shown: Partial<Call>): CallPlacer {
  const client = createClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  return {
    agents: client.agents,
    calls: {
      create: (request, options) => client.calls.create(request, options),
      async *list(params, options) {
        for await (const record of client.calls.list(params, options))
          yield record.call_id === callId ? { ...record, ...shown } : record;
      },
    },
  };
}

const CALL = { phone: "+14155550123", name: "Ada" } as const;
const MINUTE = 60_000;

describe("retries", () => {
  it("call again whoever was busy, later, as often as the rules say", async () => {
    desk = await openDesk({ outcomeOf: () => ({ status: "busy" }) });
    const retries = parseRetryRules({ busy: { retries: 2, delayMinutes: 15 } });
    const name = await desk.importList(callees(3), { retries });
    const first = await desk.dialer.campaigns.run(name);
    expect(first).toMatchObject({
      state: "waiting",
      progress: { byState: { queued: 3 }, waiting: { retry: 3 } },
    });
    expect(first.progress.nextDueAt).toBeGreaterThan(desk.now() + 14 * MINUTE);
    desk.passTime(16 * MINUTE);
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({ state: "waiting" });
    desk.passTime(16 * MINUTE);
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({
      state: "finished",
      progress: { byState: { finished: 3 }, outcomes: { busy: 3 }, attempts: 9 },
    });
    expect(desk.sandbox.calls).toHaveLength(9);
  });
});

describe("calling hours", () => {
  it("let contacts wait until it is time where they are, and show them waiting", async () => {
    desk = await openDesk();
    // It is noon in New York, and 9 in Los Angeles.
    desk.setTime(Date.UTC(2026, 11, 1, 17));
    const hours = parseCallingHours({ hours: { daily: "10:00-20:00" } });
    const name = await desk.importList(["+12125550123", "+12135550123"], { hours });
    const end = await desk.dialer.campaigns.run(name);
    expect(end).toMatchObject({
      state: "waiting",
      progress: { byState: { finished: 1 }, waiting: { hours: 1 } },
    });
    expect(end.progress.nextDueAt).toBe(Date.UTC(2026, 11, 1, 18));
    expect(desk.sandbox.calls.map(({ to }) => to)).toEqual(["+12125550123"]);
    desk.passTime(60 * MINUTE);
    expect((await desk.dialer.campaigns.run(name)).state).toBe("finished");
  });
});

describe("the end of calling hours", () => {
  it("is kept by the call that leaves last, and not only by the decision to place it", async () => {
    desk = await openDesk({}, { sendWithinMs: 15_000 });
    // Eight seconds before 20:00 in New York.
    desk.setTime(Date.UTC(2026, 11, 2, 0, 59, 52));
    const hours = parseCallingHours({ hours: { daily: "10:00-20:00" } });
    const name = await desk.importList(["+12125550123"], { hours });
    const end = await desk.dialer.campaigns.run(name);
    expect(end).toMatchObject({ state: "waiting", progress: { waiting: { hours: 1 } } });
    expect(end.progress.nextDueAt).toBe(Date.UTC(2026, 11, 2, 15));
  });

  it("is kept by a request that takes as long as one may", async () => {
    desk = await openDesk({}, { sendWithinMs: 15_000, timeoutMs: 30_000 });
    // Forty seconds before 20:00 in New York.
    desk.setTime(Date.UTC(2026, 11, 2, 0, 59, 20));
    const hours = parseCallingHours({ hours: { daily: "10:00-20:00" } });
    const name = await desk.importList(["+12125550123"], { hours });
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({ progress: { waiting: { hours: 1 } } });
    expect(desk.sandbox.calls).toEqual([]);
  });

  it("is kept by a call whose pool took long to be read", async () => {
    desk = await openDesk();
    desk.setTime(Date.UTC(2026, 11, 2, 0, 58));
    const hours = parseCallingHours({ hours: { daily: "10:00-20:00" } });
    const name = await desk.importList(["+12125550123"], { hours });
    const { calls, agents } = createClient({ apiKey: desk.sandbox.apiKey, baseUrl: desk.sandbox.url });
    const get = async (agentId: string) => {
      desk.passTime(3 * MINUTE);
      return await agents.get(agentId);
    };
    const end = await desk.another({ client: { calls, agents: { get } } }).campaigns.run(name);
    expect(end).toMatchObject({ state: "waiting", progress: { waiting: { hours: 1 } } });
    expect(desk.sandbox.calls).toEqual([]);
  });
});

describe("what is no contact's fault", () => {
  it("stops the run and leaves them queued: a pool that the journal's store does not have", async () => {
    desk = await openDesk();
    const name = await desk.importList(callees(3));
    const journal = { ...desk.journal, isBeside: () => true };
    const end = await desk.another({ store: createMemoryStore(), journal }).campaigns.run(name);
    expect(end).toMatchObject({
      state: "stopped",
      stop: { kind: "failed" },
      progress: { byState: { queued: 3 } },
    });
    expect(end.stop?.message).toContain("is not loaded");
  });

  it("stops the run and leaves them queued: an agent of a row whose pool was not given", async () => {
    const pool = [{ agentId: SEEDED.agentId }, { agentId: SEEDED.sharingAgentId }];
    desk = await openDesk({}, { pool });
    const list = listContacts([{ phone: "+12125550123", name: "Ann", agentId: SEEDED.sharingAgentId }]);
    const { campaign } = await desk.dialer.campaigns.import(list);
    const end = await desk.another({ pool: { agentId: SEEDED.agentId } }).campaigns.run(campaign.name);
    expect(end).toMatchObject({
      state: "stopped",
      stop: { kind: "failed" },
      progress: { byState: { queued: 1 } },
    });
    expect(end.stop?.message).toContain(SEEDED.sharingAgentId);
  });
});

describe("the do-not-call list", () => {
  it("is obeyed when a list is imported, and by single calls", async () => {
    const [kept, never] = callees(2) as [`+${string}`, `+${string}`];
    desk = await openDesk({}, { doNotCall: { has: (phone) => phone === never } });
    const name = await desk.importList([kept, never]);
    const rows = [];
    for await (const row of desk.dialer.campaigns.rows(name, ["suppressed"])) rows.push(row);
    expect(rows).toMatchObject([
      { line: 2, phone: never, state: "suppressed", reason: "it is on the do-not-call list" },
    ]);
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({ state: "finished" });
    expect(await desk.dialer.call({ ...CALL, phone: never })).toEqual({ state: "suppressed" });
    expect(desk.sandbox.calls.map(({ to }) => to)).toEqual([kept]);
  });
});

describe("outcomes", () => {
  it("are read at once when a webhook announced an end", async () => {
    desk = await openDesk({ speed: 400 }, { readEveryMs: 600_000 });
    const call = await desk.dialer.call(CALL);
    if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
    const finished = call.finished();
    await expect.poll(() => desk.sandbox.calls[0]?.status, { timeout: 20_000 }).toBe("completed");
    await desk.another().announceEnd(call.callId);
    expect(await finished).toMatchObject({ state: "ended", outcome: "answered" });
  });

  it("are looked for from the calls' own beginnings on, and not over all that was called before", async () => {
    desk = await openDesk({ speed: 20 });
    const start = desk.now();
    const call = await desk.dialer.call(CALL);
    if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
    await call.finished();
    const froms = desk.sandbox.requests.flatMap(({ operationId, query }) =>
      operationId === "list-calls" && query.limit !== "1" ? [Number(query.from_date)] : [],
    );
    expect(froms.length).toBeGreaterThan(2);
    expect(froms[0]).toBeGreaterThanOrEqual(start - 10_000);
    for (const from of froms.slice(1)) expect(from).toBeGreaterThanOrEqual(start - 1_000);
  });

  it.each([
    ["in the records that are read anyway", false],
    ["where a webhook announced it, with nothing else to read for", true],
  ])(
    "that change afterwards are kept as corrections, and count nothing again: %s",
    async (_, isAnnounced) => {
      desk = await openDesk();
      const name = await desk.importList(callees(1));
      await desk.dialer.campaigns.run(name);
      const before = await desk.dialer.campaigns.status(name);
      const [{ callId = "", id = "" } = {}] = desk.journal.attempts({ limit: 1 });
      const other = desk.another({ client: showing(desk, callId, FAILED) });
      if (isAnnounced) {
        await desk.dialer.announceEnd(callId);
        expect((await other.reconcile()).corrected).toEqual([id]);
        await desk.dialer.announceEnd(callId);
      } else {
        desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
        await other.call(CALL);
        expect((await other.reconcile()).corrected).toEqual([id]);
      }
      expect((await other.reconcile()).corrected).toEqual([]);
      expect(desk.journal.attempt(id)).toMatchObject({
        state: "ended",
        status: "completed",
        corrections: ["failed"],
      });
      expect((await desk.dialer.campaigns.status(name)).progress).toEqual(before.progress);
      expect(desk.journal.check()).toEqual([]);
    },
  );

  it("are corrected while somebody else's are awaited, if a webhook says so", async () => {
    desk = await openDesk({ speed: 1000 }, { readEveryMs: 600_000 });
    const first = await desk.dialer.call(CALL);
    if (first.state !== "placed") throw new Error(`It is ${first.state}.`);
    await expect.poll(() => desk.sandbox.calls[0]?.status, { timeout: 20_000 }).toBe("completed");
    await desk.dialer.announceEnd(first.callId);
    await first.finished();
    desk.passTime(10 * MINUTE);

    const other = desk.another({ client: showing(desk, first.callId, FAILED) });
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
    const second = await other.call({ ...CALL, phone: "+14155550124" });
    if (second.state !== "unknown") throw new Error(`It is ${second.state}.`);
    const stop = new AbortController();
    const waiting = second.finished({ signal: stop.signal }).catch(() => {});
    await desk.dialer.announceEnd(first.callId);
    await expect
      .poll(() => desk.journal.attempt(first.attemptId)?.corrections, { timeout: 20_000 })
      .toEqual(["failed"]);
    stop.abort();
    await waiting;
  });

  it("of a call without an ending are given up in the end", async () => {
    desk = await openDesk({ speed: 0.001 }, { maxCallMs: 10 * MINUTE });
    const call = await desk.dialer.call(CALL);
    if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
    desk.passTime(11 * MINUTE);
    expect(await call.finished()).toMatchObject({ state: "ended", outcome: "unknown" });
  });

  it("that nobody can tell apart stay unclear", async () => {
    desk = await openDesk({ echoVariables: false });
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "after-handling", times: 1 });
    const call = await desk.dialer.call(CALL);
    if (call.state !== "unknown") throw new Error(`It is ${call.state}.`);
    // Somebody else calls the same person from the same number.
    const headers = { authorization: `Bearer ${desk.sandbox.apiKey}`, "content-type": "application/json" };
    const body = JSON.stringify({
      model_id: desk.sandbox.agentId,
      ...CALL,
      from_phone_number: call.callerId,
    });
    await fetch(`${desk.sandbox.url}/calls`, { method: "POST", headers, body });
    desk.passTime(MINUTE);
    expect(await call.finished()).toMatchObject({ state: "unclear" });
  });

  it("that show up late make an absent call placed after all", async () => {
    desk = await openDesk({ listDelayMs: 10 * MINUTE });
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset" });
    const name = await desk.importList(callees(1));
    const run = desk.dialer.campaigns.run(name, { maxWaitMs: MINUTE });
    await expect.poll(async () => (await desk.dialer.campaigns.status(name)).progress.open.unknown).toBe(1);
    desk.passTime(MINUTE);
    expect((await run).progress.byState.absent).toBe(1);
    desk.passTime(10 * MINUTE);
    expect((await desk.dialer.reconcile()).placed).toHaveLength(1);
    expect((await desk.dialer.campaigns.run(name)).progress.byState.finished).toBe(1);
    expect(desk.sandbox.calls).toHaveLength(1);
  });
});

describe("contacts that were left absent", () => {
  it("are called again when somebody reconciles with that wish, once", async () => {
    desk = await openDesk();
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
    const name = await desk.importList(callees(1));
    const run = desk.dialer.campaigns.run(name, { maxWaitMs: MINUTE });
    await expect.poll(async () => (await desk.dialer.campaigns.status(name)).progress.open.unknown).toBe(1);
    desk.passTime(MINUTE);
    expect((await run).progress.byState.absent).toBe(1);
    const wilful = desk.another({ onAbsent: "redial" });
    expect((await wilful.reconcile()).absent).toHaveLength(1);
    expect((await wilful.reconcile()).absent).toHaveLength(0);
    expect((await wilful.campaigns.run(name)).progress.byState.finished).toBe(1);
    expect(desk.sandbox.calls).toHaveLength(1);
  });
});

describe("the wish to redial", () => {
  it("is about the campaigns that are run with it, and no others of the file", async () => {
    desk = await openDesk({}, { graceMs: MINUTE });
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
    const left = await desk.importList(callees(1), { name: "left" });
    await desk.dialer.campaigns.run(left);
    const single = await desk.dialer.call(CALL);
    const wilful = desk.another({ onAbsent: "redial" });
    const [{ id = "" } = {}] = desk.journal.attempts({ limit: 1 });
    desk.passTime(2 * MINUTE);
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
    const list = listContacts([{ phone: "+14155550177", name: "Ann" }]);
    const { campaign } = await wilful.campaigns.import(list, { name: "redialled" });
    const run = wilful.campaigns.run(campaign.name, { maxWaitMs: MINUTE });
    await expect.poll(async () => (await wilful.campaigns.status("redialled")).progress.open.unknown).toBe(1);
    desk.passTime(2 * MINUTE);
    expect((await run).progress).toMatchObject({ byState: { finished: 1 }, attempts: 2 });

    expect(single.state).toBe("placed");
    expect(desk.journal.attempt(id)?.state).toBe("absent");
    expect((await wilful.campaigns.status("left")).progress.byState).toMatchObject({ absent: 1, queued: 0 });
    // On demand it is about the campaign that is named.
    expect((await wilful.reconcile({ campaign: "redialled" })).absent).toEqual([]);
    expect((await wilful.campaigns.status("left")).progress.byState).toMatchObject({ absent: 1, queued: 0 });
    expect((await wilful.reconcile({ campaign: "left" })).absent).toEqual([id]);
    expect((await wilful.campaigns.status("left")).progress.byState).toMatchObject({ absent: 0, queued: 1 });
  });
});

describe("an attempt in place of one that no record shows", () => {
  it.each([
    [-2000, true],
    [-2000, false],
    [-10_000, true],
    [-10_000, false],
  ])(
    "finds its call, with the vendor's clock %d ms off and variables given back: %s",
    async (clockOffsetMs, echoVariables) => {
      const graceMs = MINUTE;
      const later = graceMs + 15_000 + 30_000 + 1000;
      desk = await openDesk(
        { clockOffsetMs, echoVariables, listDelayMs: 20_000 },
        { onAbsent: "redial", graceMs },
      );
      const name = await desk.importList(callees(1));
      const run = () => desk.dialer.campaigns.run(name);
      desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
      expect((await run()).state).toBe("undecided");
      desk.passTime(later);
      await desk.dialer.reconcile();
      expect((await desk.dialer.reconcile()).absent).toHaveLength(1);

      // So soon after the first was given up that, by the vendor's clock, it may still be the first one's.
      desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "after-handling" });
      expect((await run()).state).toBe("undecided");
      desk.passTime(later);
      const readings = [await desk.dialer.reconcile(), await desk.dialer.reconcile()];
      expect(readings.flatMap(({ unclear }) => unclear)).toEqual([]);
      expect((await run()).progress).toMatchObject({ byState: { finished: 1 }, attempts: 2 });
      expect(desk.sandbox.calls).toHaveLength(1);
    },
  );
});

describe("a pool", () => {
  it("is read once, however many contacts need it first, and once for each that is insisted on", async () => {
    desk = await openDesk();
    const name = await desk.importList(callees(50));
    await desk.dialer.campaigns.run(name);
    const reads = desk.sandbox.requests.filter(({ operationId }) => operationId === "get-assistant");
    expect(reads).toHaveLength(1);
    expect(desk.sandbox.calls).toHaveLength(50);
  });
});

describe("verifying", () => {
  it("finds what matches, what differs, what has no record yet and what is not ours", async () => {
    desk = await openDesk();
    const name = await desk.importList(callees(3));
    await desk.dialer.campaigns.run(name);
    const headers = { authorization: `Bearer ${desk.sandbox.apiKey}`, "content-type": "application/json" };
    const body = JSON.stringify({ model_id: desk.sandbox.agentId, phone: "+14155550199", name: "Eve" });
    await fetch(`${desk.sandbox.url}/calls`, { method: "POST", headers, body });
    // What the agent does hours later has nothing to do with the campaign.
    desk.passTime(120 * MINUTE);
    await fetch(`${desk.sandbox.url}/calls`, { method: "POST", headers, body });
    expect(await desk.dialer.verify()).toMatchObject({
      matches: 3,
      different: [],
      withoutRecord: [],
      unknownCalls: [{ callId: desk.sandbox.calls[3]?.callId, agentId: desk.sandbox.agentId }],
    });
  });

  it("takes no call for somebody else's that may be of an attempt whose outcome is unknown", async () => {
    desk = await openDesk({ echoVariables: false }, { graceMs: 60_000 });
    await desk.dialer.call({ phone: "+12125550124", name: "Bo" });
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "after-handling" });
    expect((await desk.dialer.call(CALL)).state).toBe("unknown");
    expect(desk.sandbox.calls).toHaveLength(2);
    expect(await desk.dialer.verify()).toMatchObject({ matches: 1, unknownCalls: [] });
  });

  it("takes what a record does not say yet for no difference, and for no match either", async () => {
    desk = await openDesk();
    const call = await desk.dialer.call(CALL);
    if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
    const blank = { phone_number_from: "", agent_phone_number: null };
    const reader = desk.another({ client: showing(desk, call.callId, blank) });
    expect(await reader.verify()).toMatchObject({
      matches: 0,
      different: [],
      withoutRecord: [{ verdict: "no_record", callId: call.callId }],
    });
  });

  it("says so when the vendor has no record yet", async () => {
    desk = await openDesk({ listDelayMs: 600_000 });
    await desk.dialer.call(CALL);
    expect(await desk.dialer.verify()).toMatchObject({
      matches: 0,
      withoutRecord: [{ verdict: "no_record" }],
    });
  });
});
