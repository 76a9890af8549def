import { describe, expect, it } from "vitest";
import { SEEDED } from "../src/index.js";
import { callBody, readAnswer, startTestSandbox } from "./support/test-sandbox.js";

describe("the API key", () => {
  it.each([
    ["is missing", undefined, "Missing API key", "missing"],
    ["is wrong", "Bearer wrong", "Invalid API key", "wrong"],
    ["comes without its scheme", "sandbox-api-key", "Invalid API key", "wrong"],
  ])("is asked for: 401 if it %s", async (_, authorization, description, key) => {
    const { sandbox, send } = await startTestSandbox();
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await send("GET", "/assistants/", undefined, { headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(answer.body).toEqual({
      detail: { status: "error", description, request_id: expect.stringMatching(/^req_/), category: "auth" },
    });
    expect(sandbox.requests).toMatchObject([{ key, status: 401 }]);
  });

  it("is checked before anything else", async () => {
    const { send } = await startTestSandbox();
    const answer = await send("POST", "/calls", "{", { headers: {} });
    expect(answer.status).toBe(401);
  });
});

describe("unmatched routes", () => {
  it.each(["/nothing", "/assistants/a/b", "/calls/%E0%A4%A", ""])(
    "below /v2 answer a text: %s",
    async (path) => {
      const { send } = await startTestSandbox();
      expect(await send("GET", path)).toMatchObject({ status: 404, body: { detail: "Not Found" } });
    },
  );

  it.each(["/", "/v1/calls", "/v20/calls", "/calls", "/__sandbox/nothing"])(
    "outside of /v2 are the gateway's: %s",
    async (path) => {
      const { sandbox } = await startTestSandbox();
      const answer = await readAnswer(await fetch(new URL(path, sandbox.url)));
      expect([answer.status, answer.body]).toEqual([
        404,
        { error: "not_found", message: "No route matched" },
      ]);
    },
  );

  it("a method that a path does not have is unmatched too", async () => {
    const { send } = await startTestSandbox();
    expect(await send("PATCH", "/calls", {})).toMatchObject({ status: 404, body: { detail: "Not Found" } });
  });

  it("the prefix may stand there twice, not three times", async () => {
    const { sandbox, send } = await startTestSandbox();
    expect((await send("GET", `/v2/assistants/${SEEDED.agentId}`)).status).toBe(200);
    expect((await send("GET", `/v2/v2/assistants/${SEEDED.agentId}`)).status).toBe(404);
    expect(sandbox.requests[0]?.path).toBe(`/v2/v2/assistants/${SEEDED.agentId}`);
  });
});

describe("bodies", () => {
  it.each([
    ["missing", undefined, "value_error.missing"],
    ["no JSON", '{"model_id": ', "value_error.jsondecode"],
    ["no object", "[]", "type_error.object"],
  ])("that are %s are refused with 422", async (_, body, type) => {
    const { sandbox, send } = await startTestSandbox();
    expect(await send("POST", "/calls", body)).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ["body"], msg: expect.any(String), type }] },
    });
    expect(sandbox.calls).toEqual([]);
  });

  it("are JSON by their content type, or refused with 422", async () => {
    const { sandbox, send } = await startTestSandbox();
    const authorization = `Bearer ${sandbox.apiKey}`;
    const headers = { authorization, "content-type": "text/plain" };
    expect((await send("POST", "/calls", callBody(), { headers })).status).toBe(422);
    const merge = { authorization, "content-type": "application/merge-patch+json; charset=utf-8" };
    expect((await send("PATCH", "/numbers/12131231214", {}, { headers: merge })).status).toBe(200);
  });

  it("that are too long are refused with 400, and the connection goes on", async () => {
    const { sandbox, send } = await startTestSandbox({ maxBodyBytes: 200 });
    expect(await send("POST", "/calls", callBody({ prompt: "x".repeat(1_000_000) }))).toMatchObject({
      status: 400,
      body: { detail: { description: "The body is longer than 200 bytes", category: "validation" } },
    });
    expect(sandbox.calls).toEqual([]);
    expect((await send("POST", "/calls", callBody())).status).toBe(200);
  });

  it("list every field that is wrong", async () => {
    const { send } = await startTestSandbox();
    expect((await send("POST", "/calls", { phone: 7, name: "Ann" })).body).toEqual({
      detail: [
        { loc: ["body", "model_id"], msg: "field required", type: "value_error.missing" },
        { loc: ["body", "phone"], msg: "value is not a valid string", type: "type_error.string" },
      ],
    });
  });
});

describe("other methods", () => {
  it("HEAD answers as GET, without a body", async () => {
    const { send } = await startTestSandbox();
    const answer = await send("HEAD", "/assistants/");
    expect([answer.status, answer.text]).toEqual([200, ""]);
    expect(Number(answer.headers.get("content-length"))).toBeGreaterThan(0);
  });

  it("OPTIONS tells the methods of a path", async () => {
    const { send } = await startTestSandbox();
    const answer = await send("OPTIONS", "/calls", undefined, { headers: {} });
    expect([answer.status, answer.headers.get("allow")]).toEqual([204, "GET, POST, HEAD, OPTIONS"]);
    expect((await send("OPTIONS", "/nothing")).status).toBe(404);
  });
});
