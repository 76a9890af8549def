import { SimulatedConnectionError } from "./errors.js";
import { type Answer, firstHalf, type Reply, type WireRequest } from "./reply.js";

/** The part of `fetch` that clients use. */
export type InProcessFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A `fetch` whose requests are answered by `reply`, without a socket. Faults look as they do to `fetch`. */
export function inProcessFetch(reply: (request: WireRequest) => Reply, maxBodyBytes: number): InProcessFetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const text = await request.text();
    const isTooLarge = Buffer.byteLength(text) > maxBodyBytes;
    const { pathname, search } = new URL(request.url);
    const wireRequest: WireRequest = {
      method: request.method,
      target: `${pathname}${search}`,
      host: "localhost",
      authorization: request.headers.get("authorization") ?? undefined,
      contentType: request.headers.get("content-type") ?? undefined,
      body: isTooLarge ? "" : text,
      isTooLarge,
    };
    return await responseOf(reply(wireRequest), request);
  };
}

async function responseOf(reply: Reply, request: Request): Promise<Response> {
  switch (reply.kind) {
    case "answer":
      return new Response(bodyOf(reply.answer, request.method), reply.answer);
    case "truncated":
      return new Response(brokenOff(firstHalf(reply.answer.body)), reply.answer);
    case "reset":
      throw connectionReset();
    case "hang":
      return await responseOf(await untilAborted(reply.released, request.signal), request);
    default:
      return reply satisfies never;
  }
}

function bodyOf({ status, body }: Answer, method: string): string | null {
  return method === "HEAD" || status === 204 ? null : body;
}

/** A body of which one part arrives before the connection breaks. */
function brokenOff(part: string): ReadableStream<Uint8Array> {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (isSent) controller.error(connectionReset());
      else controller.enqueue(new TextEncoder().encode(part));
      isSent = true;
    },
  });
}

function connectionReset(): TypeError {
  return new TypeError("fetch failed", { cause: new SimulatedConnectionError("The connection was reset.") });
}

async function untilAborted(released: Promise<Reply>, signal: AbortSignal): Promise<Reply> {
  signal.throwIfAborted();
  return await new Promise<Reply>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    void released.then((reply) => {
      signal.removeEventListener("abort", abort);
      resolve(reply);
    });
  });
}
