import { describe, expect, it } from "vitest";
import { createSandbox, SimulatedConnectionError } from "../src/index.js";
import { callBody } from "./support/test-sandbox.js";

const CALLS = "http://sandbox.test/v2/calls";

function callRequest(apiKey: string, signal?: AbortSignal): Request {
  return new Request(CALLS, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(callBody()),
    ...(signal === undefined ? {} : { signal }),
  });
}

describe("sandbox.fetch", () => {
  it("answers without a socket, on any host", async () => {
    const sandbox = createSandbox({ validateResponses: true });
    const answer = await sandbox.fetch(callRequest(sandbox.apiKey));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: "ok" });
    expect(sandbox.calls).toHaveLength(1);
    expect(sandbox.violations).toEqual([]);
  });

  it("takes a URL and init as fetch does", async () => {
    const sandbox = createSandbox();
    expect((await sandbox.fetch(CALLS, { method: "POST" })).status).toBe(401);
    const head = await sandbox.fetch(new URL(CALLS), { method: "HEAD" });
    expect(await head.text()).toBe("");
  });

  it("measures bodies as the server does", async () => {
    const sandbox = createSandbox({ maxBodyBytes: 10 });
    expect((await sandbox.fetch(callRequest(sandbox.apiKey))).status).toBe(400);
  });

  it("fails as fetch does when the connection breaks", async () => {
    const sandbox = createSandbox();
    sandbox.faults.next({ kind: "reset" });
    const failure = await sandbox.fetch(callRequest(sandbox.apiKey)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TypeError);
    expect((failure as TypeError).cause).toBeInstanceOf(SimulatedConnectionError);
    sandbox.faults.next({ kind: "truncated" });
    const answer = await sandbox.fetch(callRequest(sandbox.apiKey));
    await expect(answer.text()).rejects.toThrow("fetch failed");
  });

  it("hangs until the signal is aborted, with the signal's reason", async () => {
    const sandbox = createSandbox();
    const planned = sandbox.faults.next({ kind: "hang" });
    const controller = new AbortController();
    const answer = sandbox.fetch(callRequest(sandbox.apiKey, controller.signal));
    await planned.hit;
    controller.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
    await expect(
      sandbox.fetch(callRequest(sandbox.apiKey, AbortSignal.abort(new Error("never")))),
    ).rejects.toThrow("never");
  });

  it("hangs until the fault is released", async () => {
    const sandbox = createSandbox();
    const planned = sandbox.faults.next({ kind: "hang" });
    const answer = sandbox.fetch(callRequest(sandbox.apiKey));
    await planned.hit;
    planned.release();
    expect((await answer).status).toBe(200);
  });
});
