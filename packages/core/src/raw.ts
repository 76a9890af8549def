import createOpenApiClient, { type Client } from "openapi-fetch";
import type { paths } from "./generated/schema.js";
import { type ClientOptions, resolveOptions } from "./options.js";
import { platformFetch } from "./platform-fetch.js";

/** An openapi-fetch client that knows this API's paths and carries the key. */
export type RawSynthflowClient = Client<paths>;

/** What of a client's options a raw client heeds. */
export type RawClientOptions = Pick<ClientOptions, "apiKey" | "fetch" | "middleware" | "baseUrl" | "region">;

/**
 * Makes a plain openapi-fetch client, for what `createClient` has no method for.
 *
 * It answers `{ data, error, response }` and throws what `fetch` throws.
 * Timeouts, retries and our errors belong to `createClient`.
 *
 * @throws ConfigError naming the option that is wrong.
 * @example
 * const raw = createRawClient({ apiKey: process.env.SYNTHFLOW_API_KEY ?? "" });
 * const { data, error } = await raw.GET("/calls/{call_id}", { params: { path: { call_id } } });
 */
export function createRawClient(options: RawClientOptions): RawSynthflowClient {
  const { apiKey, baseUrl, fetch = platformFetch, middleware } = resolveOptions(options as ClientOptions);
  const raw = createOpenApiClient<paths>({ baseUrl, fetch, headers: { Authorization: `Bearer ${apiKey}` } });
  raw.use(...middleware);
  return raw;
}
