import { PolicyError } from "./errors.js";

/**
 * The function that a policy names.
 *
 * @param path Where the policy names it, such as `"route.custom"`.
 * @throws PolicyError with the names that are registered, when this one is not.
 */
export function registered<T>(functions: Readonly<Record<string, T>> = {}, name: string, path: string): T {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(functions);
  const known = names.length === 0 ? "Pass it in `extensions`" : `Registered: ${names.join(", ")}`;
  throw new PolicyError([{ path, message: `"${name}" is not registered. ${known}.` }]);
}
