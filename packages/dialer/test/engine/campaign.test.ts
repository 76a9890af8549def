import { describe, expect, it } from "vitest";
import { CALL, callees, openDesk, timelessClient } from "./desk.js";

describe("a campaign", () => {
  it("calls everybody once", async () => {
    const desk = await openDesk();
    const phones = callees(120);
    const name = await desk.importList(phones);
    const end = await desk.dialer.campaigns.run(name);
    expect(end).toMatchObject({ state: "finished", progress: { byState: { finished: 120 }, attempts: 120 } });
    expect(desk.sandbox.calls.map(({ to }) => to).sort()).toEqual([...phones].sort());
    expect((await desk.dialer.campaigns.status(name)).campaign.state).toBe("finished");
    expect(desk.journal.check()).toEqual([]);
  });

  it("is known by its list, and finished ones stay so", async () => {
    const desk = await openDesk();
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
    const desk = await openDesk();
    const phones = callees(200);
    const name = await desk.importList(phones);
    const ends = await Promise.all([desk.dialer.campaigns.run(name), desk.another().campaigns.run(name)]);
    expect(ends.map(({ state }) => state)).toEqual(["finished", "finished"]);
    expect(desk.sandbox.calls.map(({ to }) => to).sort()).toEqual([...phones].sort());
  });

  it("tries again after 429s, with new attempts", async () => {
    const desk = await openDesk();
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
      const desk = await openDesk({}, { onAbsent });
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
    const desk = await openDesk({}, { concurrency: 1 });
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
    const desk = await openDesk({}, { concurrency: 1 });
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

  it("goes on when the clock is set back where the API does not tell its time, and calls nobody twice", async () => {
    // The vendor keeps its own clock.
    const desk = await openDesk({ now: () => Date.now() });
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
});
