import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { createClient } from "../src/index.js";
import { recordingFetch } from "./support/recording-fetch.js";

const agentId = "0ae2859d-c25c-4d56-a9f3-809387b725ce";
const agent = { status: "ok", response: { assistants: [{ model_id: agentId }] } };

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

/** A `fetch` that notes how many timers and listeners stand while it runs. */
function watchedFetch(signal: AbortSignal, answer: () => Promise<Response>) {
  const during = { timers: 0, listeners: 0 };
  const fetch = () => {
    during.timers = timers();
    during.listeners = getEventListeners(signal, "abort").length;
    return answer();
  };
  return { during, fetch };
}

describe("a request that is over", () => {
  it.each([
    ["an answer", async () => Response.json(agent)],
    ["a refusal", async () => Response.json({}, { status: 404 })],
    ["an answer that breaks the spec", async () => new Response("<html>")],
    ["a broken connection", () => Promise.reject(new TypeError("fetch failed"))],
  ])("by %s leaves no timer and no listener", async (_, answer) => {
    const { signal } = new AbortController();
    const { during, fetch } = watchedFetch(signal, answer);
    const client = createClient({ apiKey: "sk_test_0123456789", fetch, retries: 0 });
    const before = timers();
    await client.agents.get(agentId, {}, { signal }).catch(() => {});
    expect(during).toEqual({ timers: before + 1, listeners: 1 });
    expect(timers()).toBe(before);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("by a cancelled signal leaves no timer and no listener", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const fetch = (request: Request) =>
      new Promise<Response>((_, reject) => {
        request.signal.addEventListener("abort", () => reject(request.signal.reason));
        controller.abort();
      });
    const client = createClient({ apiKey: "sk_test_0123456789", fetch });
    const before = timers();
    await expect(client.agents.get(agentId, {}, { signal })).rejects.toMatchObject({ name: "AbortError" });
    expect(timers()).toBe(before);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("before it began, for the signal was aborted, started nothing", async () => {
    const signal = AbortSignal.abort(new Error("no"));
    const { fetch, sent } = recordingFetch(agent);
    const before = timers();
    await expect(
      createClient({ apiKey: "sk_test_0123456789", fetch }).agents.get(agentId, {}, { signal }),
    ).rejects.toMatchObject({ name: "AbortError", cause: signal.reason });
    expect(timers()).toBe(before);
    expect(sent).toEqual([]);
  });

  it("by a cancellation while it waits for its next try ends at once and leaves nothing", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const before = timers();
    const client = createClient({
      apiKey: "sk_test_0123456789",
      fetch: async () => Response.json({}, { status: 503, headers: { "Retry-After": "50" } }),
      // The wait begins when this has been told.
      onRetry: () => queueMicrotask(() => controller.abort()),
    });
    await expect(client.agents.get(agentId, {}, { signal })).rejects.toMatchObject({ name: "AbortError" });
    expect(timers()).toBe(before);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("leaves nothing on a signal that a hundred requests share", async () => {
    const { signal } = new AbortController();
    const { fetch } = recordingFetch(agent);
    const client = createClient({ apiKey: "sk_test_0123456789", fetch });
    await Promise.all(Array.from({ length: 100 }, () => client.agents.get(agentId, {}, { signal })));
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
