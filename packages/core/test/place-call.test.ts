import { describe, expect, it, onTestFinished } from "vitest";
import { createClientIn } from "../src/client.js";
import { AuthenticationError, CallOutcomeUnknownError, type RequestOptions } from "../src/index.js";
import {
  answering,
  type Behaviour,
  beginning,
  reset,
  silent,
  startLoopbackServer,
} from "./support/loopback-server.js";
import { testRuntime } from "./support/test-runtime.js";

const request = {
  model_id: "0ae2859d-c25c-4d56-a9f3-809387b725ce",
  phone: "+14155550123",
  name: "John Doe",
  from_phone_number: "+16286666348",
};
const call_id = "7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77";
const placed = answering(200, { status: "ok", response: { answer: "Call placed", call_id }, eta: 2 });

async function serve(behave: Behaviour, options: RequestOptions = {}) {
  const server = await startLoopbackServer(behave);
  onTestFinished(server.close);
  const runtime = testRuntime();
  const client = createClientIn(runtime, { apiKey: "sk_test_0123456789", baseUrl: server.baseUrl });
  const outcome = client.calls.create(request, options).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { server, runtime, outcome };
}

async function errorOf(outcome: Promise<{ value: unknown } | { error: unknown }>): Promise<unknown> {
  const ended = await outcome;
  if ("error" in ended) return ended.error;
  throw new Error(`Expected a failure, got ${JSON.stringify(ended.value)}.`);
}

const ONCE = ["POST /v2/calls"];

describe("a call that was placed", () => {
  it.each([
    ["with an eta", { status: "ok", response: { answer: "Call placed", call_id }, eta: 2 }, { eta: 2 }],
    [
      "spelt success, without an eta",
      { status: "success", response: { answer: "Call placed", call_id } },
      {},
    ],
    ["without an envelope", { answer: "Call placed", call_id }, {}],
  ])("gives its id, %s", async (_, body, more) => {
    const { server, outcome } = await serve(answering(200, body));
    expect(await outcome).toEqual({ value: { answer: "Call placed", call_id, ...more } });
    expect(server.arrived).toEqual(ONCE);
  });
});

describe("a call over the limit", () => {
  it("is tried again when the API says it may be", async () => {
    const answers = [answering(429, {}, { "Retry-After": "2" }), answering(429, {})];
    const { server, runtime, outcome } = await serve((...given) => (answers.shift() ?? placed)(...given));
    expect(await outcome).toMatchObject({ value: { call_id } });
    expect(runtime.slept).toEqual([2500, 1000]);
    expect(server.arrived).toHaveLength(3);
  });

  it("is tried once with retries: 0, and tells how long to wait", async () => {
    const { server, outcome } = await serve(answering(429, {}, { "Retry-After": "2" }), { retries: 0 });
    expect(await errorOf(outcome)).toMatchObject({ code: "api_429", retryAfterMs: 2000 });
    expect(server.arrived).toEqual(ONCE);
  });

  it("is not tried again where the API asks to wait beyond the whole time", async () => {
    const { server, runtime, outcome } = await serve(answering(429, {}, { "Retry-After": "61" }));
    expect(await errorOf(outcome)).toMatchObject({ code: "api_429", retryAfterMs: 61_000 });
    expect(runtime.slept).toEqual([]);
    expect(server.arrived).toEqual(ONCE);
  });

  it("is never tried again once a later try may have rung", async () => {
    const answers = [answering(429, {}), reset];
    const { server, outcome } = await serve((...given) => (answers.shift() ?? placed)(...given));
    expect(await errorOf(outcome)).toBeInstanceOf(CallOutcomeUnknownError);
    expect(server.arrived).toHaveLength(2);
  });
});

describe("a call that may be ringing", () => {
  const endings: readonly (readonly [string, Behaviour])[] = [
    ["200 without an id", answering(200, { status: "ok", response: {} })],
    ["200 with an empty id", answering(200, { response: { call_id: "" } })],
    ["200 with an id of no text", answering(200, { response: { call_id: 7 } })],
    ["200 with response: null", answering(200, { response: null })],
    ["200 with an id in a list", answering(200, { response: [{ call_id }] })],
  ];

  it.each(endings)("ends with %s", async (_, behave) => {
    const { server, outcome } = await serve(behave);
    const error = await errorOf(outcome);
    expect(error).toBeInstanceOf(CallOutcomeUnknownError);
    expect(error).toMatchObject({ status: 200, cause: { code: "unexpected_response", status: 200 } });
    expect(server.arrived).toEqual(ONCE);
  });

  const notPlacedElsewhere = new AuthenticationError("GET /calls was refused with 401.", {
    operation: { id: "list-calls", method: "GET", path: "/calls" },
    status: 401,
    issues: [],
    body: {},
  });
  it.each([
    ["before the answer", silent, new Error("stop")],
    ["in the answer", beginning(200, silent), new Error("stop")],
    ["for a refusal that something else got", silent, notPlacedElsewhere],
    ["for no reason", silent, null],
  ])("is cancelled %s", async (_, behave, reason) => {
    const controller = new AbortController();
    const { server, outcome } = await serve(behave, { signal: controller.signal });
    await server.firstArrival;
    controller.abort(reason);
    const error = await errorOf(outcome);
    expect(error).toBeInstanceOf(CallOutcomeUnknownError);
    const { cause } = error as { cause: Error };
    expect(cause).toMatchObject({ name: "AbortError", code: "aborted", sent: "maybe" });
    expect(cause.cause).toBe(reason);
    expect(server.arrived).toEqual(ONCE);
  });

  it("carries what to look it up by, and masks the callee in its message", async () => {
    const { runtime, outcome } = await serve(reset);
    const error = (await errorOf(outcome)) as CallOutcomeUnknownError;
    expect(error).toMatchObject({
      operation: { id: "voice-call", method: "POST", path: "/calls" },
      request: { model_id: request.model_id, phone: request.phone, from_phone_number: "+16286666348" },
      sentAt: runtime.now(),
    });
    expect(error.lookup.agentId).toBe(request.model_id);
    expect(error.message).toMatch(
      /^The call to \*{10}23 may have been placed: The connection broke during POST/,
    );
    expect(error.message).toMatch(/Look it up before trying again\.$/);
  });

  it("tells the request's id and kind of the answer that left it open", async () => {
    const detail = { description: "Sorry.", request_id: "r1", category: "internal" };
    const { outcome } = await serve(answering(500, { detail }));
    expect(await errorOf(outcome)).toMatchObject({ status: 500, requestId: "r1", category: "internal" });
  });
});

describe("a call that was cancelled while it waited for its next try", () => {
  it("was surely not placed", async () => {
    const controller = new AbortController();
    const server = await startLoopbackServer(answering(429, {}));
    onTestFinished(server.close);
    const runtime = testRuntime();
    const sleep = async () => controller.abort(new Error("stop"));
    const client = createClientIn(
      { ...runtime, sleep },
      { apiKey: "sk_test_0123456789", baseUrl: server.baseUrl },
    );
    await expect(client.calls.create(request, { signal: controller.signal })).rejects.toMatchObject({
      name: "AbortError",
      sent: "no",
      message: "POST /calls was cancelled.",
    });
    expect(server.arrived).toEqual(ONCE);
  });
});
