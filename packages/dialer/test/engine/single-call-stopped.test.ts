import { getEventListeners } from "node:events";
import { createClient } from "@dialpool/core";
import { describe, expect, it } from "vitest";
import { CALL, OTHER, openDesk, postsTo } from "./desk.js";

describe("one call", () => {
  it("is not placed once its signal has aborted, and gives back what it holds", async () => {
    const desk = await openDesk({}, { startRate: 0.1 });
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
    expect(postsTo(desk)).toBe(1);
    expect(desk.journal.check()).toEqual([]);
  });

  it("is waited for when the dialer is closed, and written down", async () => {
    const desk = await openDesk();
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

  it("is not placed once the dialer was closed while the API is asked for its time, and nobody waits for that", async () => {
    const desk = await openDesk();
    const { apiKey, url: baseUrl } = desk.sandbox;
    // It would wait for longer than the test may take.
    const patient = createClient({ apiKey, baseUrl, timeoutMs: 600_000, maxTotalMs: 600_000 });
    const dialer = desk.another({ client: patient });
    const fault = desk.sandbox.faults.next({ operationId: "list-calls", kind: "hang" });
    const calling = dialer.call(CALL);
    const closed = expect(calling).rejects.toThrow("The dialer was closed.");
    await fault.hit;
    await dialer.close();
    await closed;
    fault.release();
    expect(postsTo(desk)).toBe(0);
  });

  it("is waited for no longer than the caller wants", async () => {
    const desk = await openDesk({ speed: 1 });
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
