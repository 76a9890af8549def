/** What of Deno is needed here. */
interface DenoLike {
  createHttpClient?(options: { readonly poolMaxIdlePerHost: number }): object;
}

let freshConnections: object | undefined;

/**
 * The platform's `fetch`, looked up at call time, so that a later patch (tracing) is seen.
 *
 * Deno sends a POST again by itself if a connection from its pool breaks after
 * the request was written, and a call would be placed twice. A connection of
 * its own for each POST is not taken from the pool.
 */
export function platformFetch(input: string | Request, init?: RequestInit): Promise<Response> {
  const { Deno: deno } = globalThis as { readonly Deno?: DenoLike };
  const { method } = init ?? (input as Request);
  if (method !== "POST" || !deno?.createHttpClient) return fetch(input, init);
  freshConnections ??= deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  return fetch(input, { ...init, client: freshConnections } as RequestInit);
}
