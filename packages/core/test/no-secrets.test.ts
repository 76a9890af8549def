import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ClientOptions, createClient } from "../src/index.js";
import { answering, beginning, reset, silent, startLoopbackServer } from "./support/loopback-server.js";
import { recordingFetch } from "./support/recording-fetch.js";

// A quote and a backslash: JSON writes them otherwise.
const apiKey = 'sk_live_"0123\\456789';
const agentId = "0ae2859d-c25c-4d56-a9f3-809387b725ce";
const call = { model_id: agentId, phone: "+14155550123", name: "John Doe" };
const parts = [apiKey, "sk_live_", "456789"];

/** Everything that a log could take from an error. */
function everythingOf(error: unknown): string {
  const { message, stack } = error as Error;
  const fields = JSON.stringify({ ...(error as Error), cause: (error as Error).cause });
  return [message, stack, fields, inspect(error, { depth: 10, showHidden: true })].join("\n");
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`Expected a failure, got ${inspect(value)}.`);
    },
    (error: unknown) => error,
  );
}

function expectNoKey(error: unknown): void {
  for (const part of parts) expect(everythingOf(error)).not.toContain(part);
}

describe("no error holds the API key", () => {
  it.each([
    ["a refusal", answering(401, { detail: "Invalid API key" })],
    ["a refusal that repeats the key", answering(401, { detail: `Invalid API key ${apiKey}` })],
    [
      "a refusal that repeats the key in a field",
      answering(400, { detail: { request_id: "r", key: [apiKey] } }),
    ],
    ["a refusal that repeats the key in a field's name", answering(400, { [apiKey]: 1 })],
    ["a page that repeats the request", answering(502, `<pre>Authorization: Bearer ${apiKey}</pre>`)],
    ["text that repeats the key", answering(200, `bad key ${apiKey}`)],
    ["text that begins with the key", answering(200, apiKey)],
    ["JSON text that is the key", answering(200, JSON.stringify(apiKey))],
    ["a success that repeats the key", answering(200, { status: "ok", response: { token: apiKey } })],
    ["a failure of the server", answering(500, {})],
    ["a reset", reset],
    ["a reset in the answer", beginning(200, reset)],
    ["silence", silent],
  ])("after %s", async (_, behave) => {
    const server = await startLoopbackServer(behave);
    onTestFinished(server.close);
    const client = createClient({ apiKey, baseUrl: server.baseUrl, timeoutMs: 200 });
    expectNoKey(await failureOf(client.calls.create(call)));
    expectNoKey(await failureOf(client.agents.get(agentId)));
  });

  it("after a cancelled request", async () => {
    const { fetch } = recordingFetch({});
    const client = createClient({ apiKey, fetch });
    expectNoKey(await failureOf(client.calls.create(call, { signal: AbortSignal.abort() })));
  });

  it("after a request that cannot be made", async () => {
    const { fetch } = recordingFetch({});
    const client = createClient({ apiKey, fetch });
    expectNoKey(await failureOf(client.agents.get("")));
    expectNoKey(await failureOf(client.agents.attachPhoneNumbers(agentId, {} as never)));
  });

  it.each(["region", "baseUrl", "timeoutMs", "fetch"])("when it is given as %s", async (option) => {
    const options = { apiKey, [option]: apiKey } as unknown as ClientOptions;
    expectNoKey(await failureOf(Promise.resolve().then(() => createClient(options))));
  });

  it("nor does the client itself", () => {
    const client = createClient({ apiKey });
    for (const part of parts) expect(inspect(client, { depth: 10, showHidden: true })).not.toContain(part);
    expect(JSON.stringify(client)).not.toContain("sk_live_");
  });
});
