import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";

/** What a server does with a request that has arrived in full. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

/** An HTTP server on a free port of the loopback address. */
export interface LoopbackServer {
  readonly baseUrl: string;
  /** What it does from now on. */
  behave: Behaviour;
  /** Requests that arrived, body included, e.g. `"POST /v2/calls"`. */
  readonly arrived: string[];
  /** Fulfilled when the first request has arrived. */
  readonly firstArrival: Promise<void>;
  /** Ends the server and every connection to it. */
  close(): Promise<void>;
}

export async function startLoopbackServer(behave: Behaviour = silent): Promise<LoopbackServer> {
  const arrived: string[] = [];
  let noteArrival: () => void = () => {};
  const firstArrival = new Promise<void>((resolve) => {
    noteArrival = resolve;
  });
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      arrived.push(`${request.method} ${request.url}`);
      loopback.behave(response, request);
      noteArrival();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const loopback: LoopbackServer = {
    baseUrl: `http://127.0.0.1:${port}/v2`,
    behave,
    arrived,
    firstArrival,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return loopback;
}

/** A server that breaks each connection as soon as it stands, before a request is read. */
export async function startBreakingServer() {
  let connections = 0;
  const server = createSocketServer((socket) => {
    connections++;
    socket.resetAndDestroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v2`,
    get connections() {
      return connections;
    },
    async close(): Promise<void> {
      server.close();
      await once(server, "close");
    },
  };
}

/** A base URL on which nobody listens. */
export async function unusedBaseUrl(): Promise<string> {
  const server = await startLoopbackServer(() => {});
  await server.close();
  return server.baseUrl;
}

/** Answers with a status and a body: text as it is, anything else as JSON. */
export function answering(status: number, body?: unknown, headers: Record<string, string> = {}): Behaviour {
  return (response) => {
    const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, {
      "Content-Type": typeof body === "string" ? "text/html" : "application/json",
      ...headers,
    });
    response.end(text);
  };
}

/** Breaks the connection before a byte of the answer. */
export const reset: Behaviour = (_, { socket }) => socket.resetAndDestroy();

/** Closes the connection in order, with no answer. */
export const hangUp: Behaviour = (_, { socket }) => socket.end();

/** Never answers. */
export const silent: Behaviour = () => {};

/** Begins an answer of the given status, then does `next` with the connection. */
export function beginning(status: number, next: Behaviour): Behaviour {
  return (response, request) => {
    response.writeHead(status, { "Content-Type": "application/json", "Content-Length": "1000" });
    response.write('{"status":"ok","response":{"call_id":"7d1c', () => next(response, request));
  };
}
