import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClient } from "../src/index.js";
import { ROWS, type Row } from "./support/every-method.js";

/** What the platform's `fetch` was given. */
let given: [RequestInfo, RequestInit | undefined][];
let answer: unknown;

beforeEach(() => {
  given = [];
  vi.stubGlobal("fetch", async (input: RequestInfo, init?: RequestInit) => {
    given.push([input, init]);
    return Response.json(answer);
  });
});
afterEach(() => vi.unstubAllGlobals());

const clientOf = (row: Row) => {
  answer = row.answer;
  return createClient({ apiKey: "sk_test_0123456789", baseUrl: "http://127.0.0.1:1/v2" });
};

/** What a request comes to on the wire, however `fetch` was given it. */
async function wireOf([input, init]: (typeof given)[number]) {
  const request = new Request(input, init);
  const { method, url, headers, redirect } = request;
  return { method, url, headers: [...headers], redirect, body: await request.text() };
}

describe("a request of a method, sent by the platform's fetch", () => {
  it.each(ROWS)("is the same with and without a Request of its own: $name", async (row) => {
    const client = clientOf(row);
    expect(await row.run(client)).toEqual(row.result);
    client.raw.use({ onRequest: () => {} });
    expect(await row.run(client)).toEqual(row.result);
    const [planned, made] = given as [(typeof given)[number], (typeof given)[number]];
    const wire = await wireOf(made);
    expect(planned[0]).toBe(wire.url);
    expect(planned[1]?.signal).toBeInstanceOf(AbortSignal);
    expect(made[0]).toBeInstanceOf(Request);
    expect(await wireOf(planned)).toEqual(wire);
  });

  it.each(ROWS)("is a Request from the moment on that somebody sees it: $name", async (row) => {
    const client = clientOf(row);
    client.raw.use();
    await row.run(client);
    const seen: unknown[] = [];
    const middleware = { onRequest: ({ request }: { request: Request }) => void seen.push(request) };
    client.raw.use(middleware);
    await row.run(client);
    client.raw.eject(middleware);
    await row.run(client);
    expect(given.map(([input]) => input instanceof Request)).toEqual([false, true, true]);
    expect(seen).toEqual([given[1]?.[0]]);
  });

  it("is a Request if a middleware was taken and the next one refused", async () => {
    const row = ROWS[0] as Row;
    const client = clientOf(row);
    const seen: unknown[] = [];
    const middleware = { onRequest: ({ request }: { request: Request }) => void seen.push(request) };
    expect(() => client.raw.use(middleware, "trace" as never)).toThrow("Middleware must be");
    await row.run(client);
    expect(seen).toEqual([expect.any(Request)]);
  });

  it("goes to the fetch of the moment", async () => {
    const row = ROWS[0] as Row;
    const client = clientOf(row);
    const later = vi.fn(async () => Response.json(row.answer));
    vi.stubGlobal("fetch", later);
    await row.run(client);
    await client.raw.GET("/assistants/");
    expect(later).toHaveBeenCalledTimes(2);
    expect(given).toEqual([]);
  });
});
