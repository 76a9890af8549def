import { describe, expect, it } from "vitest";
import { CALL, callees, openDesk } from "./desk.js";
import { showing } from "./showing.js";

const MINUTE = 60_000;

const FAILED = { status: "failed", call_status: "failed" } as const;

describe("outcomes", () => {
  it("are read at once when a webhook announced an end", async () => {
    const desk = await openDesk({ speed: 400 }, { readEveryMs: 600_000 });
    const call = await desk.dialer.call(CALL);
    if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
    const finished = call.finished();
    await expect.poll(() => desk.sandbox.calls[0]?.status, { timeout: 20_000 }).toBe("completed");
    await desk.another().announceEnd(call.callId);
    expect(await finished).toMatchObject({ state: "ended", outcome: "answered" });
  });

  it("are looked for from the calls' own beginnings on, and not over all that was called before", async () => {
    const desk = await openDesk({ speed: 20 });
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
      const desk = await openDesk();
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
    const desk = await openDesk({ speed: 1000 }, { readEveryMs: 600_000 });
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
    const desk = await openDesk({ speed: 0.001 }, { maxCallMs: 10 * MINUTE });
    const call = await desk.dialer.call(CALL);
    if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
    desk.passTime(11 * MINUTE);
    expect(await call.finished()).toMatchObject({ state: "ended", outcome: "unknown" });
  });

  it("that nobody can tell apart stay unclear", async () => {
    const desk = await openDesk({ echoVariables: false });
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
    const desk = await openDesk({ listDelayMs: 10 * MINUTE });
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
