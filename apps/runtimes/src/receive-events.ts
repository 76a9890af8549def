import { createWebhookHandler, signWebhook } from "@dialpool/core/webhooks";

const SECRET = "webhook-secret-0123456789";
const EVENT = { status: "completed", lead: { name: "Ann" }, call: { call_id: "call-1" } };

/** Sends post-call events to a webhook handler and tells what it answers to each. */
export async function receiveEvents(): Promise<Readonly<Record<string, number>>> {
  const received: string[] = [];
  const handle = createWebhookHandler({
    secret: [SECRET, "the-secret-of-last-month"],
    onPostCall: ({ call }) => received.push(call.call_id),
  });
  const send = async (signature: string | undefined, method = "POST") => {
    const headers = signature === undefined ? {} : { "Synthflow-Signature": signature };
    const body = method === "POST" ? { body: JSON.stringify(EVENT) } : {};
    return (await handle(new Request("http://hooks.test/", { method, headers, ...body }))).status;
  };
  return {
    signed: await send(await signWebhook("call-1", SECRET)),
    "signed with the old secret": await send(await signWebhook("call-1", "the-secret-of-last-month")),
    "signed by somebody else": await send(await signWebhook("call-1", "another secret")),
    unsigned: await send(undefined),
    "not posted": await send(undefined, "GET"),
    received: received.length,
  };
}
