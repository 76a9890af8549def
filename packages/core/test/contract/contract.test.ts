import { type RunningSandbox, startSandbox } from "@dialpool/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "../../src/index.js";
import { checkDocument, checkExchange, operationIds, type Verdict } from "./check-exchange.js";
import { type Exchange, type RecordingProxy, startRecordingProxy } from "./recording-proxy.js";
import { provokeRefusals, useEveryOperation } from "./traffic.js";

/**
 * What client and sandbox say to each other, read off the wire and held against
 * the spec by a validator of other hands. Neither side's code takes part in the
 * judgement: two sides that share a mistake would be content with each other.
 */
let sandbox: RunningSandbox;
let proxy: RecordingProxy;
let verdicts: readonly (Verdict & { readonly exchange: Exchange })[];

beforeAll(async () => {
  sandbox = await startSandbox();
  proxy = await startRecordingProxy(sandbox.url);
  const client = createClient({ apiKey: sandbox.apiKey, baseUrl: proxy.baseUrl });
  const stranger = createClient({ apiKey: "not-the-key", baseUrl: proxy.baseUrl });
  await useEveryOperation(client, sandbox);
  await provokeRefusals(client, stranger, sandbox);
  verdicts = await Promise.all(
    proxy.exchanges.map(async (exchange) => ({ ...(await checkExchange(exchange)), exchange })),
  );
});
afterAll(async () => {
  await proxy.close();
  await sandbox.close();
});

describe("the traffic between client and sandbox", () => {
  it("is judged by a document that is OpenAPI 3.1", async () => {
    expect(await checkDocument()).toEqual([]);
  });

  it("reaches every operation and is answered with success", () => {
    const succeeded = verdicts.filter(({ exchange }) => exchange.status === 200);
    expect(new Set(succeeded.map(({ operationId }) => operationId))).toEqual(new Set(operationIds));
    expect(operationIds).toHaveLength(15);
  });

  it("holds a refusal of each kind", () => {
    const statuses = new Set(verdicts.map(({ exchange }) => exchange.status));
    expect([...statuses].sort()).toEqual([200, 400, 401, 403, 404, 422, 429]);
  });

  it("has no answer that breaks the spec", () => {
    expect(verdicts.filter(({ answer }) => answer.length > 0)).toEqual([]);
  });

  it("has no request that breaks the spec, but those that were answered with 422, and all of these", () => {
    const broken = verdicts.filter(({ request }) => request.length > 0);
    const unprocessable = verdicts.filter(({ exchange }) => exchange.status === 422);
    expect(broken).toEqual(unprocessable);
    expect(unprocessable).toHaveLength(2);
  });
});

/** The validator must be able to say no: every kind of mistake, planted in what was recorded. */
describe("the validator", () => {
  const successOf = (id: string): Exchange => {
    const found = verdicts.find(({ operationId, exchange }) => operationId === id && exchange.status === 200);
    if (found === undefined) throw new Error(`No ${id} was recorded.`);
    return found.exchange;
  };
  const replaced = (text: string, change: (value: Record<string, unknown>) => unknown) =>
    JSON.stringify(change(JSON.parse(text) as Record<string, unknown>));

  it.each(operationIds)("catches an answer to %s that is something else", async (id) => {
    const exchange = { ...successOf(id), responseText: "[]" };
    expect((await checkExchange(exchange)).answer).not.toEqual([]);
  });

  it("catches a body that is something else, wherever an operation takes one", async () => {
    const withBody = operationIds.map(successOf).filter(({ requestText }) => requestText !== "");
    expect(withBody).toHaveLength(6);
    for (const exchange of withBody) {
      expect((await checkExchange({ ...exchange, requestText: "[]" })).request).not.toEqual([]);
    }
  });

  const requestMistakes: readonly (readonly [string, string, (exchange: Exchange) => Partial<Exchange>])[] = [
    ["a path that does not exist", "list-calls", () => ({ target: "/v2/call" })],
    ["another method", "get-phone-call", () => ({ method: "POST" })],
    ["no key", "list-calls", () => ({ requestHeaders: {} })],
    ["a missing parameter", "list-calls", () => ({ target: "/v2/calls?limit=2" })],
    ["an unknown parameter", "list-calls", ({ target }) => ({ target: `${target}&page=2` })],
    ["a parameter of another type", "list-calls", () => ({ target: "/v2/calls?model_id=a&limit=two" })],
    ["a parameter twice", "list-calls", ({ target }) => ({ target: `${target}&limit=2` })],
    [
      "another content type",
      "voice-call",
      ({ requestHeaders: { authorization = "" } }) => ({
        requestHeaders: { authorization, "content-type": "text/plain" },
      }),
    ],
    ["no body", "voice-call", () => ({ requestText: "" })],
    ["a body where none is taken", "list-calls", () => ({ requestText: "{}" })],
    [
      "a missing field",
      "voice-call",
      ({ requestText }) => ({ requestText: replaced(requestText, ({ name: _, ...rest }) => rest) }),
    ],
    [
      "a field of another type",
      "voice-call",
      ({ requestText }) => ({
        requestText: replaced(requestText, (body) => ({ ...body, phone: 14155550123 })),
      }),
    ],
    [
      "both lists of numbers",
      "attach-phone-numbers-to-assistant",
      () => ({ requestText: '{"phone_numbers":["a"],"phone_number_slugs":["b"]}' }),
    ],
    [
      "a provider without its address",
      "create-custom-number",
      ({ requestText }) => ({
        requestText: replaced(requestText, ({ termination_uri: _, ...rest }) => rest),
      }),
    ],
  ];
  it.each(requestMistakes)("catches a request with %s", async (_, id, mistake) => {
    const exchange = successOf(id);
    expect((await checkExchange(exchange)).request).toEqual([]);
    expect((await checkExchange({ ...exchange, ...mistake(exchange) })).request).not.toEqual([]);
  });

  const answerMistakes: readonly (readonly [string, string, (exchange: Exchange) => Partial<Exchange>])[] = [
    ["an undocumented status", "voice-call", () => ({ status: 202 })],
    ["a status of its own meaning", "voice-call", () => ({ status: 418 })],
    ["a page of HTML", "voice-call", () => ({ contentType: "text/html", responseText: "<html></html>" })],
    ["no body", "voice-call", () => ({ responseText: "" })],
    ["no call id", "voice-call", () => ({ responseText: '{"status":"ok","response":{}}' })],
    [
      "a row without an id",
      "list-calls",
      ({ responseText }) => ({ responseText: responseText.replaceAll('"call_id"', '"id"') }),
    ],
    [
      "a field of another type",
      "get-phone-number",
      ({ responseText }) => ({ responseText: replaced(responseText, (body) => ({ ...body, slug: 7 })) }),
    ],
  ];
  it.each(answerMistakes)("catches an answer with %s", async (_, id, mistake) => {
    const exchange = successOf(id);
    expect((await checkExchange(exchange)).answer).toEqual([]);
    expect((await checkExchange({ ...exchange, ...mistake(exchange) })).answer).not.toEqual([]);
  });
});
