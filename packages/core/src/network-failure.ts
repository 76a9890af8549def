/**
 * Codes that the platforms give when no connection was ever opened, so that no
 * byte of the request left: refused, name not found, no answer to the opening
 * handshake. `ConnectionRefused` is Bun's spelling. Anything not listed counts
 * as "may have been sent".
 */
const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
]);

/**
 * Tells if a failed `fetch` surely sent nothing.
 *
 * A host with several addresses fails with one error each; all of them must be
 * of the recognised kind.
 *
 * @param error What `fetch` rejected with; its `cause` chain is followed.
 */
export function neverConnected(error: unknown): boolean {
  return isOpeningFailure(error, new Set());
}

/** @param seen The errors looked at so far: chains may be circular. */
function isOpeningFailure(error: unknown, seen: Set<unknown>): boolean {
  let current = error;
  while (isObject(current) && !seen.has(current)) {
    seen.add(current);
    const { code, errors, cause } = current as { code?: unknown; errors?: unknown; cause?: unknown };
    if (Array.isArray(errors) && errors.length > 0) {
      return errors.every((one) => isOpeningFailure(one, seen));
    }
    if (typeof code === "string") return NEVER_CONNECTED.has(code);
    current = cause;
  }
  return false;
}

/** The most telling word about a network failure: its code, else its message. */
export function failureReason(error: unknown): string {
  const seen = new Set<unknown>();
  let reason = "no reason given";
  let current = error;
  while (isObject(current) && !seen.has(current)) {
    seen.add(current);
    const { code, message, errors, cause } = current as {
      code?: unknown;
      message?: unknown;
      errors?: unknown;
      cause?: unknown;
    };
    if (typeof message === "string" && message !== "") reason = message;
    if (typeof code === "string") return reason.includes(code) ? reason : `${code} ${reason}`;
    current = Array.isArray(errors) ? errors[0] : cause;
  }
  return reason;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
