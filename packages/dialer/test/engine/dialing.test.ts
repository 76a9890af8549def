import { getEventListeners } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { type ContactRow, type ContactSource, listContacts } from "../../src/index.js";
import { callees, type DialingDesk, openDesk, timelessClient } from "./desk.js";

let desk: DialingDesk;
afterEach(async () => {
  await desk.close();
});

/** A list of these rows. */
function sourceOf(rows: readonly ContactRow[]): ContactSource {
  return {
    async *batches() {
      yield rows;
    },
    summary: () => ({ digest: `sha256:${rows.length}` }),
  };
}

const CALL = { phone: "+14155550123", name: "Ada" } as const;
const OTHER = { phone: "+14155550124", name: "Ben" } as const;
const posts = () => desk.sandbox.requests.filter(({ operationId }) => operationId === "voice-call").length;

describe("one call", () => {
  it("is placed from a number that was chosen, and followed to its end", async () => {
    desk = await openDesk();
    const call = await desk.dialer.call({ ...CALL, variables: { plan: "gold" } });
    if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
    expect(desk.sandbox.calls).toMatchObject([
      {
        callId: call.callId,
        from: call.callerId,
        to: CALL.phone,
        variables: { plan: "gold", attempt_id: call.attemptId },
      },
    ]);
    expect(call.selection.callerId).toBe(call.callerId);
    expect(await call.finished()).toEqual({
      attemptId: call.attemptId,
      callId: call.callId,
      state: "ended",
      outcome: "answered",
      status: "completed",
    });
    expect(desk.journal.check()).toEqual([]);
  });

  it("is not tried again when nobody knows whether it was placed, and found in the records", async () => {
    desk = await openDesk();
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset" });
    const call = await desk.dialer.call(CALL);
    if (call.state !== "unknown") throw new Error(`It is ${call.state}.`);
    expect(await call.finished()).toMatchObject({ state: "ended", callId: desk.sandbox.calls[0]?.callId });
    expect(posts()).toBe(1);
  });

  it("is absent when no record shows it", async () => {
    desk = await openDesk();
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
    const call = await desk.dialer.call(CALL);
    if (call.state !== "unknown") throw new Error(`It is ${call.state}.`);
    desk.passTime(60_000);
    expect(await call.finished()).toMatchObject({ state: "absent" });
    expect(desk.sandbox.calls).toEqual([]);
  });

  it("is rejected with the API's reason, and gives its number back", async () => {
    desk = await openDesk();
    desk.sandbox.faults.next({
      operationId: "voice-call",
      kind: "status",
      status: 422,
      when: "before-handling",
    });
    expect(await desk.dialer.call(CALL)).toMatchObject({ state: "rejected", status: 422 });
    expect((await desk.dialer.call(CALL)).state).toBe("placed");
  });

  it("waits for the callee's other call", async () => {
    desk = await openDesk({ speed: 1 });
    const first = await desk.dialer.call(CALL);
    expect(first.state).toBe("placed");
    expect(await desk.another().call(CALL)).toMatchObject({
      state: "callee_busy",
      attempt: { callee: CALL.phone },
    });
    expect(desk.sandbox.calls).toHaveLength(1);
  });

  it("comes from the caller ID that is insisted on, or not at all", async () => {
    desk = await openDesk();
    const number = "+16286666348";
    expect(await desk.dialer.call({ ...CALL, callerId: number })).toMatchObject({
      state: "placed",
      callerId: number,
    });
    expect(await desk.dialer.call({ ...CALL, callerId: "+12025550199" })).toEqual({ state: "not_attached" });
  });

  it("is refused where as many are open as may be", async () => {
    desk = await openDesk({ speed: 1 }, { concurrency: 1 });
    await desk.dialer.call(CALL);
    expect(await desk.dialer.call(OTHER)).toEqual({ state: "no_room" });
  });

  it.each([
    ["the same callee", CALL],
    ["somebody else, with no room for two", OTHER],
  ])("looks first whether what is in its way has ended: %s", async (_, next) => {
    desk = await openDesk({}, { concurrency: 1 });
    await desk.dialer.call(CALL);
    await expect.poll(() => desk.sandbox.calls[0]?.status).toBe("completed");
    expect((await desk.dialer.call(next)).state).toBe("placed");
    expect(desk.journal.check()).toEqual([]);
  });

  it("is refused all the same when the records cannot be read", async () => {
    desk = await openDesk({}, { concurrency: 1 });
    await desk.dialer.call(CALL);
    desk.sandbox.faults.next({ operationId: "list-calls", kind: "status", status: 500, times: 10 });
    expect(await desk.dialer.call(OTHER)).toEqual({ state: "no_room" });
  });

  it("finds first what became of single calls of a process that died", async () => {
    desk = await openDesk({}, { graceMs: 60_000 });
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset" });
    const lost = await desk.dialer.call(CALL);
    if (lost.state !== "unknown") throw new Error(`It is ${lost.state}.`);
    await expect.poll(() => desk.sandbox.calls[0]?.status).toBe("completed");
    expect((await desk.another().call(OTHER)).state).toBe("placed");
    expect(desk.journal.attempt(lost.attemptId)).toMatchObject({
      state: "ended",
      callId: desk.sandbox.calls[0]?.callId,
    });
  });

  it("keeps to the pace that is there, and sets one where there is none", async () => {
    desk = await openDesk({}, { startRate: 40 });
    await desk.dialer.call(CALL);
    await desk.another({}, { joinsPace: true }).call(OTHER);
    expect(desk.journal.pace(desk.now())).toMatchObject({ startRate: 40 });
    await desk.another({ startRate: 20 }).call({ ...CALL, phone: "+14155550125" });
    expect(desk.journal.pace(desk.now())).toMatchObject({ startRate: 20 });
    await desk.close();

    desk = await openDesk();
    await desk.another({}, { joinsPace: true }).call(CALL);
    expect(desk.journal.pace(desk.now())).toMatchObject({ startRate: 1 });
  });

  it("is not placed once its signal has aborted, and gives back what it holds", async () => {
    desk = await openDesk({}, { startRate: 0.1 });
    const reason = new Error("Enough.");
    await expect(desk.dialer.call(CALL, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(desk.journal.attempts({ limit: 9 })).toEqual([]);
    await desk.dialer.call(CALL);
    const stop = new AbortController();
    // Its slot is ten seconds away.
    const waiting = desk.dialer.call(OTHER, { signal: stop.signal });
    await expect.poll(() => desk.journal.attempts({ limit: 9 }).length).toBe(2);
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(desk.journal.attempts({ limit: 9 })[1]).toMatchObject({ state: "rejected" });
    expect(posts()).toBe(1);
    expect(desk.journal.check()).toEqual([]);
  });

  it("gives its id even if nothing can be written down any more, and says so", async () => {
    desk = await openDesk();
    const full = new Error("The disk is full.");
    const apply = () => {
      throw full;
    };
    const call = await desk.another({ journal: { ...desk.journal, apply } }).call(CALL);
    expect(call).toMatchObject({ state: "placed", unwritten: full, callId: desk.sandbox.calls[0]?.callId });
  });

  it("says so when its caller ID was detached meanwhile", async () => {
    desk = await openDesk();
    await desk.dialer.call(CALL);
    const agent = desk.sandbox.workspace.agent(desk.sandbox.agentId);
    for (const slug of [...(agent?.pool ?? [])]) agent?.pool.delete(slug);
    const call = await desk.dialer.call(OTHER);
    expect(call).toMatchObject({ state: "rejected", status: 400, isDetached: true });
    if (call.state === "rejected") expect(call.reason).toContain("is no longer attached to the agent");
  });

  it.each([undefined, "4155550123", "+1 415 555 0123", ""])(
    "is refused for the callee %j, which is no number",
    async (phone) => {
      desk = await openDesk();
      await expect(desk.dialer.call({ ...CALL, phone: phone as "+1" })).rejects.toMatchObject({
        code: "input_invalid",
        issues: [{ path: "phone" }],
      });
      expect(posts()).toBe(0);
    },
  );

  it("is waited for when the dialer is closed, and written down", async () => {
    desk = await openDesk();
    const dialer = desk.another();
    const fault = desk.sandbox.faults.next({ operationId: "voice-call", kind: "hang" });
    const calling = dialer.call(CALL);
    await fault.hit;
    const closing = dialer.close();
    fault.release();
    await closing;
    const { callId } = desk.sandbox.calls[0] ?? {};
    expect(desk.journal.attempts({ limit: 1 })).toMatchObject([{ state: "placed", callId }]);
    expect((await calling).state).toBe("placed");
    await expect(dialer.call(OTHER)).rejects.toThrow("The dialer was closed.");
  });

  it("is waited for no longer than the caller wants", async () => {
    desk = await openDesk({ speed: 1 });
    const call = await desk.dialer.call(CALL);
    if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
    const stop = new AbortController();
    const waiting = call.finished({ signal: stop.signal });
    const reads = () =>
      desk.sandbox.requests.filter(({ operationId }) => operationId === "list-calls").length;
    await expect.poll(reads, { timeout: 10_000 }).toBeGreaterThan(3);
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(1);
    stop.abort(new Error("Enough."));
    await expect(waiting).rejects.toThrow("Enough.");
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);

    desk.sandbox.faults.next({ operationId: "list-calls", kind: "status", status: 400, times: 1000 });
    await expect(call.finished({ maxFailedReads: 2 })).rejects.toMatchObject({ status: 400 });
  });
});

describe("a campaign", () => {
  it("calls everybody once", async () => {
    desk = await openDesk();
    const phones = callees(120);
    const name = await desk.importList(phones);
    const end = await desk.dialer.campaigns.run(name);
    expect(end).toMatchObject({ state: "finished", progress: { byState: { finished: 120 }, attempts: 120 } });
    expect(desk.sandbox.calls.map(({ to }) => to).sort()).toEqual([...phones].sort());
    expect((await desk.dialer.campaigns.status(name)).campaign.state).toBe("finished");
    expect(desk.journal.check()).toEqual([]);
  });

  it("is known by its list, and finished ones stay so", async () => {
    desk = await openDesk();
    const name = await desk.importList(callees(3));
    await desk.dialer.campaigns.run(name);
    expect(await desk.importList(callees(3))).toBe(name);
    expect(await desk.dialer.campaigns.run(name)).toMatchObject({ state: "finished" });
    expect(desk.sandbox.calls).toHaveLength(3);
    const again = await desk.importList(callees(3), { again: true });
    await desk.dialer.campaigns.run(again);
    expect(desk.sandbox.calls).toHaveLength(6);
  });

  it("is shared by two dialers without calling anybody twice", async () => {
    desk = await openDesk();
    const phones = callees(200);
    const name = await desk.importList(phones);
    const ends = await Promise.all([desk.dialer.campaigns.run(name), desk.another().campaigns.run(name)]);
    expect(ends.map(({ state }) => state)).toEqual(["finished", "finished"]);
    expect(desk.sandbox.calls.map(({ to }) => to).sort()).toEqual([...phones].sort());
  });

  it("tries again after 429s, with new attempts", async () => {
    desk = await openDesk();
    const name = await desk.importList(callees(5));
    desk.sandbox.faults.next({
      operationId: "voice-call",
      kind: "status",
      status: 429,
      when: "before-handling",
      times: 2,
    });
    const end = await desk.dialer.campaigns.run(name, { maxWaitMs: 60_000 });
    expect(end).toMatchObject({ state: "finished", progress: { byState: { finished: 5 }, attempts: 7 } });
    expect(desk.sandbox.calls).toHaveLength(5);
  });

  it.each([
    ["leave", "absent", 4],
    ["redial", "finished", 5],
  ] as const)(
    "under onAbsent %s leaves a contact of whose call no record shows %s",
    async (onAbsent, state, calls) => {
      desk = await openDesk({}, { onAbsent });
      const name = await desk.importList(callees(5));
      desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
      const onNote = expect.unreachable;
      const run = desk.dialer.campaigns.run(name, { maxWaitMs: 60_000, onNote });
      await expect.poll(async () => (await desk.dialer.campaigns.status(name)).progress.open.unknown).toBe(1);
      desk.passTime(60_000);
      const end = await run;
      expect(end.state).toBe("finished");
      expect(end.progress.byState[state]).toBe(state === "absent" ? 1 : 5);
      expect(desk.sandbox.calls).toHaveLength(calls);
    },
  );

  it("stops when the key is refused, and keeps its contacts", async () => {
    desk = await openDesk({}, { concurrency: 1 });
    const name = await desk.importList(callees(5));
    desk.sandbox.faults.next({
      operationId: "voice-call",
      kind: "status",
      status: 401,
      when: "before-handling",
    });
    const end = await desk.dialer.campaigns.run(name);
    expect(end).toMatchObject({
      state: "stopped",
      stop: { kind: "credentials" },
      progress: { byState: { queued: 5 } },
    });
  });

  it("reads the pool again when its caller ID was detached", async () => {
    desk = await openDesk({}, { concurrency: 1 });
    const name = await desk.importList(callees(10));
    await desk.dialer.call(CALL);
    const detached = desk.sandbox.calls[0]?.from;
    const agent = desk.sandbox.workspace.agent(desk.sandbox.agentId);
    for (const slug of [...(agent?.pool ?? [])].slice(1)) agent?.pool.delete(slug);
    const end = await desk.dialer.campaigns.run(name);
    expect(end.state).toBe("finished");
    expect(detached).toBeDefined();
    expect(end.progress.byState.finished).toBe(10);
  });

  it("is paused, gone on with and aborted by whoever says so", async () => {
    desk = await openDesk({ speed: 1 }, { concurrency: 3 });
    const name = await desk.importList(callees(20));
    const other = desk.another();
    const notes: string[] = [];
    const run = desk.dialer.campaigns.run(name, { onNote: (note) => notes.push(note) });
    await expect.poll(() => desk.sandbox.calls.length).toBe(3);
    await other.campaigns.pause(name);
    await expect.poll(() => notes).toEqual(["The campaign is paused: nobody is called."]);
    desk.passTime(60 * 60_000);
    await expect
      .poll(async () => (await other.campaigns.status(name)).progress.byState, { timeout: 20_000 })
      .toMatchObject({ finished: 3, queued: 17 });
    expect(desk.sandbox.calls).toHaveLength(3);
    await other.campaigns.resume(name);
    await expect.poll(() => desk.sandbox.calls.length, { timeout: 20_000 }).toBe(6);
    await other.campaigns.abort(name);
    await expect.poll(() => notes.at(-1), { timeout: 20_000 }).toMatch(/^The campaign was aborted/);
    desk.passTime(60 * 60_000);
    expect(await run).toMatchObject({
      state: "stopped",
      stop: { kind: "aborted" },
      progress: { byState: { finished: 6, queued: 14, open: 0 } },
    });
    expect((await other.campaigns.status(name)).campaign.state).toBe("aborted");
    expect(desk.sandbox.calls).toHaveLength(6);
  });

  it("is not begun by a dialer without the pool of its agent, or of a row's", async () => {
    desk = await openDesk();
    const name = await desk.importList(callees(2));
    const stranger = desk.another({ pool: { agentId: "stranger" } });
    await expect(stranger.campaigns.run(name)).rejects.toMatchObject({
      code: "config_invalid",
      issues: [{ path: "agentId" }],
    });
    const rows = [...callees(4)].map((phone) => ({ phone, name: "Ann" }));
    const list = listContacts([...rows, { phone: "+14155550123", name: "Eve", agentId: "stranger" }]);
    await expect(desk.dialer.campaigns.import(list)).rejects.toMatchObject({
      code: "config_invalid",
      issues: [{ path: "line 5" }],
    });
    expect(await desk.dialer.campaigns.list()).toHaveLength(1);
    expect((await desk.dialer.campaigns.run(name)).state).toBe("finished");
  });

  it("is not made of a list with nobody to call, and its name stays free", async () => {
    desk = await openDesk();
    const named = { name: "spring" };
    await expect(desk.dialer.campaigns.import(sourceOf([]), named)).rejects.toMatchObject({
      code: "contacts_unreadable",
      message: "The list has nobody to call: it has no rows.",
    });
    const invalid = {
      kind: "invalid",
      line: 2,
      code: "phone",
      reason: "the phone number has letters",
    } as const;
    await expect(
      desk.dialer.campaigns.import(sourceOf([invalid, { ...invalid, line: 3 }]), named),
    ).rejects.toMatchObject({
      code: "contacts_unreadable",
      message:
        "The list has nobody to call: none of its 2 rows is a contact. Line 2: the phone number has letters.",
    });
    const broken = {
      ...sourceOf([invalid]),
      summary: () => {
        throw new Error("Cut short.");
      },
    };
    await expect(desk.dialer.campaigns.import(broken, named)).rejects.toThrow("Cut short.");
    expect(await desk.importList(callees(1), named)).toBe("spring");
    expect(await desk.dialer.campaigns.list()).toHaveLength(1);
  });

  it.each([
    { concurrency: 0 },
    { concurrency: Number.NaN },
    { startRate: 0 },
    { startRate: -5 },
    { startRate: 1e6 },
  ])("has no pace like %j, whoever says so", async (pace) => {
    desk = await openDesk();
    const name = await desk.importList(callees(1));
    const wrong = { code: "config_invalid", issues: [{ path: Object.keys(pace)[0] }] };
    const { campaigns } = desk.dialer;
    await expect(campaigns.import(listContacts([]), pace)).rejects.toMatchObject(wrong);
    await expect(campaigns.changePace(name, pace)).rejects.toMatchObject(wrong);
    expect(() => desk.another(pace)).toThrow(`${Object.keys(pace)[0]}: Must be a number, `);
    expect(await campaigns.list()).toHaveLength(1);
  });

  it("is drained when its dialer is closed", async () => {
    desk = await openDesk({ speed: 1 }, { concurrency: 3 });
    const name = await desk.importList(callees(20));
    const dialer = desk.another();
    const run = dialer.campaigns.run(name);
    let isOver = false;
    run.then(() => {
      isOver = true;
    });
    await expect.poll(() => desk.sandbox.calls.length).toBe(3);
    await dialer.close();
    expect(isOver).toBe(true);
    expect(await run).toMatchObject({ state: "stopped", stop: { kind: "interrupted" } });
  });

  it("goes on when the clock is set back where the API does not tell its time, and calls nobody twice", async () => {
    // The vendor keeps its own clock.
    desk = await openDesk({ now: () => Date.now() });
    const phones = callees(60);
    const name = await desk.importList(phones, { startRate: 40 });
    const dialer = desk.another({ client: timelessClient(desk.sandbox) });
    const run = dialer.campaigns.run(name, { maxWaitMs: 60_000 });
    await expect.poll(() => desk.sandbox.calls.length, { timeout: 20_000 }).toBeGreaterThan(10);
    desk.setTime(desk.now() - 3_600_000);
    expect(await run).toMatchObject({ state: "finished", progress: { byState: { finished: 60 } } });
    expect(desk.sandbox.calls.map(({ to }) => to).sort()).toEqual([...phones].sort());
    expect(desk.journal.check()).toEqual([]);
  });

  it("that was aborted does not wait for its calls once it is interrupted", async () => {
    desk = await openDesk({ speed: 1 }, { concurrency: 3 });
    const name = await desk.importList(callees(20));
    const interrupt = new AbortController();
    const notes: string[] = [];
    const run = desk.dialer.campaigns.run(name, {
      signal: interrupt.signal,
      onNote: (note) => notes.push(note),
    });
    await expect.poll(() => desk.sandbox.calls.length).toBe(3);
    await desk.dialer.campaigns.abort(name);
    await expect.poll(() => notes).toHaveLength(1);
    interrupt.abort();
    expect(await run).toMatchObject({ stop: { kind: "aborted" }, progress: { open: { placed: 3 } } });
  });

  it("drains when it is interrupted", async () => {
    desk = await openDesk({ speed: 1 }, { concurrency: 3 });
    const name = await desk.importList(callees(20));
    const interrupt = new AbortController();
    const run = desk.dialer.campaigns.run(name, { signal: interrupt.signal });
    await expect.poll(() => desk.sandbox.calls.length).toBe(3);
    interrupt.abort();
    expect(await run).toMatchObject({
      state: "stopped",
      stop: { kind: "interrupted" },
      progress: { open: { intended: 0, placed: 3 } },
    });
  });
});
