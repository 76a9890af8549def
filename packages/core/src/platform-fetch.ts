/** What of Deno is needed here. */
interface DenoLike {
  createHttpClient(options: { readonly poolMaxIdlePerHost: number }): object;
}

let freshConnections: { readonly client: object } | undefined;

/**
 * The platform's `fetch`, looked up at call time, so that a later patch (tracing) is seen.
 *
 * Deno sends a POST again by itself if a connection from its pool breaks after
 * the request was written, and a call would be placed twice. A connection of
 * its own for each POST is not taken from the pool.
 */
export function platformFetch(request: Request): Promise<Response> {
  const { Deno: deno } = globalThis as { readonly Deno?: DenoLike };
  if (deno?.createHttpClient && request.method === "POST") {
    freshConnections ??= { client: deno.createHttpClient({ poolMaxIdlePerHost: 0 }) };
  }
  return globalThis.fetch(request, request.method === "POST" ? (freshConnections as RequestInit) : undefined);
}
