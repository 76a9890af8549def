import { isRecord } from "./parse-error-body.js";

/** Shorter ones are words that an answer may hold by chance; real secrets are longer. */
const MIN_SECRET_LENGTH = 4;

/** Fields whose text is a secret whatever it is. */
const SECRET_FIELD = /pwd|passw|secret|authorization|api_?key/i;

/** How deep an error is looked through. */
const MAX_DEPTH = 6;

/** Takes secrets out of what an answer or a failure says. */
export interface Redactor {
  text(given: string): string;
  /** A JSON value without secrets: a copy. */
  value(given: unknown): unknown;
  /**
   * The same error, unless it holds a secret or something that may hold one,
   * such as a request with its headers: then a copy with name, code, message,
   * stack and cause alone.
   */
  cause(error: unknown): unknown;
}

/**
 * Makes a redactor. Some servers repeat the request, or its key, in an error's body.
 *
 * @param body The request's, if it had one: it may hold a SIP password.
 */
export function createRedactor(apiKey: string, body?: unknown): Redactor {
  const { trunk_pwd: password } = Object(body) as { readonly trunk_pwd?: unknown };
  const text = (given: unknown) =>
    without(password, "[SIP password]", without(apiKey, "[API key]", String(given)));

  function isClean(value: unknown, depth: number): boolean {
    if (typeof value === "function") return false;
    if (typeof value !== "object" || value === null) return text(value) === String(value);
    const isKnown =
      value instanceof Error || Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
    return (
      isKnown &&
      depth < MAX_DEPTH &&
      Reflect.ownKeys(value).every((key) => isClean(value[key as keyof object], depth + 1))
    );
  }

  function cause(error: unknown, depth = 0): unknown {
    if (isClean(error, 0)) return error;
    if (!(error instanceof Error) || depth > MAX_DEPTH) return undefined;
    const { name, message, code, stack } = error as Error & { readonly code?: unknown };
    const copy = new Error(text(message), { cause: cause(error.cause, depth + 1) });
    return Object.assign(
      copy,
      { name: text(name), stack: text(stack) },
      code !== undefined && { code: text(code) },
    );
  }

  /** In a field's text and in its name. */
  function cleanField(field: string, inner: unknown): unknown {
    if (typeof inner === "string") return SECRET_FIELD.test(field) ? "[secret]" : text(inner);
    if (!isRecord(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, kept]) => [text(name), kept]));
  }

  function value(given: unknown): unknown {
    try {
      return JSON.parse(JSON.stringify(given, cleanField));
    } catch {
      // Nested deeper than the platform can write it.
      return undefined;
    }
  }

  return { text, value, cause };
}

/** A text without a secret, be it written as it is, as in JSON, or as in a URL. */
function without(secret: unknown, placeholder: string, given: string): string {
  if (typeof secret !== "string" || secret.length < MIN_SECRET_LENGTH) return given;
  const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
  return forms.reduce((clean, form) => clean.replaceAll(form, placeholder), given);
}
