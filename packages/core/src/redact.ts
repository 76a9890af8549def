/** A secret, and what stands in its place. */
interface Secret {
  readonly text: string;
  readonly placeholder: string;
}

/** Shorter ones are words that an answer may hold by chance; real ones are longer. */
const MIN_SECRET_LENGTH = 4;

/** Fields whose value is a secret whatever it is. */
const SECRET_FIELD = /pwd|passw|secret|authorization|api_?key/i;

/** Takes secrets out of what an answer or a failure says. */
export class Redactor {
  readonly #secrets: Secret[] = [];

  /** @param body The request's, if it had one. */
  constructor(apiKey: string, body?: unknown) {
    this.#keep(apiKey, "[API key]");
    this.#keep((body as { readonly trunk_pwd?: unknown } | undefined)?.trunk_pwd, "[SIP password]");
  }

  /** As it is, as JSON writes it, and as a URL does. */
  #keep(secret: unknown, placeholder: string): void {
    if (typeof secret !== "string" || secret.length < MIN_SECRET_LENGTH) return;
    for (const text of new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])) {
      this.#secrets.push({ text, placeholder });
    }
  }

  text(given: string): string {
    return this.#secrets.reduce((text, secret) => text.replaceAll(secret.text, secret.placeholder), given);
  }

  /** A JSON value without secrets: a copy. */
  value(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    try {
      const json = JSON.stringify(value, (field, inner) =>
        typeof inner === "string" && SECRET_FIELD.test(field) ? "[secret]" : inner,
      );
      return json && JSON.parse(this.text(json));
    } catch {
      return "[a body too deep to look through]";
    }
  }

  /**
   * The same error, unless it or one of its causes holds a secret or something
   * that may hold one, such as a request with its headers: then a copy with
   * name, code, message and stack alone.
   */
  cause(error: unknown, depth = 0): unknown {
    if (this.#isClean(error, 0)) return error;
    const { name, message, code, stack, cause } = error as Error & { readonly code?: unknown };
    const copy = new Error(this.text(String(message)));
    copy.stack = this.text(String(stack));
    copy.name = this.text(String(name));
    if (typeof code === "string") Object.assign(copy, { code: this.text(code) });
    if (cause && depth < 5) copy.cause = this.cause(cause, depth + 1);
    return copy;
  }

  #isClean(value: unknown, depth: number): boolean {
    if (typeof value === "string") return this.text(value) === value;
    if (typeof value !== "object" || value === null) return typeof value !== "function";
    if (depth > 5 || !(value instanceof Error || isPlain(value))) return false;
    return Reflect.ownKeys(value).every(
      (key) =>
        this.#isClean(String(key), 0) && this.#isClean((value as Record<PropertyKey, unknown>)[key], depth + 1),
    );
  }
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
