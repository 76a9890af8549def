import { type MiddlewareContext, sendThrough } from "./middleware.js";
import type { InputOf, KnownOperation, OperationId } from "./operation.js";
import type { ResolvedOptions } from "./options.js";
import { platformFetch } from "./platform-fetch.js";

/** An answer whose body has been read. */
export interface Answered {
  readonly response: Response;
  readonly text: string;
}

/** What a request may carry. */
type Input = Pick<InputOf<OperationId>, "params" | "body">;

/**
 * Sends an operation once.
 *
 * @param onLeave Called just before `fetch` is.
 * @throws What `fetch`, a middleware or the reading of the body throws.
 */
export async function sendOnce(
  { apiKey, baseUrl, fetch, middleware }: ResolvedOptions,
  { method, path: schemaPath }: KnownOperation,
  { params = {}, body }: Input,
  signal: AbortSignal,
  onLeave: () => void,
): Promise<Answered> {
  const query = querySerializer(params.query);
  const url = baseUrl + pathSerializer(schemaPath, params.path) + (query && `?${query}`);
  const init = {
    method,
    headers: {
      Authorization: `Bearer ${apiKey}`,
      ...(body !== undefined && { "Content-Type": "application/json" }),
    },
    // A write that followed a redirect would be sent twice, or end as a read.
    redirect: method === "GET" ? "follow" : "manual",
    signal,
    ...(body !== undefined && { body: bodySerializer(body) }),
  } as const;
  if (fetch === undefined && middleware.length === 0) {
    onLeave();
    const response = await platformFetch(url, init);
    return { response, text: await response.text() };
  }
  const send = fetch ?? platformFetch;
  const context = {
    schemaPath,
    params,
    id: Math.random().toString(36).slice(2),
    options: { baseUrl, fetch: send, parseAs: "text", pathSerializer, querySerializer, bodySerializer },
  } as MiddlewareContext;
  const response = await sendThrough(middleware, context, new Request(url, init), (request) => {
    onLeave();
    return send(request);
  });
  return { response, text: await response.text() };
}

const bodySerializer = (body: unknown): string => JSON.stringify(body);

function pathSerializer(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replace(/{(\w+)}/g, (_, name) => encodeURIComponent(String(params[name])));
}

function querySerializer(params: object = {}): string {
  return Object.entries(params)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
}
