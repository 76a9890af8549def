import { ConfigError } from "./errors.js";

/** Refuses an option or an argument. @param rule What must hold, after its name. */
export function refuse(option: string, rule: string): never {
  throw new ConfigError(`${option} ${rule}.`, { option });
}

/**
 * An id that goes into a path must name one thing. `/calls/` would be another
 * operation, and a URL drops `.` and `..`: `/assistants/a/phone_numbers/..` is the agent.
 *
 * @throws ConfigError naming the parameter.
 */
export function requirePathId(name: string, value: unknown): string {
  const id = requireText(name, value);
  if (id === "." || id === "..") refuse(name, "must be an id");
  return id;
}

/** @throws ConfigError naming the parameter, if it is not text that says something. */
export function requireText(name: string, value: unknown): string {
  if (typeof value !== "string" || value.trim() === "") {
    refuse(name, "must be a non-empty string");
  }
  return value;
}
