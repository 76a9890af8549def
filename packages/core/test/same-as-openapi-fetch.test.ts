import fc from "fast-check";
import type { Middleware } from "openapi-fetch";
import { describe, expect, it } from "vitest";
import { createClient } from "../src/index.js";
import { createRawClient } from "../src/raw.js";

const apiKey = "sk_test_0123456789";
const baseUrl = "http://127.0.0.1:1/v2";

/** Keeps what was sent; answers with the same body each time. */
function keepingFetch(answer: unknown) {
  const sent: { method: string; url: string; headers: Record<string, string>; body: string }[] = [];
  const fetch = async (request: Request) => {
    const { method, url, headers } = request;
    sent.push({ method, url, headers: Object.fromEntries(headers), body: await request.text() });
    return Response.json(answer);
  };
  return { sent, fetch };
}

const id = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => !/^\s*\.{0,2}\s*$/.test(text));
const text = fc.string({ unit: "grapheme" });

/** The main entry sends by itself. What it sends is what openapi-fetch would send. */
describe("requests", () => {
  it("of a list with filters are the same", async () => {
    const query = fc.record(
      {
        model_id: id,
        limit: fc.integer({ min: 1, max: 500 }),
        offset: fc.nat(),
        from_date: fc.nat(),
        lead_phone_number: text,
        duration_min: fc.double({ min: 0, noNaN: true }),
        call_status: fc.constantFrom(undefined, "busy" as const, "no-answer" as const),
      },
      { requiredKeys: ["model_id", "limit", "offset"] },
    );
    await fc.assert(
      fc.asyncProperty(query, async (params) => {
        const { sent, fetch } = keepingFetch({ status: "ok", response: { calls: [] } });
        await createClient({ apiKey, baseUrl, fetch })
          .calls.list(params as never)
          .page();
        await createRawClient({ apiKey, baseUrl, fetch }).GET("/calls", {
          params: { query: params as never },
        });
        expect(sent[0]).toEqual(sent[1]);
      }),
    );
  });

  it("with ids in the path are the same", async () => {
    await fc.assert(
      fc.asyncProperty(id, id, async (model_id, phone_number_slug) => {
        const { sent, fetch } = keepingFetch({ status: "ok" });
        await createClient({ apiKey, baseUrl, fetch }).agents.detachPhoneNumber(model_id, phone_number_slug);
        await createRawClient({ apiKey, baseUrl, fetch }).DELETE(
          "/assistants/{model_id}/phone_numbers/{phone_number_slug}",
          { params: { path: { model_id, phone_number_slug } } },
        );
        expect(sent[0]).toEqual(sent[1]);
      }),
    );
  });

  it("with a body are the same", async () => {
    const body = fc.record(
      {
        model_id: id,
        phone: id,
        name: id,
        from_phone_number: fc.option(text, { nil: undefined }),
        custom_variables: fc.array(fc.record({ key: text, value: text })),
        prompt: text,
      },
      { requiredKeys: ["model_id", "phone", "name"] },
    );
    await fc.assert(
      fc.asyncProperty(body, async (call) => {
        fc.pre([call.model_id, call.phone, call.name].every((field) => field.trim() !== ""));
        const { sent, fetch } = keepingFetch({ status: "ok", response: { call_id: "c" } });
        await createClient({ apiKey, baseUrl, fetch }).calls.create(call as never);
        await createRawClient({ apiKey, baseUrl, fetch }).POST("/calls", { body: call as never });
        expect(sent[0]).toEqual(sent[1]);
      }),
    );
  });
});

/** What middlewares saw and did, in order. */
type Log = string[];

/** A middleware of which no hook is required. */
type Hooks = { readonly [Hook in keyof Middleware]?: Middleware[Hook] };

function watching(name: string, log: Log, more: Hooks = {}): Middleware {
  return {
    async onRequest(params) {
      const { request, schemaPath, params: given, options } = params;
      log.push(
        `${name} onRequest ${request.method} ${schemaPath} ${JSON.stringify(given)} ${options.baseUrl}`,
      );
      return more.onRequest?.(params);
    },
    async onResponse(params) {
      log.push(`${name} onResponse ${params.response.status} ${[...params.request.headers.keys()]}`);
      return more.onResponse?.(params);
    },
    async onError(params) {
      log.push(`${name} onError ${params.error}`);
      return more.onError?.(params);
    },
  };
}

const answer = { status: "ok", response: { assistants: [{ model_id: "a" }] } };
const fetchAnswer = async () => Response.json(answer);
const fetchFailure = () => Promise.reject(new Error("gone"));

describe("middlewares", () => {
  const cases: readonly (readonly [string, Hooks, (request: Request) => Promise<Response>])[] = [
    ["only watch", {}, fetchAnswer],
    [
      "change the request in place",
      {
        onRequest: ({ request }) => {
          request.headers.set("X-Mark", "1");
        },
      },
      async (request) => Response.json(answer, { status: request.headers.has("X-Mark") ? 200 : 400 }),
    ],
    [
      "put another request in its place",
      { onRequest: ({ request }) => new Request(request, { headers: { "X-Other": "1" } }) },
      async (request) => Response.json(answer, { status: request.headers.has("Authorization") ? 400 : 200 }),
    ],
    ["answer themselves", { onRequest: () => Response.json(answer) }, fetchFailure],
    [
      "change the response",
      { onResponse: () => Response.json(answer) },
      async () => new Response("", { status: 404 }),
    ],
    ["watch a failure", {}, fetchFailure],
    ["put another error in its place", { onError: () => new Error("other") }, fetchFailure],
    ["put a response in an error's place", { onError: () => Response.json(answer) }, fetchFailure],
    [
      "fail themselves",
      {
        onRequest: () => {
          throw new Error("my own");
        },
      },
      fetchAnswer,
    ],
  ];

  const endOf = (promise: Promise<unknown>) =>
    promise.then(
      () => "an answer",
      (error: Error) => String((error.cause ?? error) as Error),
    );

  it.each(cases)("are called as openapi-fetch calls them: they %s", async (_, middle, fetch) => {
    const logs: [Log, Log] = [[], []];
    const chain = (log: Log) => [watching("1", log), watching("2", log, middle), watching("3", log)];
    const client = createClient({ apiKey, baseUrl, fetch, retries: 0, middleware: chain(logs[0]) });
    const raw = createRawClient({ apiKey, baseUrl, fetch, middleware: chain(logs[1]) });
    const mine = await endOf(client.agents.get("a"));
    const params = { path: { model_id: "a" }, query: {} };
    const theirs = await endOf(raw.GET("/assistants/{model_id}", { params }));
    expect(mine).toBe(theirs);
    expect(logs[0]).toEqual(logs[1]);
    expect(logs[0].length).toBeGreaterThan(1);
  });

  it("see each try, and may mend it", async () => {
    const log: Log = [];
    let tries = 0;
    const fetch = async () => (++tries < 3 ? new Response("", { status: 503 }) : Response.json(answer));
    const client = createClient({
      apiKey,
      baseUrl,
      fetch,
      retryBaseDelayMs: 0,
      middleware: [watching("1", log)],
    });
    await client.agents.get("a");
    expect(log.map((line) => line.slice(0, 16))).toEqual([
      "1 onRequest GET ",
      "1 onResponse 503",
      "1 onRequest GET ",
      "1 onResponse 503",
      "1 onRequest GET ",
      "1 onResponse 200",
    ]);
  });
});

describe("a call, with a middleware that fails", () => {
  const call = { model_id: "a", phone: "+14155550123", name: "Ann" };
  const fail = () => {
    throw new Error("my own");
  };
  const placed = async () => Response.json({ status: "ok", response: { call_id: "c" } });

  it("before it is sent, was surely not placed", async () => {
    const client = createClient({ apiKey, baseUrl, fetch: placed, middleware: [{ onRequest: fail }] });
    await expect(client.calls.create(call)).rejects.toMatchObject({
      code: "connection_failed",
      sent: "no",
      message: "POST /calls could not be sent: my own.",
    });
  });

  it("after it was sent, may be ringing", async () => {
    const client = createClient({ apiKey, baseUrl, fetch: placed, middleware: [{ onResponse: fail }] });
    await expect(client.calls.create(call)).rejects.toMatchObject({ code: "call_outcome_unknown" });
  });
});
