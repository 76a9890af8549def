import { createExecute } from "./execute.js";
import { type ClientOptions, resolveOptions } from "./options.js";
import { createRaw, type RawSynthflowClient } from "./raw.js";
import { type Agents, createAgents } from "./resources/agents.js";
import { type Calls, createCalls } from "./resources/calls.js";
import { createNumbers, type Numbers } from "./resources/numbers.js";
import { platform, type Runtime } from "./runtime.js";

/** A client of one workspace. */
export interface Client {
  readonly agents: Agents;
  readonly numbers: Numbers;
  readonly calls: Calls;
  /**
   * The openapi-fetch client that the methods send through, with the key and
   * the types of the whole spec, for what has no method. It answers
   * `{ data, error, response }` and throws what `fetch` throws; it knows nothing
   * of timeouts, retries and our errors, and follows redirects.
   *
   * `raw.use(middleware)` adds to the `middleware` of the options: from then on
   * it sees each try of the methods too. A hook that throws before the request
   * has left makes it "surely not sent"; one that throws later makes a call's
   * outcome unknown.
   *
   * @example
   * const { data, error } = await client.raw.GET("/calls/{call_id}", { params: { path: { call_id } } });
   */
  readonly raw: RawSynthflowClient;
  /** Where requests go, without a slash at the end. */
  readonly baseUrl: string;
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
  return createClientIn(platform, options);
}

/**
 * As {@link createClient}, with the clock, chance and waiting of one's own.
 *
 * @internal
 */
export function createClientIn(runtime: Runtime, options: ClientOptions): Client {
  const resolved = resolveOptions(options);
  // The key lives in closures alone: whoever prints the client does not see it.
  const { raw, requestClass } = createRaw(resolved);
  const execute = createExecute({ raw, requestClass }, resolved, runtime);
  return {
    agents: createAgents(execute),
    numbers: createNumbers(execute),
    calls: createCalls(execute, runtime.now),
    raw,
    baseUrl: resolved.baseUrl,
  };
}
