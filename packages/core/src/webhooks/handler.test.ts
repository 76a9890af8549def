import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createWebhookHandler, type WebhookHandlerOptions } from "./handler.js";
import { signWebhook } from "./signature.js";

const secret = "whsec_0123456789";
const url = "http://127.0.0.1/hooks";
const event = { status: "completed", lead: {}, call: { call_id: "c-é", status: "completed" } };

function receiver(options: Partial<WebhookHandlerOptions> = {}) {
  const events: unknown[] = [];
  const handle = createWebhookHandler({ secret, onPostCall: (given) => events.push(given), ...options });
  return { events, handle };
}

async function signed(body: BodyInit, init: RequestInit = {}): Promise<Request> {
  const headers = { "Synthflow-Signature": await signWebhook("c-é", secret) };
  return new Request(url, { method: "POST", body, headers, ...init });
}

const streamOf = (...chunks: readonly Uint8Array[]) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

describe("a webhook handler", () => {
  it("hands on an event whose signature holds, and answers 200", async () => {
    const { events, handle } = receiver();
    const response = await handle(await signed(JSON.stringify(event)));
    expect(response.status).toBe(200);
    expect(events).toEqual([event]);
  });

  it("takes the signature of any secret, under the vendor's own name of the header", async () => {
    const { events, handle } = receiver({ secret: ["old", secret] });
    const headers = { HTTP_SYNTHFLOW_SIGNATURE: await signWebhook("c-é", "old") };
    expect((await handle(await signed(JSON.stringify(event), { headers }))).status).toBe(200);
    expect(events).toHaveLength(1);
  });

  it("waits for what is done with the event", async () => {
    let isDone = false;
    const onPostCall = async () => {
      await Promise.resolve();
      isDone = true;
    };
    await receiver({ onPostCall }).handle(await signed(JSON.stringify(event)));
    expect(isDone).toBe(true);
  });

  it("reads text that is cut within a letter", async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(event));
    const cut = bytes.indexOf(0xc3) + 1;
    const body = streamOf(bytes.slice(0, cut), bytes.slice(cut));
    const { events, handle } = receiver();
    await handle(await signed(body, { duplex: "half" } as RequestInit));
    expect(events).toEqual([event]);
  });

  it.each(["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])("answers %s with 405", async (method) => {
    const { events, handle } = receiver();
    const response = await handle(new Request(url, { method }));
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("POST");
    expect(events).toEqual([]);
  });

  const json = JSON.stringify(event);
  const bytes = new TextEncoder().encode(json);
  const endings: readonly (readonly [string, number, () => Promise<Request>])[] = [
    ["no signature", 401, () => signed(json, { headers: {} })],
    ["a signature that does not hold", 401, () => signed(JSON.stringify({ call: { call_id: "other" } }))],
    ["no body", 400, async () => signed("")],
    ["no JSON", 400, () => signed("<html>")],
    ["truncated JSON", 400, () => signed(json.slice(0, -1))],
    ["no call id", 400, () => signed('{"call":{}}')],
    ["a body that breaks off", 400, () => signed(broken(), { duplex: "half" } as RequestInit)],
    ["a body that is longer than allowed", 413, () => signed("x".repeat(bytes.length + 1))],
    [
      "one that does not say how long it is",
      413,
      () => signed(streamOf(bytes, new Uint8Array(10)), { duplex: "half" } as RequestInit),
    ],
    [
      "one that says it is longer",
      413,
      () => signed("{}", { headers: { ...signature, "Content-Length": "9999" } }),
    ],
  ];
  const signature = { "Synthflow-Signature": "AAAA" };

  function broken(): ReadableStream {
    return new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
  }

  it.each(endings)("refuses %s with %d", async (_, status, request) => {
    const { events, handle } = receiver({ maxBodyBytes: bytes.length });
    expect((await handle(await request())).status).toBe(status);
    expect(events).toEqual([]);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("mine");
      },
    ],
    ["rejects", () => Promise.reject(new Error("mine"))],
  ])(
    "answers 500 when what is done with the event %s, and says so to onError alone",
    async (_, onPostCall) => {
      const errors: unknown[] = [];
      const response = await receiver({ onPostCall, onError: (error) => errors.push(error) }).handle(
        await signed(json),
      );
      expect(response.status).toBe(500);
      expect(await response.text()).not.toContain("mine");
      expect(errors).toEqual([new Error("mine")]);
      expect((await receiver({ onPostCall }).handle(await signed(json))).status).toBe(500);
    },
  );

  it.each([
    [
      "throws",
      () => {
        throw new Error("theirs");
      },
    ],
    ["rejects", () => Promise.reject(new Error("theirs"))],
  ])("answers 500 all the same when onError %s", async (_, onError) => {
    const onPostCall = () => Promise.reject(new Error("mine"));
    const response = await receiver({ onPostCall, onError }).handle(await signed(json));
    expect(response.status).toBe(500);
  });

  it.each([
    ["secret", { secret: "" }],
    ["secret", { secret: [] }],
    ["onPostCall", { onPostCall: undefined }],
    ["maxBodyBytes", { maxBodyBytes: 0 }],
    ["maxBodyBytes", { maxBodyBytes: Number.NaN }],
  ])("needs a good %s: %j", (option, options) => {
    expect(() => receiver(options as never)).toThrow(
      expect.objectContaining({ code: "config_invalid", option }),
    );
  });

  it("shows its secret nowhere", async () => {
    const { handle } = receiver();
    for (const [, , request] of endings) {
      const response = await handle(await request());
      expect(inspect(response, { depth: 9 }) + (await response.text())).not.toContain(secret);
    }
    expect(inspect(handle, { showHidden: true, depth: 9 })).not.toContain(secret);
  });
});
