import { describe, expect, it, onTestFinished } from "vitest";
import { createClientIn } from "../src/client.js";
import type { ClientOptions, RequestOptions, RetryEvent } from "../src/index.js";
import { type TestRuntime, testRuntime } from "./support/test-runtime.js";

const agentId = "0ae2859d-c25c-4d56-a9f3-809387b725ce";
const ok = () => Response.json({ response: { assistants: [{ model_id: agentId }] } });
const failing = () => new Response("{}", { status: 503 });

/** Reads an agent with answers from a script, the last one again after that. */
function reading(
  answers: readonly ((runtime: TestRuntime) => Response | Promise<Response>)[],
  options: Partial<ClientOptions> = {},
  request: RequestOptions = {},
) {
  const runtime = testRuntime();
  const events: RetryEvent[] = [];
  let tries = 0;
  const fetch = async () =>
    (answers[Math.min(tries++, answers.length - 1)] as (runtime: TestRuntime) => Response)(runtime);
  const client = createClientIn(runtime, {
    apiKey: "sk_test_0123456789",
    fetch,
    onRetry: (event) => events.push(event),
    ...options,
  } as ClientOptions);
  const end = client.agents.get(agentId, {}, request).then(
    () => "read",
    (error: unknown) => error,
  );
  return { runtime, events, end, tries: () => tries };
}

describe("a request that fails", () => {
  it("is tried twice more, after longer and longer waits", async () => {
    const { runtime, events, end, tries } = reading([failing]);
    expect(await end).toMatchObject({ code: "api_503" });
    expect(tries()).toBe(3);
    expect(runtime.slept).toEqual([500, 1000]);
    expect(events).toMatchObject([
      { operation: { id: "get-assistant" }, attempt: 1, delayMs: 500, error: { code: "api_503" } },
      { attempt: 2, delayMs: 1000 },
    ]);
  });

  it.each([
    ["as the client says", { retries: 4 }, {}, 5],
    ["as the request says, over the client", { retries: 4 }, { retries: 1 }, 2],
    ["not at all", {}, { retries: 0 }, 1],
  ])("is tried so often: %s", async (_, options, request, most) => {
    const { end, tries } = reading([failing], options, request);
    await end;
    expect(tries()).toBe(most);
  });

  it("waits no longer between tries than it was told", async () => {
    const { runtime, end } = reading([failing], { retries: 4, retryBaseDelayMs: 100, retryMaxDelayMs: 300 });
    await end;
    expect(runtime.slept).toEqual([100, 200, 300, 300]);
  });

  it.each([
    ["by the client", { retries: 10, maxTotalMs: 2000 }, {}],
    ["by the request", { retries: 10 }, { maxTotalMs: 2000 }],
  ])("is not tried beyond its whole time, set %s", async (_, options, request) => {
    const { runtime, end, tries } = reading([failing], options, request);
    expect(await end).toMatchObject({ code: "api_503" });
    // 500 + 1000, and another 2000 would be too much.
    expect(runtime.slept).toEqual([500, 1000]);
    expect(tries()).toBe(3);
  });

  it("gives a later try no more than what is left of the whole, and the first its own time", async () => {
    const given: (readonly number[])[] = [];
    const look = ({ timers }: TestRuntime) => {
      given.push(timers);
      return failing();
    };
    const { end } = reading([look], { timeoutMs: 3000, maxTotalMs: 2000 });
    await end;
    expect(given).toEqual([[3000], [1500], [500]]);
  });

  it("honours Retry-After of a 5xx as well", async () => {
    const later = () => new Response("{}", { status: 503, headers: { "Retry-After": "3" } });
    const { runtime, end } = reading([later, ok]);
    expect(await end).toBe("read");
    expect(runtime.slept).toEqual([3500]);
  });

  it("goes on when the hook fails", async () => {
    const onRetry = () => {
      throw new Error("mine");
    };
    expect(await reading([failing, ok], { onRetry }).end).toBe("read");
  });

  it("is not disturbed by an asynchronous watcher that fails: no rejection is left unhandled", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    const standing = process.rawListeners("unhandledRejection") as NodeJS.UnhandledRejectionListener[];
    process.removeAllListeners("unhandledRejection").on("unhandledRejection", note);
    onTestFinished(() => {
      process.removeAllListeners("unhandledRejection");
      for (const listener of standing) process.on("unhandledRejection", listener);
    });
    const onRetry = () => Promise.reject(new Error("mine")) as unknown as undefined;
    expect(await reading([failing, ok], { onRetry }).end).toBe("read");
    // Node tells of rejections once the microtasks are done.
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  });

  it("says it may have been received, if any of its tries may have been", async () => {
    const refused = () => Promise.reject(Object.assign(new Error("no"), { code: "ECONNREFUSED" }));
    expect(await reading([failing, refused]).end).toMatchObject({ code: "connection_failed", sent: "maybe" });
    expect(await reading([refused]).end).toMatchObject({ code: "connection_failed", sent: "no" });
  });
});

describe("a request that cannot be made", () => {
  it("is told as such and not tried again", async () => {
    const { end, tries, events } = reading([ok], {
      middleware: [
        {
          onRequest() {
            throw new Error("no token");
          },
        },
      ],
    });
    expect(await end).toMatchObject({
      code: "connection_failed",
      sent: "no",
      message: "GET /assistants/{model_id} could not be sent: no token.",
      cause: { message: "no token" },
    });
    expect(tries()).toBe(0);
    expect(events).toEqual([]);
  });

  it("because its body holds itself, was not sent", async () => {
    const body: Record<string, unknown> = { name: "Ann", model_id: "a", phone: "+14155550123" };
    body.self = body;
    const client = createClientIn(testRuntime(), { apiKey: "sk_test_0123456789", fetch: async () => ok() });
    await expect(client.calls.create(body as never)).rejects.toMatchObject({
      code: "connection_failed",
      sent: "no",
      message: expect.stringMatching(/^POST \/calls could not be sent: Converting circular/),
    });
  });
});
