import { describe, expect, it } from "vitest";
import { CALL, OTHER, openDesk, postsTo } from "./desk.js";

describe("one call", () => {
  it("is placed from a number that was chosen, and followed to its end", async () => {
    const desk = await openDesk();
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
    const desk = await openDesk();
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset" });
    const call = await desk.dialer.call(CALL);
    if (call.state !== "unknown") throw new Error(`It is ${call.state}.`);
    expect(await call.finished()).toMatchObject({ state: "ended", callId: desk.sandbox.calls[0]?.callId });
    expect(postsTo(desk)).toBe(1);
  });

  it("is absent when no record shows it", async () => {
    const desk = await openDesk();
    desk.sandbox.faults.next({ operationId: "voice-call", kind: "reset", when: "before-handling" });
    const call = await desk.dialer.call(CALL);
    if (call.state !== "unknown") throw new Error(`It is ${call.state}.`);
    desk.passTime(60_000);
    expect(await call.finished()).toMatchObject({ state: "absent" });
    expect(desk.sandbox.calls).toEqual([]);
  });

  it("is rejected with the API's reason, and gives its number back", async () => {
    const desk = await openDesk();
    desk.sandbox.faults.next({
      operationId: "voice-call",
      kind: "status",
      status: 422,
      when: "before-handling",
    });
    expect(await desk.dialer.call(CALL)).toMatchObject({ state: "rejected", status: 422 });
    expect((await desk.dialer.call(CALL)).state).toBe("placed");
  });

  it("comes from the caller ID that is insisted on, or not at all", async () => {
    const desk = await openDesk();
    const number = "+16286666348";
    expect(await desk.dialer.call({ ...CALL, callerId: number })).toMatchObject({
      state: "placed",
      callerId: number,
    });
    expect(await desk.dialer.call({ ...CALL, callerId: "+12025550199" })).toEqual({ state: "not_attached" });
  });

  it("keeps to the pace that is there, and sets one where there is none", async () => {
    const desk = await openDesk({}, { startRate: 40 });
    await desk.dialer.call(CALL);
    await desk.another({}, { joinsPace: true }).call(OTHER);
    expect(desk.journal.pace(desk.now())).toMatchObject({ startRate: 40 });
    await desk.another({ startRate: 20 }).call({ ...CALL, phone: "+14155550125" });
    expect(desk.journal.pace(desk.now())).toMatchObject({ startRate: 20 });
    await desk.close();

    const unpaced = await openDesk();
    await unpaced.another({}, { joinsPace: true }).call(CALL);
    expect(unpaced.journal.pace(unpaced.now())).toMatchObject({ startRate: 1 });
  });

  it("gives its id even if nothing can be written down any more, and says so", async () => {
    const desk = await openDesk();
    const full = new Error("The disk is full.");
    const apply = () => {
      throw full;
    };
    const call = await desk.another({ journal: { ...desk.journal, apply } }).call(CALL);
    expect(call).toMatchObject({ state: "placed", unwritten: full, callId: desk.sandbox.calls[0]?.callId });
  });

  it("says so when its caller ID was detached meanwhile", async () => {
    const desk = await openDesk();
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
      const desk = await openDesk();
      await expect(desk.dialer.call({ ...CALL, phone: phone as "+1" })).rejects.toMatchObject({
        code: "input_invalid",
        issues: [{ path: "phone" }],
      });
      expect(postsTo(desk)).toBe(0);
    },
  );
});
