import { createServer, type IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { usageError } from "../cli-error.js";

/** A server of one handler. */
export interface WebhookServer {
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a handler of `Request` and `Response` by Node's own server.
 *
 * @throws CliError (exit 2) when it cannot listen there.
 */
export async function serveWebhook(
  handle: (request: Request) => Promise<Response>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<WebhookServer> {
  const server = createServer((incoming, outgoing) => {
    answerTo(handle, incoming)
      .then(async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.end(Buffer.from(await response.arrayBuffer()));
      })
      .catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${bound}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerTo(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
): Promise<Response> {
  const { method = "GET", headers } = incoming;
  const init: RequestInit & { duplex?: "half" } = { method, headers: headersOf(headers) };
  if (method !== "GET" && method !== "HEAD") {
    init.body = bodyOf(incoming);
    init.duplex = "half";
  }
  return await handle(new Request("http://localhost/", init));
}

function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = incoming[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

function headersOf(headers: IncomingMessage["headers"]): Headers {
  const copied = new Headers();
  for (const [name, value] of Object.entries(headers))
    for (const one of [value].flat()) if (one !== undefined) copied.append(name, one);
  return copied;
}

function cannotListen({ code, message }: NodeJS.ErrnoException, host: string, port: number): Error {
  const hint = "Choose another one, or --port 0 for any that is free.";
  if (code === "EADDRINUSE") return usageError(`Port ${port} is taken.`, hint);
  return usageError(`Cannot listen on ${host}, port ${port}: ${message}.`, hint);
}
