import { createServer, type IncomingMessage } from "node:http";
import { createWebhookHandler } from "@dialpool/core/webhooks";

/** Where the vendor's events come in. */
export interface WebhookReceiver {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on this machine, and tells of every event whose signature holds. */
export async function startWebhookReceiver(
  secret: string,
  onEnd: (callId: string) => Promise<void>,
): Promise<WebhookReceiver> {
  const handle = createWebhookHandler({ secret, onPostCall: ({ call }) => onEnd(call.call_id) });
  const server = createServer(async (incoming, outgoing) => {
    const answer = await handle(
      new Request("http://127.0.0.1/", {
        method: "POST",
        headers: headersOf(incoming),
        body: await bodyOf(incoming),
      }),
    );
    outgoing.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The receiver has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const { "synthflow-signature": signature = "" } = headers;
  return { "content-type": "application/json", "synthflow-signature": String(signature) };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let text = "";
  incoming.setEncoding("utf8");
  for await (const piece of incoming) text += piece as string;
  return text;
}
