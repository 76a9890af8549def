import type { Client as RawClient } from "openapi-fetch";
import { ConfigError } from "../errors.js";
import type { Execute } from "../execute.js";
import type { paths } from "../generated/schema.js";

/** The typed openapi-fetch client underneath. */
export type RawSynthflowClient = RawClient<paths>;

/** What a resource sends through. */
export interface Transport {
  readonly raw: RawSynthflowClient;
  readonly execute: Execute;
}

/**
 * An id that goes into a path must not be empty: `/calls/` would be another operation.
 *
 * @throws ConfigError naming the parameter.
 */
export function requireId(name: string, value: unknown): string {
  if (typeof value !== "string" || value.trim() === "") {
    throw new ConfigError(name, `${name} must be a non-empty string.`);
  }
  return value;
}
