import createRawClient from "openapi-fetch";
import { createExecute } from "./execute.js";
import type { paths } from "./generated/schema.js";
import { bearerAuth } from "./middleware/auth.js";
import { type ClientOptions, resolveOptions } from "./options.js";
import { createRedactor } from "./redact.js";
import { type Agents, createAgents } from "./resources/agents.js";
import { type Calls, createCalls } from "./resources/calls.js";
import { createNumbers, type Numbers } from "./resources/numbers.js";
import type { RawSynthflowClient } from "./resources/transport.js";

/** A client of one workspace. */
export interface Client {
  readonly agents: Agents;
  readonly numbers: Numbers;
  readonly calls: Calls;
  /** Where requests go, without a slash at the end. */
  readonly baseUrl: string;
  /**
   * The typed openapi-fetch client underneath, authorised, for whatever has no
   * method here. It answers `{ data, error, response }` and throws what `fetch`
   * throws; timeouts and our errors belong to the methods.
   */
  readonly raw: RawSynthflowClient;
}

/**
 * Makes a client of the Synthflow API.
 *
 * @throws ConfigError naming the option that is wrong.
 * @example
 * const client = createClient({ apiKey: process.env.SYNTHFLOW_API_KEY ?? "" });
 * const agent = await client.agents.get("0ae2859d-c25c-4d56-a9f3-809387b725ce");
 */
export function createClient(options: ClientOptions): Client {
  const { apiKey, baseUrl, fetch, timeoutMs } = resolveOptions(options);
  const raw = createRawClient<paths>({ baseUrl, fetch });
  raw.use(bearerAuth(apiKey));
  const transport = { raw, execute: createExecute(timeoutMs, createRedactor(apiKey)) };
  return {
    agents: createAgents(transport),
    numbers: createNumbers(transport),
    calls: createCalls(transport, Date.now),
    baseUrl,
    raw,
  };
}
