import createOpenApiClient, { type Client } from "openapi-fetch";
import { refuse } from "./arguments.js";
import type { paths } from "./generated/schema.js";
import type { ResolvedOptions } from "./options.js";
import { PlannedRequest, platformFetch } from "./platform-fetch.js";
import { serializeBody } from "./serialize-body.js";

/** An openapi-fetch client that knows this API's paths and carries the key. */
export type RawSynthflowClient = Client<paths>;

/** The one client that everything is sent through. */
export interface Raw {
  readonly raw: RawSynthflowClient;
  /** What a method's request is made with. Absent: the platform's `Request`, for somebody sees it. */
  requestClass(): typeof PlannedRequest | undefined;
}

/**
 * Makes the one openapi-fetch client that everything is sent through, the methods' requests included.
 *
 * @throws ConfigError if openapi-fetch refuses a middleware.
 */
export function createRaw({ apiKey, baseUrl, fetch, middleware }: ResolvedOptions): Raw {
  const raw = createOpenApiClient<paths>({
    baseUrl,
    fetch,
    headers: { Authorization: `Bearer ${apiKey}` },
    bodySerializer: serializeBody,
  });
  const { use } = raw;
  let isSeen = fetch !== platformFetch;
  raw.use = (...added) => {
    // First: of several, openapi-fetch may take some before it refuses one.
    isSeen ||= added.length > 0;
    use(...added);
  };
  try {
    raw.use(...middleware);
  } catch {
    refuseMiddleware();
  }
  return { raw, requestClass: () => (isSeen ? undefined : PlannedRequest) };
}

/** @throws ConfigError, always. */
export function refuseMiddleware(): never {
  refuse("middleware", "must be a list of openapi-fetch middlewares");
}
