import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { createClientIn } from "../src/client.js";
import { type ClientOptions, createClient, type RetryEvent } from "../src/index.js";
import { ENDINGS } from "./support/endings.js";
import { ROWS, type Row } from "./support/every-method.js";
import {
  answering,
  type Behaviour,
  beginning,
  reset,
  silent,
  startLoopbackServer,
} from "./support/loopback-server.js";
import { recordingFetch } from "./support/recording-fetch.js";
import { testRuntime } from "./support/test-runtime.js";

// A quote, a backslash and an ampersand: JSON, URLs and HTML write them otherwise.
const apiKey = 'sk_live_"0123\\456789';
const trunk_pwd = 's3cret&"pass\\word';
const agentId = "0ae2859d-c25c-4d56-a9f3-809387b725ce";
const call = { model_id: agentId, phone: "+14155550123", name: "John Doe" };
/** The secrets, and pieces of them that no escaping changes. */
const ofKey = [apiKey, "sk_live_", "456789"];
const parts = [...ofKey, trunk_pwd, "s3cret"];

/** Everything that a log could take from an error. */
function everythingOf(error: unknown): string {
  const told: unknown[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    told.push(at.message, at.stack, JSON.stringify({ ...at }), inspect(at, { depth: 10, showHidden: true }));
  }
  return told.join("\n");
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`Expected a failure, got ${inspect(value)}.`);
    },
    (error: unknown) => error,
  );
}

/** @param secrets A server can only repeat a password to whoever sent it. */
function expectNoSecret(error: unknown, secrets: readonly string[] = parts): void {
  const told = everythingOf(error);
  expect(told).not.toBe("");
  for (const part of secrets) expect(told).not.toContain(part);
}

/** The methods that send a SIP password. */
const WITH_PASSWORD: readonly Row["run"][] = [
  (client) =>
    client.numbers.createCustom({
      workspace_id: "w",
      phone_number: "+14155550123",
      termination_uri: "sip.example.com",
      trunk_pwd,
    }),
  (client) => client.numbers.update("14155550123", { trunk_pwd }),
];

/** What a server can repeat of each. */
const WITH_SECRETS: readonly (readonly [Row["run"], readonly string[]])[] = [
  ...WITH_PASSWORD.map((run) => [run, parts] as const),
  [(client) => client.calls.create(call), ofKey],
  [(client) => client.agents.get(agentId), ofKey],
];

/** Servers that repeat what they were sent, in all the ways that occur. */
const ECHOES: readonly (readonly [string, Behaviour])[] = [
  ["a refusal in text", answering(401, { detail: `Bad key ${apiKey} or password ${trunk_pwd}` })],
  [
    "a refusal in a field",
    answering(400, { detail: { request_id: apiKey, category: trunk_pwd, key: [apiKey] } }),
  ],
  ["a refusal in a field's name", answering(400, { [apiKey]: 1, [trunk_pwd]: 2 })],
  [
    "a validation list",
    answering(422, { detail: [{ loc: ["body", trunk_pwd], msg: apiKey, type: trunk_pwd }] }),
  ],
  ["the gateway's pair", answering(404, { error: apiKey, message: trunk_pwd })],
  ["a page", answering(502, `<pre>Authorization: Bearer ${apiKey}\n${JSON.stringify({ trunk_pwd })}</pre>`)],
  ["a URL", answering(500, `?key=${encodeURIComponent(apiKey)}&p=${encodeURIComponent(trunk_pwd)}`)],
  ["a header", answering(503, {}, { "X-Request-Id": encodeURIComponent(apiKey) })],
  ["a success", answering(200, { status: "ok", response: { token: apiKey, again: trunk_pwd } })],
  ["a success that is text", answering(200, JSON.stringify(`${apiKey} ${trunk_pwd}`))],
  ["a success that is no JSON", answering(200, `${apiKey} ${trunk_pwd}`)],
  ["a success that begins with it", answering(200, apiKey)],
  ["a success with a password we never sent", answering(200, [{ trunk_pwd: "s3cret, but stored" }])],
];

describe("no error holds the API key or a SIP password", () => {
  it.each(ECHOES)("after %s that repeats them", async (_, behave) => {
    const server = await startLoopbackServer(behave);
    onTestFinished(server.close);
    const events: RetryEvent[] = [];
    const client = createClientIn(testRuntime(), {
      apiKey,
      baseUrl: server.baseUrl,
      onRetry: (event) => events.push(event),
    });
    for (const [run, secrets] of WITH_SECRETS) {
      const end = await run(client).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      if ("error" in end) expectNoSecret(end.error, secrets);
      for (const { error } of events.splice(0)) expectNoSecret(error, secrets);
    }
  });

  it.each(ENDINGS.filter(({ comes }) => typeof comes === "object"))(
    "after $name, whatever was asked",
    async (ending) => {
      const runtime = testRuntime();
      const server = await startLoopbackServer(ending.behave(ROWS[0] as Row, runtime));
      onTestFinished(server.close);
      const client = createClientIn(runtime, { apiKey, baseUrl: server.baseUrl });
      for (const [run, secrets] of WITH_SECRETS) expectNoSecret(await failureOf(run(client)), secrets);
    },
  );

  it.each([
    ["a reset", reset],
    ["a reset in the answer", beginning(200, reset)],
    ["silence", silent],
  ])("after %s, with the real clock", async (_, behave) => {
    const server = await startLoopbackServer(behave);
    onTestFinished(server.close);
    const client = createClient({ apiKey, baseUrl: server.baseUrl, timeoutMs: 100, retries: 0 });
    expectNoSecret(await failureOf(client.calls.create(call)));
    expectNoSecret(await failureOf(client.numbers.update("1", { trunk_pwd })));
  });

  it("after a cancelled request", async () => {
    const { fetch } = recordingFetch({});
    const client = createClient({ apiKey, fetch });
    expectNoSecret(await failureOf(client.calls.create(call, { signal: AbortSignal.abort() })));
  });

  const holding = (request: Request) =>
    Object.assign(new Error("it failed"), { request, config: { request } });
  it.each([
    ["the request", holding],
    ["the request's headers", ({ headers }: Request) => Object.assign(new Error("no"), { headers })],
    ["the headers as text", ({ headers }: Request) => new Error(JSON.stringify([...headers]))],
    ["the body as text", () => new Error(`could not send ${JSON.stringify({ trunk_pwd })}`)],
    ["the request, in its cause", (request: Request) => new Error("outer", { cause: holding(request) })],
    ["the request, among several", (request: Request) => new AggregateError([holding(request)], "several")],
  ])("after a failure of one's own fetch or middleware that holds %s", async (_, errorFor) => {
    const fetch = (request: Request) => Promise.reject(errorFor(request));
    const middleware = [
      { onResponse: ({ request }: { request: Request }) => Promise.reject(errorFor(request)) },
    ];
    const clients = [
      createClientIn(testRuntime(), { apiKey, fetch }),
      createClientIn(testRuntime(), {
        apiKey,
        fetch: async () => new Response(),
        middleware: middleware as never,
      }),
    ];
    for (const client of clients) {
      for (const [run, secrets] of WITH_SECRETS) expectNoSecret(await failureOf(run(client)), secrets);
    }
  });

  it("after a request that cannot be made", async () => {
    const { fetch } = recordingFetch({});
    const client = createClient({ apiKey, fetch });
    expectNoSecret(await failureOf(client.agents.get("")));
    expectNoSecret(await failureOf(client.agents.attachPhoneNumbers(agentId, {} as never)));
    const body: Record<string, unknown> = { trunk_pwd };
    body.self = body;
    expectNoSecret(await failureOf(client.numbers.update("1", body)));
  });

  it.each(["region", "baseUrl", "timeoutMs", "fetch", "retries", "middleware", "maxTotalMs"])(
    "when it is given as %s",
    async (option) => {
      const options = { apiKey, [option]: apiKey } as unknown as ClientOptions;
      expectNoSecret(await failureOf(Promise.resolve().then(() => createClient(options))));
    },
  );

  it("nor does the client itself", () => {
    const client = createClient({ apiKey });
    for (const part of parts) expect(inspect(client, { depth: 10, showHidden: true })).not.toContain(part);
    expect(JSON.stringify(client)).not.toContain("sk_live_");
  });
});
