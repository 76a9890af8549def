import { describe, expect, it } from "vitest";
import { CALL, OTHER, openDesk } from "./desk.js";

describe("one call, when others are open,", () => {
  it("waits for the callee's other call", async () => {
    const desk = await openDesk({ speed: 1 });
    const first = await desk.dialer.call(CALL);
    expect(first.state).toBe("placed");
    expect(await desk.another().call(CALL)).toMatchObject({
      state: "callee_busy",
      attempt: { callee: CALL.phone },
    });
    expect(desk.sandbox.calls).toHaveLength(1);
  });

  it("is refused where as many are open as may be", async () => {
    const desk = await openDesk({ speed: 1 }, { concurrency: 1 });
    await desk.dialer.call(CALL);
    expect(await desk.dialer.call(OTHER)).toEqual({ state: "no_room" });
  });

  it.each([
    ["the same callee", CALL],
    ["somebody else, with no room for two", OTHER],
  ])("looks first whether what is in its way has ended: %s", async (_, next) => {
    const desk = await openDesk({}, { concurrency: 1 });
    await desk.dialer.call(CALL);
    await expect.poll(() => desk.sandbox.calls[0]?.status).toBe("completed");
    expect((await desk.dialer.call(next)).state).toBe("placed");
    expect(desk.journal.check()).toEqual([]);
  });

  it("is refused all the same when the records cannot be read", async () => {
    const desk = await openDesk({}, { concurrency: 1 });
    await desk.dialer.call(CALL);
    desk.sandbox.faults.next({ operationId: "list-calls", kind: "status", status: 500, times: 10 });
    expect(await desk.dialer.call(OTHER)).toEqual({ state: "no_room" });
  });

  it("finds first what became of single calls of a process that died", async () => {
    const desk = await openDesk({}, { graceMs: 60_000 });
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
});
