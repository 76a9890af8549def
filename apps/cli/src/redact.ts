/** A shorter text is no key, and replacing it would garble everything else. */
const MIN_SECRET_LENGTH = 8;

/** Takes secrets out of text. */
export interface Redactor {
  keepSecret(secret: string): void;
  redact(text: string): string;
}

/**
 * Makes a redactor that knows no secret yet.
 *
 * No message is meant to hold a key; this is for the message that does so all
 * the same, such as a stack of somebody else's error.
 */
export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  return {
    keepSecret(secret) {
      const trimmed = secret.trim();
      if (trimmed.length >= MIN_SECRET_LENGTH) secrets.add(trimmed);
    },
    redact(text) {
      let clean = text;
      for (const secret of secrets) clean = clean.replaceAll(secret, "[secret]");
      return clean;
    },
  };
}
