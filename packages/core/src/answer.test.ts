import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answer, DONE, oneOf, PLACED_CALL, pageOf, readAnswer } from "./answer.js";
import { isSynthflowError } from "./errors.js";
import { getAgent as operation } from "./operations.js";
import { createRedactor } from "./redact.js";
import type { Agent, Call } from "./types.js";

const AGENT = oneOf<Agent>("model_id", "assistants");
const CALLS = pageOf<Call>("calls");

const redactor = () => createRedactor("sk_test_0123456789");

function read<T>(answer: Answer<T>, text: string, id?: string, headers = {}): T {
  const response = new Response(null, { status: 200, headers });
  return readAnswer(operation, { response, data: text }, answer, redactor, id);
}

const readJson = <T>(answer: Answer<T>, body: unknown, id?: string) => read(answer, JSON.stringify(body), id);

describe("one thing", () => {
  const agent = { model_id: "a", newer_field: [1] };

  it.each([
    ["in a list of one", { status: "ok", response: { assistants: [agent] } }],
    ["under its list's name", { status: "success", response: { assistants: agent } }],
    ["bare in the envelope", { status: "ok", response: agent }],
    ["as a list in the envelope", { status: "ok", response: [agent] }],
    ["without an envelope, in a list", { assistants: [agent], pagination: {} }],
    ["without an envelope, bare", agent],
    ["as a list alone", [agent]],
    ["beside others", { response: { assistants: [{ model_id: "b" }, agent] } }],
    ["beside what is none", { response: { assistants: [null, agent] } }],
  ])("is read %s", (_, body) => {
    expect(readJson(AGENT, body, "a")).toEqual(agent);
  });

  it("may have another id than was asked for, if it is the only one", () => {
    expect(readJson(AGENT, { response: { assistants: [{ model_id: "A" }] } }, "a")).toEqual({
      model_id: "A",
    });
  });

  it.each([
    null,
    7,
    "text",
    [],
    {},
    { response: null },
    { response: { assistants: [] } },
    { response: { assistants: [{}] } },
    { response: { assistants: [{ model_id: 7 }] } },
    { response: { assistants: [{ model_id: "" }] } },
    { response: { assistants: [{ model_id: "b" }, { model_id: "c" }] } },
  ])("is not found in %j", (body) => {
    expect(() => readJson(AGENT, body, "a")).toThrow(
      expect.objectContaining({
        code: "unexpected_response",
        message: "GET /assistants/{model_id} answered 200 with a body that holds no model_id.",
        operation,
        status: 200,
        body,
      }),
    );
  });
});

describe("a page", () => {
  const items = [{ call_id: "a" }, { call_id: "b", call_status: "teleported" }];
  const pagination = { total_records: 2, limit: 20, offset: 0 };

  it.each([
    ["in an envelope", { status: "ok", response: { calls: items, pagination } }, { items, pagination }],
    ["without an envelope", { calls: items, pagination }, { items, pagination }],
    ["without its pagination", { response: { calls: items } }, { items }],
    ["with a pagination of nothing", { response: { calls: items, pagination: null } }, { items }],
    ["as a list in the envelope", { response: items }, { items }],
    ["as a list alone", items, { items }],
    ["of no rows", { response: { calls: [] } }, { items: [] }],
  ])("is read %s", (_, body, page) => {
    expect(readJson(CALLS, body)).toEqual(page);
  });

  it.each([null, {}, { response: {} }, { response: { calls: {} } }, { response: { calls: [1] } }, [null]])(
    "is not found in %j",
    (body) => {
      expect(() => readJson(CALLS, body)).toThrow(/holds no calls/);
    },
  );
});

describe("a success that need not say anything", () => {
  it.each([
    ["", {}],
    [" \n", {}],
    ["{}", {}],
    ['{"status":"ok"}', { status: "ok" }],
    [
      '{"status":"success","response":{"answer":"Deleted"}}',
      { status: "success", response: { answer: "Deleted" } },
    ],
  ])("is read from %j", (text, result) => {
    expect(read(DONE, text)).toEqual(result);
  });

  it.each(["null", "[]", '"ok"', "<html>welcome</html>"])("is not found in %s", (text) => {
    expect(() => read(DONE, text)).toThrow(expect.objectContaining({ code: "unexpected_response" }));
  });
});

describe("a placed call", () => {
  it.each([
    [
      { status: "ok", response: { answer: "Placed", call_id: "c" }, eta: 2 },
      { answer: "Placed", call_id: "c", eta: 2 },
    ],
    [
      { call_id: "c", eta: 2 },
      { call_id: "c", eta: 2 },
    ],
    [{ response: { call_id: "c" }, eta: "soon" }, { call_id: "c" }],
  ])("is read from %j", (body, call) => {
    expect(readJson(PLACED_CALL, body)).toEqual(call);
  });
});

describe("a body that cannot be read", () => {
  it.each([
    ["", "is empty"],
    ["{", "is not JSON"],
    ["<html>sk_test_0123456789</html>", "is not JSON"],
  ])("%j is kept without secrets, and named", (text, fault) => {
    expect(() => read(AGENT, text)).toThrow(
      expect.objectContaining({
        message: `GET /assistants/{model_id} answered 200 with a body that ${fault}.`,
        body: text.replace("sk_test_0123456789", "[API key]"),
      }),
    );
  });

  it("tells the request's id", () => {
    expect(() => read(AGENT, "{}", "a", { "X-Request-Id": "r1" })).toThrow(
      expect.objectContaining({ requestId: "r1" }),
    );
  });
});

describe("any body", () => {
  const answers: readonly Answer<unknown>[] = [AGENT, CALLS, DONE, PLACED_CALL, oneOf<Agent>("model_id")];
  const shaped = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.jsonValue(),
      tie("object"),
      fc.array(tie("value"), { maxLength: 3 }),
    ),
    object: fc.dictionary(
      fc.constantFrom(
        "status",
        "response",
        "assistants",
        "calls",
        "pagination",
        "model_id",
        "call_id",
        "eta",
        "__proto__",
      ),
      tie("value"),
      { maxKeys: 4 },
    ),
  })).value;

  it.each([
    ["JSON", fc.jsonValue().map((value) => JSON.stringify(value))],
    ["JSON shaped like an answer", shaped.map((value) => JSON.stringify(value))],
    ["garbage", fc.string({ unit: "binary" })],
    ["JSON that breaks off", fc.jsonValue().map((value) => JSON.stringify(value).slice(0, -1))],
  ])("of %s gives a value or a typed error", (_, texts) => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...answers), (text, answer) => {
        try {
          expect(read(answer, text, "a")).toBeDefined();
        } catch (error) {
          if (!isSynthflowError(error)) throw error;
          expect(error.code).toBe("unexpected_response");
        }
      }),
    );
  });
});
