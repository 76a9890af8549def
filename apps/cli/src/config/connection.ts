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
  try {
    return createClient({
      apiKey,
      ...endpointOf(io, flags, config),
      ...(io.fetch === undefined ? {} : { fetch: io.fetch }),
    });
  } catch (cause) {
    if (cause instanceof ConfigError) throw new CliError(EXIT.config, cause.message, { cause });
    throw cause;
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

/** The nearest setting decides; a flag of one kind silences the other kind from further away. */
function endpointOf(
  io: Io,
  flags: ConnectionFlags,
  config: Config,
): { baseUrl: string } | { region: Region } | object {
  const levels: readonly ConnectionFlags[] = [
    flags,
    { ...(io.env.SYNTHFLOW_BASE_URL ? { baseUrl: io.env.SYNTHFLOW_BASE_URL } : {}) },
    {
      ...(config.baseUrl === undefined ? {} : { baseUrl: config.baseUrl }),
      ...(config.region === undefined ? {} : { region: config.region }),
    },
  ];
  for (const { baseUrl, region } of levels) {
    if (baseUrl !== undefined && region !== undefined) {
      throw new CliError(EXIT.usage, "Give either a base URL or a region, not both.");
    }
    if (baseUrl !== undefined) return { baseUrl };
    if (region !== undefined) return { region: region as Region };
  }
  return {};
}
