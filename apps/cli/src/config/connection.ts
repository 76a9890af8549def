import { type Client, ConfigError, createClient, type Region } from "@dialpool/core";
import { CliError } from "../cli-error.js";
import { EXIT } from "../exit-codes.js";
import type { Io } from "../io.js";
import type { Config } from "./config.js";

/** Flags that every command understands that talks to the API. */
export interface ConnectionFlags {
  readonly baseUrl?: string;
  readonly region?: string;
}

/**
 * Makes the API client from flags, then environment, then configuration file.
 *
 * The key has no flag on purpose: a flag's value shows in the process list.
 *
 * @throws CliError (exit 3) when the key is missing or an option is wrong.
 */
export function connect(io: Io, flags: ConnectionFlags, config: Config): Client {
  const apiKey = apiKeyOf(io, config);
  io.keepSecret?.(apiKey);
  const { endpoint, source } = endpointOf(io, flags, config);
  try {
    return createClient({
      apiKey,
      ...endpoint,
      ...(io.fetch === undefined ? {} : { fetch: io.fetch }),
    });
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    // A variable that was exported long ago is not what somebody thinks of.
    const hint = "baseUrl" in endpoint ? { hint: `The base URL comes from ${source}.` } : {};
    throw new CliError(EXIT.config, cause.message, { ...hint, cause });
  }
}

/**
 * The API key in force.
 *
 * @throws CliError (exit 3) when there is none.
 */
export function apiKeyOf(io: Pick<Io, "env">, config: Config): string {
  const apiKey = io.env.SYNTHFLOW_API_KEY || config.apiKey;
  if (apiKey) return apiKey.trim();
  throw new CliError(EXIT.config, "There is no API key.", {
    hint: "Set the environment variable SYNTHFLOW_API_KEY, or put apiKey into dialpool.yaml.",
  });
}

/** Where the API is, and who said so. */
interface Endpoint {
  readonly endpoint: { readonly baseUrl: string } | { readonly region: Region } | object;
  readonly source: string;
}

/** The nearest setting decides; a flag of one kind silences the other kind from further away. */
function endpointOf(io: Io, flags: ConnectionFlags, config: Config): Endpoint {
  const variable = io.env.SYNTHFLOW_BASE_URL;
  const levels = [
    { said: flags, names: ["--base-url", "--region"], exitCode: EXIT.usage },
    { said: variable ? { baseUrl: variable } : {}, names: ["SYNTHFLOW_BASE_URL"], exitCode: EXIT.config },
    { said: config, names: ["baseUrl", "region of the configuration file"], exitCode: EXIT.config },
  ] as const;
  for (const { said, names, exitCode } of levels) {
    const { baseUrl, region }: ConnectionFlags = said;
    if (baseUrl !== undefined && region !== undefined)
      throw new CliError(exitCode, `Give either a base URL or a region, not both: ${names.join(" and ")}.`);
    if (baseUrl !== undefined) return { endpoint: { baseUrl }, source: names[0] };
    if (region !== undefined) return { endpoint: { region: region as Region }, source: names[1] ?? names[0] };
  }
  return { endpoint: {}, source: "the default" };
}
