import { describe, expect, it } from "vitest";
import { type ClientOptions, createClient, type Middleware } from "../src/index.js";

const apiKey = "sk_test_0123456789";
const answer = { status: "ok", response: { assistants: [{ model_id: "a" }] } };
const call = { model_id: "a", phone: "+14155550123", name: "Ann" };
const placed = async () => Response.json({ status: "ok", response: { call_id: "c" } });
const fail = () => {
  throw new Error("my own");
};

/** Notes what it sees. */
function watching(name: string, log: string[]): Middleware {
  return {
    onRequest: ({ request, schemaPath }) =>
      void log.push(`${name} ${request.method} ${schemaPath} ${request.headers.get("Authorization")}`),
    onResponse: ({ response }) => void log.push(`${name} ${response.status}`),
    onError: ({ error }) => void log.push(`${name} ${error}`),
  };
}

/** The ways to add one to all requests of a client. */
const LASTING_WAYS: readonly (readonly [
  string,
  (options: ClientOptions, ...middleware: Middleware[]) => ReturnType<typeof createClient>,
])[] = [
  ["given as an option", (options, ...middleware) => createClient({ ...options, middleware })],
  [
    "added by raw.use",
    (options, ...middleware) => {
      const client = createClient(options);
      client.raw.use(...middleware);
      return client;
    },
  ],
];

/** The ways to add one. */
const WAYS: typeof LASTING_WAYS = [
  ...LASTING_WAYS,
  [
    "given to a request",
    (options, ...middleware) => {
      const client = createClient(options);
      const { agents, calls } = client;
      return {
        ...client,
        agents: { ...agents, get: (id, params, own) => agents.get(id, params, { ...own, middleware }) },
        calls: { ...calls, create: (body, own) => calls.create(body, { ...own, middleware }) },
      };
    },
  ],
];

describe.each(LASTING_WAYS)("middlewares %s", (_, clientWith) => {
  it("see a raw request too, and what it failed of", async () => {
    const log: string[] = [];
    const client = clientWith({ apiKey, fetch: () => Promise.reject(new Error("gone")) }, watching("1", log));
    const raw = client.raw.GET("/assistants/{model_id}", { params: { path: { model_id: "a" } } });
    await expect(raw).rejects.toThrow("gone");
    expect(log).toEqual([`1 GET /assistants/{model_id} Bearer ${apiKey}`, "1 Error: gone"]);
  });
});

describe.each(WAYS)("middlewares %s", (_, clientWith) => {
  it("see each try of a method, in openapi-fetch's order, its key included", async () => {
    const log: string[] = [];
    let tries = 0;
    const fetch = async () => (++tries < 2 ? new Response("", { status: 503 }) : Response.json(answer));
    const client = clientWith({ apiKey, fetch, retryBaseDelayMs: 0 }, watching("1", log), watching("2", log));
    await client.agents.get("a");
    const request = `GET /assistants/{model_id} Bearer ${apiKey}`;
    expect(log).toEqual([
      ...[`1 ${request}`, `2 ${request}`, "2 503", "1 503"],
      ...[`1 ${request}`, `2 ${request}`, "2 200", "1 200"],
    ]);
  });

  it.each([
    ["the request", { onRequest: ({ request }) => new Request(request, { headers: { "X-Mark": "1" } }) }],
    ["the request in place", { onRequest: ({ request }) => void request.headers.set("X-Mark", "1") }],
    ["the answer", { onResponse: () => Response.json(answer) }],
    ["a failure", { onError: () => Response.json(answer) }],
  ] satisfies [string, Middleware][])(
    "may put something else in the place of %s",
    async (what, middleware) => {
      const fetch = async (request: Request) => {
        if (what === "a failure") throw new Error("gone");
        return Response.json(request.headers.has("X-Mark") ? answer : {});
      };
      expect(await clientWith({ apiKey, fetch }, middleware).agents.get("a")).toEqual({ model_id: "a" });
    },
  );

  it("may answer by themselves: nothing is sent", async () => {
    let sent = 0;
    const fetch = async () => {
      sent++;
      return new Response();
    };
    const client = clientWith({ apiKey, fetch }, { onRequest: () => Response.json(answer) });
    expect(await client.agents.get("a")).toEqual({ model_id: "a" });
    expect(sent).toBe(0);
  });

  it("that fail before a call is sent leave it surely not placed", async () => {
    const client = clientWith({ apiKey, fetch: placed }, { onRequest: fail });
    await expect(client.calls.create(call)).rejects.toMatchObject({
      code: "connection_failed",
      sent: "no",
      message: "POST /calls could not be sent: my own.",
    });
  });

  it("that take until a call is cancelled leave it surely not placed, and it is never sent", async () => {
    const controller = new AbortController();
    let sent = 0;
    const fetch = () => {
      sent++;
      return placed();
    };
    const client = clientWith({ apiKey, fetch }, { onRequest: async () => controller.abort() });
    const asked = client.calls.create(call, { signal: controller.signal });
    await expect(asked).rejects.toMatchObject({ code: "aborted", sent: "no" });
    expect(sent).toBe(0);
  });

  it.each([
    ["fail", fail],
    ["answer with no response", () => "done" as never],
  ])(
    "that %s after a call was sent leave its outcome unknown, and it is sent once",
    async (_name, onResponse) => {
      let sent = 0;
      const fetch = () => {
        sent++;
        return placed();
      };
      const client = clientWith({ apiKey, fetch }, { onResponse });
      await expect(client.calls.create(call)).rejects.toMatchObject({ code: "call_outcome_unknown" });
      expect(sent).toBe(1);
    },
  );

  const refused = () => Promise.reject(Object.assign(new Error("no log server"), { code: "ECONNREFUSED" }));
  it.each([
    ["after a call was sent", { onResponse: refused }],
    ["after a call was lost", { onError: refused }],
  ] satisfies [string, Middleware][])(
    "that cannot reach another server %s leave its outcome unknown, and it is sent once",
    async (when, middleware) => {
      let sent = 0;
      const fetch = () => {
        sent++;
        return when === "after a call was sent" ? placed() : Promise.reject(new Error("socket hang up"));
      };
      const client = clientWith({ apiKey, fetch, retryBaseDelayMs: 0 }, middleware);
      await expect(client.calls.create(call)).rejects.toMatchObject({ code: "call_outcome_unknown" });
      expect(sent).toBe(1);
    },
  );

  it("that send a lost call again, to a server that is gone, leave its outcome unknown", async () => {
    const failures = [new Error("socket hang up")];
    let sent = 0;
    const fetch = () => {
      sent++;
      return failures.length > 0 ? Promise.reject(failures.shift()) : refused();
    };
    const client = clientWith(
      { apiKey, fetch, retryBaseDelayMs: 0 },
      { onError: async ({ request, options }) => options.fetch(request) },
    );
    await expect(client.calls.create(call)).rejects.toMatchObject({ code: "call_outcome_unknown" });
    expect(sent).toBe(2);
  });

  it("that send a call themselves and fail leave its outcome unknown", async () => {
    const client = clientWith(
      { apiKey, fetch: placed },
      {
        async onRequest({ request, options }) {
          await options.fetch(request.clone());
          fail();
        },
      },
    );
    await expect(client.calls.create(call)).rejects.toMatchObject({ code: "call_outcome_unknown" });
  });
});

describe("the option middleware", () => {
  it.each([
    ["no list", {}],
    ["a list of text", ["trace"]],
    ["a list of objects without a hook", [{}]],
  ])("refuses %s", (_, middleware) => {
    expect(() => createClient({ apiKey, middleware: middleware as never })).toThrow(
      expect.objectContaining({ code: "config_invalid", option: "middleware" }),
    );
  });

  it("refuses what is no list for a request, and nothing is sent", async () => {
    const middleware = { onRequest: fail };
    let sent = 0;
    const fetch = () => {
      sent++;
      return placed();
    };
    const asked = createClient({ apiKey, fetch }).calls.create(call, { middleware: middleware as never });
    await expect(asked).rejects.toMatchObject({ code: "config_invalid", option: "middleware" });
    expect(sent).toBe(0);
  });
});

describe("a request's own middlewares", () => {
  it("come after the client's, see that request alone, and all pages of a listing", async () => {
    const log: string[] = [];
    const calls = [{ call_id: "1" }, { call_id: "2" }];
    const fetch = async (request: Request) => {
      const offset = Number(new URL(request.url).searchParams.get("offset"));
      const page = { calls: calls.slice(offset, offset + 1), pagination: { total_records: 2 } };
      return Response.json({ status: "ok", response: page });
    };
    const client = createClient({ apiKey, fetch, middleware: [watching("client", log)] });
    const own = watching("own", log);
    expect(await client.calls.list({ model_id: "a", limit: 1 }, { middleware: [own] }).toArray()).toEqual(
      calls,
    );
    const request = `GET /calls Bearer ${apiKey}`;
    const page = [`client ${request}`, `own ${request}`, "own 200", "client 200"];
    expect(log).toEqual([...page, ...page]);
    log.length = 0;
    await client.calls.list({ model_id: "a" }).page();
    expect(log).toEqual([`client ${request}`, "client 200"]);
  });
});
