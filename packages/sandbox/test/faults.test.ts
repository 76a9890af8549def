import { describe, expect, it } from "vitest";
import { SandboxConfigError } from "../src/index.js";
import { callBody, startTestSandbox } from "./support/test-sandbox.js";

const ON_CALLS = { operationId: "voice-call" } as const;

describe("a fault after handling", () => {
  it("status: 500 with an empty object, and the call is placed all the same", async () => {
    const { sandbox, place } = await startTestSandbox();
    sandbox.faults.next({ ...ON_CALLS, kind: "status" });
    expect(await place()).toMatchObject({ status: 500, text: "{}" });
    expect(sandbox.calls).toHaveLength(1);
    expect(sandbox.requests).toMatchObject([{ operationId: "voice-call", status: 500, fault: "status" }]);
  });

  it("status: any other, with its own body and headers", async () => {
    const { sandbox, place } = await startTestSandbox();
    const body = { detail: "slow down" };
    sandbox.faults.next({ ...ON_CALLS, kind: "status", status: 429, body, headers: { "retry-after": "3" } });
    const answer = await place();
    expect(answer).toMatchObject({ status: 429, body });
    expect(answer.headers.get("retry-after")).toBe("3");
  });

  it("reset: no answer, and the call is placed", async () => {
    const { sandbox, place } = await startTestSandbox();
    sandbox.faults.next({ ...ON_CALLS, kind: "reset" });
    await expect(place()).rejects.toThrow("fetch failed");
    expect(sandbox.calls).toHaveLength(1);
    expect(sandbox.requests).toMatchObject([{ status: null, fault: "reset" }]);
  });

  it("hang: the caller gives up when it likes, and the call is placed", async () => {
    const { sandbox, send } = await startTestSandbox();
    const planned = sandbox.faults.next({ ...ON_CALLS, kind: "hang" });
    const controller = new AbortController();
    const headers = { authorization: `Bearer ${sandbox.apiKey}`, "content-type": "application/json" };
    const answer = send("POST", "/calls", callBody(), { headers, signal: controller.signal });
    const request = await planned.hit;
    expect(request).toMatchObject({ operationId: "voice-call", status: null, fault: "hang" });
    controller.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
    expect(sandbox.calls).toHaveLength(1);
    planned.release();
  });

  it("hang: released, the answer comes after all", async () => {
    const { sandbox, place } = await startTestSandbox();
    const planned = sandbox.faults.next({ ...ON_CALLS, kind: "hang" });
    const answer = place();
    await planned.hit;
    planned.release();
    expect(await answer).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(sandbox.requests).toMatchObject([{ status: 200, fault: "hang" }]);
  });

  it("empty-body, html: an answer that is no JSON", async () => {
    const { sandbox, place } = await startTestSandbox();
    sandbox.faults.next({ ...ON_CALLS, kind: "empty-body" });
    sandbox.faults.next({ ...ON_CALLS, kind: "html" });
    expect(await place()).toMatchObject({ status: 200, text: "" });
    const page = await place();
    expect(page).toMatchObject({ status: 502, body: undefined });
    expect(page.headers.get("content-type")).toBe("text/html");
    expect(sandbox.calls).toHaveLength(2);
  });

  it("truncated: the answer breaks off in the middle", async () => {
    const { sandbox, place } = await startTestSandbox();
    sandbox.faults.next({ ...ON_CALLS, kind: "truncated" });
    await expect(place()).rejects.toThrow("terminated");
    expect(sandbox.calls).toHaveLength(1);
  });
});

describe("a fault before handling", () => {
  it.each(["status", "reset", "empty-body", "html", "truncated"] as const)(
    "%s: no call is placed",
    async (kind) => {
      const { sandbox, place } = await startTestSandbox();
      sandbox.faults.next({ ...ON_CALLS, kind, when: "before-handling" });
      await place().catch(() => undefined);
      expect(sandbox.calls).toEqual([]);
      expect(sandbox.requests).toMatchObject([{ fault: kind }]);
    },
  );

  it("hang: released, it says that nothing was done", async () => {
    const { sandbox, place } = await startTestSandbox();
    sandbox.faults.next({ ...ON_CALLS, kind: "hang", when: "before-handling" }).release();
    expect((await place()).status).toBe(503);
    expect(sandbox.calls).toEqual([]);
  });
});

describe("faults", () => {
  it("strike as often as they are told, in the order of planning, and then no more", async () => {
    const { sandbox, place } = await startTestSandbox();
    sandbox.faults.next({ ...ON_CALLS, kind: "status", status: 502, times: 2 });
    sandbox.faults.next({ ...ON_CALLS, kind: "status", status: 503 });
    const statuses = [await place(), await place(), await place(), await place()].map(({ status }) => status);
    expect(statuses).toEqual([502, 502, 503, 200]);
  });

  it("wait for their operation; without one they strike any", async () => {
    const { sandbox, send, place } = await startTestSandbox();
    sandbox.faults.next({ ...ON_CALLS, kind: "status", status: 502 });
    expect((await send("GET", "/assistants/")).status).toBe(200);
    sandbox.faults.next({ kind: "status", status: 503, times: Number.POSITIVE_INFINITY });
    expect((await send("GET", "/assistants/")).status).toBe(503);
    expect((await place()).status).toBe(502);
    expect((await place()).status).toBe(503);
    sandbox.faults.clear();
    expect((await place()).status).toBe(200);
    expect(sandbox.faults.pending).toBe(0);
  });

  it("that cannot be written cut the connection, and the sandbox goes on", async () => {
    const { sandbox, place } = await startTestSandbox();
    sandbox.faults.next({ kind: "status", headers: { "x-broken": "a\r\nb" } });
    await expect(place()).rejects.toThrow("fetch failed");
    expect((await place()).status).toBe(200);
  });

  it.each([
    [{ kind: "smoke" }, "kind"],
    [{ kind: "reset", when: "later" }, "when"],
    [{ kind: "reset", times: 0 }, "times"],
    [{ kind: "status", status: 42 }, "status"],
    [{ kind: "reset", operationId: "place-call" }, "operationId"],
  ])("that there are not are refused: %j", async (fault, option) => {
    const { sandbox } = await startTestSandbox();
    const plan = () => sandbox.faults.next(fault as Parameters<typeof sandbox.faults.next>[0]);
    expect(plan).toThrow(SandboxConfigError);
    expect(plan).toThrow(option);
  });
});

describe("faults that are decided request by request", () => {
  it("strike what they are decided for, after those that are planned", async () => {
    const { sandbox, place } = await startTestSandbox({
      faultOf: ({ operationId, sequence }) =>
        operationId === "voice-call" && sequence % 2 === 0
          ? { kind: "status", status: 503, when: "before-handling" }
          : undefined,
    });
    sandbox.faults.next({ ...ON_CALLS, kind: "html" });
    const statuses = [];
    for (let time = 0; time < 4; time++) statuses.push((await place()).status);
    expect(statuses).toEqual([502, 503, 200, 503]);
    expect(sandbox.calls).toHaveLength(2);
    expect(sandbox.requests.map(({ fault }) => fault)).toEqual(["html", "status", undefined, "status"]);
  });

  it("are the sandbox's failure when they are no faults", async () => {
    const { place } = await startTestSandbox({ faultOf: () => ({ kind: "status", status: 99 }) });
    expect(await place()).toMatchObject({
      status: 500,
      body: { error: "sandbox_failed", message: "A fault's status must be from 200 to 599." },
    });
  });
});
