import { request as httpRequest } from "node:http";
import { describe, expect, it } from "vitest";
import { type RunningSandbox, SEEDED } from "../src/index.js";
import { at, callBody, readAnswer, START, startTestSandbox } from "./support/test-sandbox.js";

async function inspect(sandbox: RunningSandbox, what: string, init?: RequestInit) {
  return await readAnswer(await fetch(new URL(`/__sandbox/${what}`, sandbox.url), init));
}

describe("sandbox.requests", () => {
  it("holds every request in order, as it was sent, without the key", async () => {
    const { sandbox, send, place, advance } = await startTestSandbox();
    await send("GET", "/assistants/?limit=3");
    advance(5);
    await place();
    await send("POST", "/nothing", "no JSON");
    expect(sandbox.requests).toEqual([
      {
        sequence: 1,
        at: START,
        method: "GET",
        path: "/v2/assistants/",
        operationId: "list-assistant",
        query: { limit: "3" },
        key: "right",
        status: 200,
      },
      {
        sequence: 2,
        at: START + 5,
        method: "POST",
        path: "/v2/calls",
        operationId: "voice-call",
        query: {},
        body: callBody(),
        key: "right",
        status: 200,
      },
      {
        sequence: 3,
        at: START + 5,
        method: "POST",
        path: "/v2/nothing",
        query: {},
        body: "no JSON",
        key: "right",
        status: 404,
      },
    ]);
    expect(JSON.stringify(sandbox.requests)).not.toContain(sandbox.apiKey);
  });

  it("masks passwords", async () => {
    const { sandbox, send } = await startTestSandbox();
    await send("PATCH", "/numbers/12131231214", { trunk_username: "me", trunk_pwd: "hush" });
    expect(sandbox.requests[0]?.body).toEqual({ trunk_username: "me", trunk_pwd: "***" });
  });

  it("keeps the newest and says how many it dropped", async () => {
    const { sandbox, send } = await startTestSandbox({ maxLoggedRequests: 3 });
    for (let index = 0; index < 8; index += 1) await send("GET", "/assistants/");
    expect(sandbox.requests.map(({ sequence }) => sequence)).toEqual([6, 7, 8]);
    expect(sandbox.droppedRequests).toBe(5);
  });
});

describe("/__sandbox", () => {
  it("tells requests and calls to whoever asks, and does not log that", async () => {
    const { sandbox, place } = await startTestSandbox();
    await place({ from_phone_number: "+16286666348" });
    const requests = await inspect(sandbox, "requests");
    expect(requests.body).toMatchObject({ total: 1, dropped: 0, requests: [{ operationId: "voice-call" }] });
    const { body } = await inspect(sandbox, "calls");
    expect(at(body, "calls")).toEqual([
      {
        callId: expect.any(String),
        agentId: SEEDED.agentId,
        from: "+16286666348",
        to: "+14155550123",
        name: "John Doe",
        variables: {},
        placedAt: START,
        endsAt: expect.any(Number),
        status: "pending",
      },
    ]);
    expect(sandbox.requests).toHaveLength(1);
  });

  it("takes faults, and forgets them", async () => {
    const { sandbox, place } = await startTestSandbox();
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ operationId: "voice-call", kind: "status", status: 503, times: 5 });
    expect((await inspect(sandbox, "faults", { method: "POST", headers, body })).body).toEqual({
      pending: 1,
    });
    expect((await place()).status).toBe(503);
    await inspect(sandbox, "faults", { method: "DELETE" });
    expect((await place()).status).toBe(200);
  });

  it.each([
    ["a fault that there is not", "application/json", '{"kind":"smoke"}'],
    ["no JSON", "application/json", "{"],
    ["no object", "application/json", "null"],
    ["another content type", "text/plain", '{"kind":"reset"}'],
  ])("refuses %s with 400", async (_, type, body) => {
    const { sandbox } = await startTestSandbox();
    const init = { method: "POST", headers: { "content-type": type }, body };
    expect((await inspect(sandbox, "faults", init)).status).toBe(400);
    expect(sandbox.faults.pending).toBe(0);
  });

  it("is closed to pages whose own name points to this machine", async () => {
    const { sandbox } = await startTestSandbox();
    const status = await new Promise((resolve, reject) => {
      const headers = { host: `rebound.example:${sandbox.port}` };
      httpRequest(new URL("/__sandbox/requests", sandbox.url), { headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(404);
  });
});
