import { ConfigError } from "./errors.js";

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
