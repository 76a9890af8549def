import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isIP } from "node:net";
import { ListenError, SandboxConfigError } from "./errors.js";
import type { EventOptions, SentEvent } from "./event-sender.js";
import { isLoopback } from "./loopback.js";
import type { SandboxOptions } from "./options.js";
import { readBody } from "./read-body.js";
import { firstHalf, type Reply } from "./reply.js";
import { type Sandbox, type WiredSandbox, wireSandbox } from "./sandbox.js";

/** What a server may be told, beside the sandbox's own options. */
export interface StartOptions extends SandboxOptions {
  /** Default 0: any port that is free. */
  readonly port?: number;
  /** A loopback address. Default `127.0.0.1`. */
  readonly host?: string;
  /** How post-call events are sent to `external_webhook_url`, if that is on this machine; `false`: not at all. */
  readonly events?: EventOptions | false;
}

/** A sandbox that listens. */
export interface RunningSandbox extends Sandbox {
  /** Base URL for a client: `http://127.0.0.1:PORT/v2`. */
  readonly url: string;
  readonly port: number;
  /** Post-call events, in the order in which they were answered. */
  readonly events: readonly SentEvent[];
  /** Stops listening and ends every connection. Safe to repeat. */
  close(): Promise<void>;
}

/**
 * Idle connections stay open, ms. Node's own 5 s would cut off requests of a client that was held up
 * meanwhile: a fault that nobody asked for.
 */
const KEEP_ALIVE_MS = 120_000;

/**
 * Starts a sandbox on this machine. Nothing beyond it can connect.
 *
 * @throws SandboxConfigError if an option is wrong; ListenError if the port is taken or forbidden.
 */
export async function startSandbox(options: StartOptions = {}): Promise<RunningSandbox> {
  const { port = 0, host = "127.0.0.1", events = {} } = options;
  checkAddress(host, port);
  const wired = wireSandbox(options);
  const sender = events === false ? undefined : wired.sendEvents(events);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, outgoing) => {
    // What cannot be written (a fault's header with a line break in it) must not end the process.
    serve(wired, incoming, outgoing).catch(() => outgoing.destroy());
  });
  const boundPort = await listen(server, host, port);
  // Copies getters as getters: requests and calls stay live.
  return Object.defineProperties({} as RunningSandbox, {
    ...Object.getOwnPropertyDescriptors(wired.sandbox),
    ...Object.getOwnPropertyDescriptors({
      url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${boundPort}/v2`,
      port: boundPort,
      events: sender?.sent ?? [],
      close: async () => {
        sender?.close();
        await close(server);
      },
    }),
  });
}

async function serve(
  { options, reply }: WiredSandbox,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming, options.maxBodyBytes);
  // Whoever broke off in mid-request gets no answer, and nothing was done.
  if (body === "aborted") return;
  await send(outgoing, replyTo(reply, incoming, body));
}

function replyTo(
  reply: WiredSandbox["reply"],
  incoming: IncomingMessage,
  body: { readonly text: string; readonly isTooLarge: boolean },
): Reply {
  const { method = "GET", url = "/", headers } = incoming;
  try {
    return reply({
      method,
      target: url,
      host: headers.host,
      authorization: headers.authorization,
      contentType: headers["content-type"],
      body: body.text,
      isTooLarge: body.isTooLarge,
    });
  } catch (error) {
    // A mistake of ours must look like one, and must not end the process that runs the tests.
    const message = error instanceof Error ? error.message : String(error);
    const answer = { status: 500, headers: { "content-type": "application/json" } };
    return {
      kind: "answer",
      answer: { ...answer, body: JSON.stringify({ error: "sandbox_failed", message }) },
    };
  }
}

async function send(outgoing: ServerResponse, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case "answer": {
      const { status, headers, body } = reply.answer;
      outgoing.writeHead(status, { ...headers, ...(status === 204 ? {} : lengthOf(body)) }).end(body);
      return;
    }
    case "truncated": {
      const { status, headers, body } = reply.answer;
      outgoing.writeHead(status, { ...headers, ...lengthOf(body) });
      outgoing.write(firstHalf(body), () => outgoing.destroy());
      return;
    }
    case "reset":
      outgoing.socket?.resetAndDestroy();
      return;
    case "hang":
      await send(outgoing, await reply.released);
      return;
    default:
      reply satisfies never;
  }
}

function lengthOf(body: string): { "content-length": number } {
  return { "content-length": Buffer.byteLength(body) };
}

function checkAddress(host: string, port: number): void {
  if (!isLoopback(host)) {
    throw new SandboxConfigError("host", `host must be a loopback address such as 127.0.0.1, got ${host}.`);
  }
  if (!Number.isSafeInteger(port) || port < 0 || port > 65_535) {
    throw new SandboxConfigError("port", `port must be from 0 to 65535, got ${port}.`);
  }
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(port, error)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function listenError(port: number, error: NodeJS.ErrnoException): ListenError {
  return error.code === "EADDRINUSE"
    ? new ListenError("port_in_use", port, `Port ${port} is taken: choose another, or 0 for any.`, {
        cause: error,
      })
    : new ListenError("listen_failed", port, `Cannot listen on port ${port}: ${error.message}`, {
        cause: error,
      });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    // Closing twice reports an error that means "done already".
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
