/** Takes a secret out of what an answer says. */
export interface Redactor {
  text(text: string): string;
  /** @param value A JSON value. The same value comes back unless the secret is in it. */
  value(value: unknown): unknown;
}

const PLACEHOLDER = "[API key]";

/** Shorter secrets are words that an answer may hold by chance; real keys are longer. */
const MIN_SECRET_LENGTH = 8;

/** Makes a redactor. Some servers repeat the request, or its key, in an error's body. */
export function createRedactor(secret: string): Redactor {
  if (secret.length < MIN_SECRET_LENGTH) return { text: (text) => text, value: (value) => value };
  const inJson = JSON.stringify(secret).slice(1, -1);
  const text = (given: string) => given.replaceAll(secret, PLACEHOLDER).replaceAll(inJson, PLACEHOLDER);
  return {
    text,
    value(value) {
      if (typeof value === "string") return text(value);
      const json = JSON.stringify(value);
      return json?.includes(inJson) ? JSON.parse(json.replaceAll(inJson, PLACEHOLDER)) : value;
    },
  };
}
