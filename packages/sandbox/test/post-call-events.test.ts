import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createSandbox, SEEDED, type StartOptions, startSandbox } from "../src/index.js";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that takes events, and a way to wait for so many. */
async function listen(status = 200) {
  const received: Received[] = [];
  let arrived = () => {};
  const server = createServer(async (incoming, outgoing) => {
    let body = "";
    for await (const chunk of incoming) body += chunk;
    received.push({ headers: incoming.headers, body });
    outgoing.writeHead(status).end();
    arrived();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push(server);
  const take = async (count: number) => {
    while (received.length < count) await new Promise<void>((resolve) => (arrived = resolve));
    return received;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, take };
}

async function start(options: StartOptions) {
  const sandbox = await startSandbox({ speed: 2000, ...options });
  open.push(sandbox);
  return sandbox;
}

function place(sandbox: { readonly url: string; readonly apiKey: string }, external_webhook_url?: string) {
  return fetch(`${sandbox.url}/calls`, {
    method: "POST",
    headers: { authorization: `Bearer ${sandbox.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      model_id: SEEDED.agentId,
      phone: "+14155550123",
      name: "Ann",
      ...(external_webhook_url === undefined ? {} : { external_webhook_url }),
    }),
  });
}

it("sends a signed event when a call has ended", async () => {
  const hook = await listen();
  const sandbox = await start({ webhookSecret: "s3cret", outcomeOf: () => ({ status: "busy" }) });
  await place(sandbox, hook.url);
  const [event] = await hook.take(1);
  const { lead, call } = JSON.parse(event?.body ?? "");
  expect(lead).toEqual({ name: "Ann", phone_number: "+14155550123" });
  expect(call).toMatchObject({ call_id: sandbox.calls[0]?.callId, model_id: SEEDED.agentId, status: "busy" });
  const signature = createHmac("sha256", "s3cret").update(call.call_id).digest("base64");
  expect(event?.headers["synthflow-signature"]).toBe(signature);
});

it("sends it where the agent says, if the call does not, and as often as it is told", async () => {
  const hook = await listen();
  const sandbox = await start({ events: { times: 2 } });
  await fetch(`${sandbox.url}/assistants/${SEEDED.agentId}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${sandbox.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ external_webhook_url: hook.url }),
  });
  await place(sandbox);
  const [first, second] = await hook.take(2);
  expect(first?.body).toBe(second?.body);
});

it("keeps what became of an event", async () => {
  const hook = await listen(503);
  const sandbox = await start({});
  await place(sandbox, hook.url);
  await hook.take(1);
  await expect
    .poll(() => sandbox.events)
    .toEqual([{ callId: sandbox.calls[0]?.callId, url: hook.url, status: 503 }]);
});

it("sends nothing beyond this machine", async () => {
  const sandbox = await start({});
  await place(sandbox, "https://hooks.example.com/synthflow");
  await expect.poll(() => sandbox.events.map(({ problem }) => problem)).toEqual(["not_loopback"]);
});

it("gives the event of a call that has ended, to be sent by hand", async () => {
  let now = Date.UTC(2026, 10, 24);
  const sandbox = createSandbox({ now: () => now });
  const headers = { authorization: `Bearer ${sandbox.apiKey}`, "content-type": "application/json" };
  const body = JSON.stringify({ model_id: SEEDED.agentId, phone: "+14155550123", name: "Ann" });
  await sandbox.fetch("http://sandbox.test/v2/calls", { method: "POST", headers, body });
  const callId = sandbox.calls[0]?.callId ?? "";
  expect(sandbox.eventOf(callId)).toBeUndefined();
  expect(sandbox.eventOf("nobody")).toBeUndefined();
  now += 3_600_000;
  expect(JSON.parse(sandbox.eventOf(callId)?.body ?? "").call.call_id).toBe(callId);
});
