import { describe, expect, it } from "vitest";
import { SEEDED, startSandbox } from "../src/index.js";
import { testSandbox } from "./support.js";

const AGENT = `/assistants/${SEEDED.agentId}`;
const CALL = { model_id: SEEDED.agentId, phone: "+14155550123", name: "John Doe" };

describe("error envelopes", () => {
  it.each([
    ["a missing key", {}, "Missing API key"],
    ["a wrong key", { Authorization: "Bearer wrong" }, "Invalid API key"],
    ["another scheme", { Authorization: "Basic c2FuZGJveA==" }, "Invalid API key"],
  ])("401 with a detail object for %s", async (_, headers, description) => {
    const sandbox = await testSandbox();
    expect(await sandbox.request("GET", AGENT, undefined, headers)).toMatchObject({
      status: 401,
      body: { detail: { status: "error", description, request_id: expect.any(String), category: "auth" } },
    });
  });

  it("404 with a text for an unmatched route", async () => {
    const sandbox = await testSandbox();
    expect(await sandbox.request("GET", "/nope")).toMatchObject({
      status: 404,
      body: { detail: "Not Found" },
    });
  });

  it("404 of the gateway outside the version prefix", async () => {
    const sandbox = await testSandbox();
    const answer = await fetch(sandbox.url.replace("/v2", "/assistants"));
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { error: "not_found", message: "No route matched" },
    ]);
  });

  it("405 for a method that the path does not have", async () => {
    const sandbox = await testSandbox();
    expect((await sandbox.request("PATCH", AGENT, {})).status).toBe(405);
  });

  it("422 with the list of fields", async () => {
    const sandbox = await testSandbox();
    expect(await sandbox.request("POST", "/calls", { phone: 1 })).toMatchObject({
      status: 422,
      body: {
        detail: expect.arrayContaining([
          { loc: ["body", "model_id"], msg: "field required", type: "value_error.missing" },
          expect.objectContaining({ loc: ["body", "phone"] }),
        ]),
      },
    });
    expect(await sandbox.request("GET", "/calls?model_id=a&limit=0")).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ["query", "limit"] }] },
    });
  });

  it("400 for a body that is not JSON, 413 for one that is too large", async () => {
    const sandbox = await testSandbox();
    expect((await sandbox.request("POST", "/calls", "{nope")).status).toBe(400);
    expect((await sandbox.request("POST", "/calls", "x".repeat(1_000_001))).status).toBe(413);
    expect((await sandbox.request("GET", "/calls/%E0%A4%A")).status).toBe(400);
  });
});

describe("faults", () => {
  it.each([
    [{ when: "before", kind: { status: 503 } }, 0, { status: 503, text: "{}" }],
    [{ when: "after", kind: { status: 502 } }, 1, { status: 502, text: "{}" }],
    [{ when: "after", kind: "empty" }, 1, { status: 200, text: "" }],
    [{ when: "after", kind: "html" }, 1, { status: 200, text: expect.stringContaining("<html>") }],
    [{ when: "after", kind: "truncated" }, 1, { status: 200, text: expect.not.stringMatching(/}$/) }],
  ] as const)("%j", async (fault, placed, answer) => {
    const sandbox = await testSandbox();
    sandbox.faults.next("voice-call", fault);
    expect(await sandbox.request("POST", "/calls", CALL)).toMatchObject(answer);
    expect(sandbox.calls).toHaveLength(placed);
    expect((await sandbox.request("POST", "/calls", CALL)).status).toBe(200);
  });

  it.each([
    ["before", 0],
    ["after", 1],
  ] as const)("reset %s the call was placed", async (when, placed) => {
    const sandbox = await testSandbox();
    sandbox.faults.next("voice-call", { when, kind: "reset" });
    await expect(sandbox.request("POST", "/calls", CALL)).rejects.toThrow();
    expect(sandbox.calls).toHaveLength(placed);
    expect(sandbox.requests).toMatchObject([{ operationId: "voice-call" }]);
    expect(sandbox.requests[0]).not.toHaveProperty("status");
  });

  it("hang until the caller gives up", async () => {
    const sandbox = await testSandbox();
    sandbox.faults.next("voice-call", { when: "after", kind: "hang" });
    const giveUp = new AbortController();
    const pending = fetch(`${sandbox.url}/calls`, {
      method: "POST",
      headers: { Authorization: `Bearer ${sandbox.apiKey}` },
      body: JSON.stringify(CALL),
      signal: giveUp.signal,
    });
    await expect.poll(() => sandbox.calls.length).toBe(1);
    giveUp.abort();
    await expect(pending).rejects.toThrow();
  });

  it("are set over HTTP for a sandbox in another process", async () => {
    const sandbox = await testSandbox();
    const control = `${sandbox.url.replace("/v2", "")}/__sandbox`;
    await fetch(`${control}/faults`, {
      method: "POST",
      body: JSON.stringify({
        operationId: "voice-call",
        fault: { when: "after", kind: { status: 500 } },
        times: 2,
      }),
    });
    for (let index = 0; index < 3; index++) await sandbox.request("POST", "/calls", CALL);
    const { requests } = (await (await fetch(`${control}/requests`)).json()) as {
      requests: { status: number }[];
    };
    expect(requests.map(({ status }) => status)).toEqual([500, 500, 200]);
    const { calls } = (await (await fetch(`${control}/calls`)).json()) as { calls: unknown[] };
    expect(calls).toHaveLength(3);
  });
});

describe("the request log", () => {
  it("holds every request with its body and answer, and never a key", async () => {
    const sandbox = await testSandbox();
    await sandbox.request("POST", "/calls", CALL);
    await sandbox.request("GET", "/nope?x=1");
    expect(sandbox.requests).toMatchObject([
      { method: "POST", path: "/calls", operationId: "voice-call", body: CALL, status: 200 },
      { method: "GET", path: "/nope", query: { x: "1" }, status: 404 },
    ]);
    expect(JSON.stringify(sandbox.requests)).not.toContain(sandbox.apiKey);
  });

  it("drops the oldest when it is full", async () => {
    const sandbox = await testSandbox({ maxLoggedRequests: 5 });
    for (let index = 0; index < 40; index++) await sandbox.request("GET", `/nope/${index}`);
    expect(sandbox.requests.length).toBeLessThanOrEqual(16);
    expect(sandbox.requests.at(-1)?.path).toBe("/nope/39");
  });
});

describe("startSandbox", () => {
  it("gives the same account and calls for the same seed", async () => {
    const ids = [];
    for (const seed of [7, 7, 8]) {
      const sandbox = await testSandbox({ seed });
      await sandbox.request("POST", "/calls", CALL);
      ids.push(sandbox.calls[0]?.callId);
    }
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  it("makes a pool of any size", async () => {
    for (const poolSize of [0, 1, 40, 1000]) {
      const { text } = await (await testSandbox({ poolSize })).request("GET", AGENT);
      expect(text.match(/"slug"/g)?.length ?? 0).toBe(poolSize);
    }
  });

  it("says what is wrong with an option, and with a port that is taken", async () => {
    await expect(startSandbox({ speed: 0 })).rejects.toThrow(/speed must be from/);
    await expect(startSandbox({ maxConcurrentCalls: 0 })).rejects.toThrow(/maxConcurrentCalls/);
    const sandbox = await testSandbox();
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
