import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createClientIn } from "../src/client.js";
import {
  AbortedError,
  ApiError,
  CallOutcomeUnknownError,
  ConnectionError,
  isCallOutcomeUnknownError,
  type RetryEvent,
  SynthflowError,
  TimeoutError,
  UnexpectedResponseError,
} from "../src/index.js";
import { type Again, ENDINGS, type Ending } from "./support/endings.js";
import { callBody, done, ROWS, type Row } from "./support/every-method.js";
import {
  answering,
  type LoopbackServer,
  reset,
  startBreakingServer,
  startLoopbackServer,
  unusedBaseUrl,
} from "./support/loopback-server.js";
import { testRuntime } from "./support/test-runtime.js";

/** The operations that would be done twice if they were sent twice. */
const CREATIONS = ["create-assistant", "create-custom-number", "voice-call"];
/** The operations that may say nothing at all. */
const isDone = ({ answer, operation }: Row) => answer === done || operation.id === "delete-assistant";

const RETRIES = 2;

function retriesOf({ operation }: Row, again: Again): number {
  if (again === "none") return 0;
  return again === "all" || !CREATIONS.includes(operation.id) ? RETRIES : 0;
}

/** Runs a method against an address, and tells how it ended. */
async function run(
  row: Row,
  baseUrl: string,
  runtime = testRuntime(),
  options: { signal?: AbortSignal } = {},
) {
  const retried: RetryEvent[] = [];
  const onRetry = (event: RetryEvent) => retried.push(event);
  const client = createClientIn(runtime, { apiKey: "sk_test_0123456789", baseUrl, onRetry });
  const end = await row.run(client, options).then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error }),
  );
  expect(runtime.timers).toEqual([]);
  expect(retried.map(({ delayMs }) => delayMs)).toEqual(runtime.slept);
  return { ...end, retried };
}

/** The error itself; of a call of unknown outcome, its reason. */
function expectError(
  row: Row,
  error: unknown,
  fields: Readonly<Record<string, unknown>>,
  isNoCall: boolean,
): void {
  expect(error).toBeInstanceOf(SynthflowError);
  const isUnknown = row.operation.id === "voice-call" && !isNoCall;
  expect(isCallOutcomeUnknownError(error)).toBe(isUnknown);
  const reason = isUnknown ? (error as CallOutcomeUnknownError).cause : error;
  if (isUnknown) {
    expect(error).toBeInstanceOf(CallOutcomeUnknownError);
    const { model_id, phone, from_phone_number } = callBody;
    const { status, requestId, category } = reason as ApiError;
    expect(error).toMatchObject({
      operation: row.operation,
      request: { model_id, phone, from_phone_number },
    });
    expect(error).toMatchObject({ status, requestId, category });
  }
  const { message, ...rest } = fields;
  expect(reason).toMatchObject({ ...rest, operation: row.operation });
  if (message instanceof RegExp) expect((reason as Error).message).toMatch(message);
  const Class = [ApiError, ConnectionError, TimeoutError, AbortedError, UnexpectedResponseError].filter(
    (one) => reason instanceof one,
  );
  expect(Class).toHaveLength(1);
}

function expectEnd(row: Row, ending: Ending, { value, error }: Awaited<ReturnType<typeof run>>): void {
  if (ending.comes === "the result") expect(value).toEqual(row.result);
  else if (ending.comes !== "nothing") expectError(row, error, ending.comes, ending.isNoCall);
  else if (isDone(row)) expect(value).toEqual({});
  else expectError(row, error, { code: "unexpected_response", body: "" }, false);
}

describe.each(ROWS)("$name", (row) => {
  let server: LoopbackServer;
  beforeAll(async () => {
    server = await startLoopbackServer();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.arrived.length = 0;
  });
  const request = () => `${row.method} ${row.target}`;
  const times = (count: number) => Array.from({ length: count }, request);

  it.each(ENDINGS)("ends by $name", async (ending) => {
    const runtime = testRuntime();
    server.behave = ending.behave(row, runtime);
    const end = await run(row, server.baseUrl, runtime);
    expectEnd(row, ending, end);
    const retries = retriesOf(row, ending.again);
    expect(end.retried.map(({ attempt }) => attempt)).toEqual([1, 2].slice(0, retries));
    expect(server.arrived).toEqual(times(1 + retries));
  });

  it("ends by a refused connection", async () => {
    const end = await run(row, await unusedBaseUrl());
    expectError(row, end.error, { name: "ConnectionError", code: "connection_failed", sent: "no" }, true);
    expect(end.retried).toHaveLength(RETRIES);
  });

  it("ends by a reset before sending", async () => {
    const breaking = await startBreakingServer();
    const end = await run(row, breaking.baseUrl);
    await breaking.close();
    expectError(row, end.error, { name: "ConnectionError", code: "connection_failed", sent: "maybe" }, false);
    const retries = retriesOf(row, "what_may_be_repeated");
    expect(end.retried).toHaveLength(retries);
    expect(breaking.connections).toBe(1 + retries);
  });

  it.each([301, 302, 303, 307, 308])("ends by a redirect, %d: a write does not follow it", async (status) => {
    server.behave = (response, incoming) => {
      if (incoming.url === "/elsewhere") answering(200, row.answer)(response, incoming);
      else answering(status, "", { Location: "/elsewhere" })(response, incoming);
    };
    const end = await run(row, server.baseUrl);
    if (row.method === "GET") {
      expect(end.value).toEqual(row.result);
      expect(server.arrived).toEqual([request(), "GET /elsewhere"]);
    } else {
      expectError(row, end.error, { name: "ApiError", code: `api_${status}`, status }, false);
      expect(server.arrived).toEqual([request()]);
    }
    expect(end.retried).toEqual([]);
  });

  it("ends by a cancellation before it begins", async () => {
    const reason = new Error("changed my mind");
    const end = await run(row, server.baseUrl, testRuntime(), { signal: AbortSignal.abort(reason) });
    expectError(row, end.error, { name: "AbortError", code: "aborted", sent: "no", cause: reason }, true);
    expect(server.arrived).toEqual([]);
  });

  it("ends by a cancellation after sending", async () => {
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    server.behave = () => controller.abort(reason);
    const end = await run(row, server.baseUrl, testRuntime(), { signal: controller.signal });
    expectError(row, end.error, { name: "AbortError", code: "aborted", sent: "maybe", cause: reason }, false);
    expect(end.retried).toEqual([]);
    expect(server.arrived).toEqual([request()]);
  });

  it("succeeds after failures that may be tried again", async () => {
    const failures = CREATIONS.includes(row.operation.id)
      ? [answering(429, {}), answering(429, {})]
      : [reset, answering(503, {})];
    server.behave = (response, incoming) =>
      (failures.shift() ?? answering(200, row.answer))(response, incoming);
    const end = await run(row, server.baseUrl);
    expect(end).toMatchObject({ value: row.result, error: undefined });
    expect(end.retried).toHaveLength(2);
    expect(server.arrived).toEqual(times(3));
  });

  it("ends by a 404 after a try that may have done it: done, where something was to go", async () => {
    const answers = [reset];
    server.behave = (response, incoming) => (answers.shift() ?? answering(404, {}))(response, incoming);
    const end = await run(row, server.baseUrl);
    if (row.method === "DELETE") expect(end.value).toEqual({});
    else if (CREATIONS.includes(row.operation.id))
      expectError(row, end.error, { code: "connection_failed" }, false);
    else expectError(row, end.error, { name: "NotFoundError" }, true);
  });

  it("ends by a 404 after a try that surely did nothing: not found", async () => {
    const answers = [answering(429, {})];
    server.behave = (response, incoming) => (answers.shift() ?? answering(404, {}))(response, incoming);
    const end = await run(row, server.baseUrl);
    expectError(row, end.error, { name: "NotFoundError" }, true);
    expect(server.arrived).toEqual(times(2));
  });
});
