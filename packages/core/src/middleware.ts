import type { Middleware, MiddlewareCallbackParams } from "openapi-fetch";

/** What each hook is told besides the request. */
export type MiddlewareContext = Omit<MiddlewareCallbackParams, "request">;

/**
 * Sends a request through the hooks of openapi-fetch's middlewares, in its
 * order: `onRequest` from the first to the last, `onError` and `onResponse`
 * back. A request or response that a hook returns takes the other's place; a
 * response from `onRequest` is the answer, and nothing is sent.
 */
export async function sendThrough(
  middleware: readonly Middleware[],
  context: MiddlewareContext,
  original: Request,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  let request = original;
  for (const { onRequest } of middleware) {
    const result = await onRequest?.({ ...context, request });
    if (result instanceof Response) return result;
    if (result) request = result;
  }
  const backwards = middleware.toReversed();
  let response: Response;
  try {
    response = await send(request);
  } catch (thrown) {
    response = await recover(thrown);
  }
  for (const { onResponse } of backwards) {
    response = (await onResponse?.({ ...context, request, response })) ?? response;
  }
  return response;

  async function recover(thrown: unknown): Promise<Response> {
    let error = thrown;
    for (const { onError } of backwards) {
      const result = await onError?.({ ...context, request, error });
      if (result instanceof Response) return result;
      error = result ?? error;
    }
    throw error;
  }
}
