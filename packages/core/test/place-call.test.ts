import { describe, expect, it, onTestFinished } from "vitest";
import {
  AuthenticationError,
  BadRequestError,
  CallOutcomeUnknownError,
  ConnectionError,
  createClient,
  isCallOutcomeUnknownError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  type RequestOptions,
  ValidationError,
} from "../src/index.js";
import {
  answering,
  type Behaviour,
  beginning,
  hangUp,
  reset,
  silent,
  startLoopbackServer,
  unusedBaseUrl,
} from "./support/loopback-server.js";

const request = {
  model_id: "0ae2859d-c25c-4d56-a9f3-809387b725ce",
  phone: "+14155550123",
  name: "John Doe",
  from_phone_number: "+16286666348",
};
const call_id = "7d1c2f5e-9b7a-4f0e-8a33-5f3b1f0d9c77";

/** Long enough for a request to arrive on a busy machine. */
const SHORT_MS = 300;

async function serve(behave: Behaviour, placed: RequestOptions = {}) {
  const server = await startLoopbackServer(behave);
  onTestFinished(server.close);
  const client = createClient({ apiKey: "sk_test_0123456789", baseUrl: server.baseUrl });
  const outcome = client.calls.create(request, placed).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { server, outcome };
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
  ])("gives its id, %s", async (_, body, more) => {
    const { server, outcome } = await serve(answering(200, body));
    expect(await outcome).toEqual({ value: { answer: "Call placed", call_id, ...more } });
    expect(server.arrived).toEqual(ONCE);
  });
});

const ENVELOPES: readonly (readonly [string, unknown])[] = [
  ["a detail object", { detail: { status: "error", description: "No.", request_id: "r1", category: "c" } }],
  ["a detail text", { detail: "No." }],
  ["a detail list", { detail: [{ loc: ["body", "phone"], msg: "No.", type: "value_error" }] }],
  ["the gateway's pair", { error: "no", message: "No." }],
  ["an empty object", {}],
  ["HTML", "<html>no</html>"],
  ["no body", undefined],
];

describe("a call that was surely not placed", () => {
  const refusals = [
    [400, BadRequestError],
    [401, AuthenticationError],
    [403, PermissionError],
    [404, NotFoundError],
    [422, ValidationError],
    [429, RateLimitError],
  ] as const;
  const table = refusals.flatMap(([status, Class]) =>
    ENVELOPES.map(([envelope, body]) => ({ status, Class, envelope, body })),
  );

  it.each(table)("is refused with $status and $envelope", async ({ status, Class, body }) => {
    const { server, outcome } = await serve(answering(status, body));
    const error = await errorOf(outcome);
    expect(error).toBeInstanceOf(Class);
    expect(error).toMatchObject({ code: `api_${status}`, status, operation: { id: "voice-call" } });
    expect(isCallOutcomeUnknownError(error)).toBe(false);
    expect(server.arrived).toEqual(ONCE);
  });

  it("tells what the refusal said", async () => {
    const detail = {
      status: "error",
      description: "Not attached.",
      request_id: "r1",
      category: "validation",
    };
    const { outcome } = await serve(answering(400, { detail }));
    expect(await errorOf(outcome)).toMatchObject({
      message: "POST /calls was refused with 400: Not attached.",
      requestId: "r1",
      category: "validation",
      body: { detail },
    });
  });

  it("tells which fields were wrong", async () => {
    const { outcome } = await serve(
      answering(422, { detail: [{ loc: ["body", "phone"], msg: "bad", type: "x" }] }),
    );
    expect(await errorOf(outcome)).toMatchObject({
      issues: [{ path: ["body", "phone"], message: "bad", type: "x" }],
    });
  });

  it.each([
    ["2", 2000],
    ["0.5", 500],
    ["soon", undefined],
    ["Wed, 21 Oct 2026 07:28:00 GMT", undefined],
  ])("reads Retry-After: %s", async (header, retryAfterMs) => {
    const { outcome } = await serve(answering(429, {}, { "Retry-After": header }));
    const error = (await errorOf(outcome)) as RateLimitError;
    expect(error.retryAfterMs).toBe(retryAfterMs);
  });

  it("finds nobody listening", async () => {
    const client = createClient({ apiKey: "sk_test_0123456789", baseUrl: await unusedBaseUrl() });
    const error = await errorOf(
      client.calls.create(request).then(
        (value) => ({ value }),
        (reason: unknown) => ({ error: reason }),
      ),
    );
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: "connection_failed", sent: "no" });
  });

  it("is cancelled before it is sent, with the signal's own reason", async () => {
    const reason = new Error("changed my mind");
    const { server, outcome } = await serve(answering(200, {}), { signal: AbortSignal.abort(reason) });
    expect(await errorOf(outcome)).toBe(reason);
    expect(server.arrived).toEqual([]);
  });
});

describe("a call that may be ringing", () => {
  const elsewhere = { Location: "/v2/elsewhere" };
  const endings: readonly (readonly [string, Behaviour, Record<string, unknown>])[] = [
    ["200 without an id", answering(200, { status: "ok", response: {} }), { code: "unexpected_response" }],
    ["200 with an empty id", answering(200, { response: { call_id: "" } }), { code: "unexpected_response" }],
    [
      "200 with an id of no text",
      answering(200, { response: { call_id: 7 } }),
      { code: "unexpected_response" },
    ],
    ["200 with response: null", answering(200, { response: null }), { code: "unexpected_response" }],
    ["200 with truncated JSON", answering(200, '{"status":"ok","resp'), { code: "unexpected_response" }],
    ["200 with HTML", answering(200, "<html>hello</html>"), { code: "unexpected_response" }],
    ["200 with a list", answering(200, []), { code: "unexpected_response" }],
    ["200 with no body", answering(200), { code: "unexpected_response", body: "" }],
    ["204", answering(204), { code: "unexpected_response", status: 204 }],
    ["402", answering(402, {}), { code: "api_402" }],
    ["408", answering(408, {}), { code: "api_408" }],
    ["409", answering(409, {}), { code: "api_409" }],
    ["302", answering(302, "", elsewhere), { code: "api_302" }],
    ["307", answering(307, "", elsewhere), { code: "api_307" }],
    ["a reset before the answer", reset, { code: "connection_failed", sent: "maybe" }],
    ["a hang-up before the answer", hangUp, { code: "connection_failed", sent: "maybe" }],
    ["a reset in a 200", beginning(200, reset), { code: "connection_failed", sent: "maybe" }],
    ["a reset in a 400", beginning(400, reset), { code: "connection_failed", sent: "maybe" }],
    ...[500, 502, 503].flatMap((status) =>
      ENVELOPES.map(
        ([envelope, body]) =>
          [
            `${status} with ${envelope}`,
            answering(status, body),
            { code: `api_${status}`, name: "ServerError" },
          ] as const,
      ),
    ),
  ];

  it.each(endings)("ends with %s", async (_, behave, cause) => {
    const { server, outcome } = await serve(behave);
    const error = await errorOf(outcome);
    expect(error).toBeInstanceOf(CallOutcomeUnknownError);
    expect(error).toMatchObject({ code: "call_outcome_unknown", cause });
    expect(server.arrived).toEqual(ONCE);
  });

  it.each([
    ["before the answer", silent],
    ["in the answer", beginning(200, silent)],
    ["in a refusal", beginning(400, silent)],
  ])("times out %s", async (_, behave) => {
    const { server, outcome } = await serve(behave, { timeoutMs: SHORT_MS });
    const error = await errorOf(outcome);
    expect(error).toBeInstanceOf(CallOutcomeUnknownError);
    expect(error).toMatchObject({
      code: "call_outcome_unknown",
      cause: { code: "timed_out", sent: "maybe", timeoutMs: SHORT_MS },
    });
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
    expect((error as Error).cause).toBe(reason);
    expect(server.arrived).toEqual(ONCE);
  });

  it("carries what to look it up by, and masks the callee in its message", async () => {
    const before = Date.now();
    const { outcome } = await serve(reset);
    const error = (await errorOf(outcome)) as CallOutcomeUnknownError;
    expect(error.request).toEqual({
      model_id: request.model_id,
      phone: request.phone,
      from_phone_number: request.from_phone_number,
    });
    expect(error.sentAt).toBeGreaterThanOrEqual(before);
    expect(error.sentAt).toBeLessThanOrEqual(Date.now());
    expect(error.message).toContain("**********23");
    expect(error.message).not.toContain(request.phone);
  });
});
