import createOpenApiClient, { type Client } from "openapi-fetch";
import { refuse } from "./arguments.js";
import type { paths } from "./generated/schema.js";
import type { ResolvedOptions } from "./options.js";
import { serializeBody } from "./serialize-body.js";

/** An openapi-fetch client that knows this API's paths and carries the key. */
export type RawSynthflowClient = Client<paths>;

/**
 * Makes the one openapi-fetch client that everything is sent through, the methods' requests included.
 *
 * @throws ConfigError if openapi-fetch refuses a middleware.
 */
export function createRaw({ apiKey, baseUrl, fetch, middleware }: ResolvedOptions): RawSynthflowClient {
  const raw = createOpenApiClient<paths>({
    baseUrl,
    fetch,
    headers: { Authorization: `Bearer ${apiKey}` },
    bodySerializer: serializeBody,
  });
  try {
    raw.use(...middleware);
  } catch {
    refuse("middleware", "must be a list of objects with onRequest, onResponse or onError");
  }
  return raw;
}
