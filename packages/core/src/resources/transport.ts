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
 * An id that goes into a path must name one thing. `/calls/` would be another
 * operation, and a URL drops `.` and `..`: `/assistants/a/phone_numbers/..` is the agent.
 *
 * @throws ConfigError naming the parameter.
 */
export function requirePathId(name: string, value: unknown): string {
  const id = requireText(name, value);
  if (id === "." || id === "..")
    throw new ConfigError(name, `${name} must be an id, not a step through a path.`);
  return id;
}

/** @throws ConfigError naming the parameter, if it is not text that says something. */
export function requireText(name: string, value: unknown): string {
  if (typeof value !== "string" || value.trim() === "") {
    throw new ConfigError(name, `${name} must be a non-empty string.`);
  }
  return value;
}
