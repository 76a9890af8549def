import { afterEach, describe, expect, it, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** What the platform's `fetch` was given. */
async function given(input: string | Request, init?: RequestInit) {
  const fetch = vi.fn(async (_input: unknown, _init?: unknown) => new Response());
  vi.stubGlobal("fetch", fetch);
  const { platformFetch } = await import("./platform-fetch.js");
  await platformFetch(input, init);
  await platformFetch(input, init);
  return fetch.mock.calls;
}

describe("the platform's fetch", () => {
  const url = "http://127.0.0.1:1/v2/calls";
  const client = { name: "a client without a pool" };
  const createHttpClient = vi.fn(() => client);

  it("is given what it is asked", async () => {
    const init = { method: "POST" };
    expect(await given(url, init)).toEqual([
      [url, init],
      [url, init],
    ]);
  });

  it.each([
    ["with options", url, { method: "POST", body: "{}" }],
    ["as a request", new Request(url, { method: "POST" }), undefined],
  ])("takes no connection of Deno's pool for a POST given %s", async (_, input, init) => {
    vi.stubGlobal("Deno", { createHttpClient });
    createHttpClient.mockClear();
    expect(await given(input, init)).toEqual([
      [input, { ...init, client }],
      [input, { ...init, client }],
    ]);
    expect(createHttpClient.mock.calls).toEqual([[{ poolMaxIdlePerHost: 0 }]]);
  });

  it("takes one for what may be sent twice", async () => {
    vi.stubGlobal("Deno", { createHttpClient });
    expect((await given(url, { method: "GET" }))[0]).toEqual([url, { method: "GET" }]);
  });
});
