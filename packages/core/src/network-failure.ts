/**
 * Codes that the platforms give when no connection was ever opened, so that no
 * byte of the request left: refused, name not found, no answer to the opening
 * handshake. The last two are spellings of Bun. Anything that is not recognised
 * counts as "may have been sent".
 */
const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

/** Node's system calls that come before the connection; whatever fails in them sent nothing. */
const OPENING_CALLS = new Set(["connect", "getaddrinfo"]);

/** Deno has no codes. A URL holds no spaces, so it cannot imitate the words behind it. */
const DENO_NEVER_CONNECTED =
  /^error sending request for url \(\S+\): (?:client error \(Connect\)|error trying to connect): /;

/** The fields that tell. */
interface Failure {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
  readonly errors?: unknown;
  readonly cause?: unknown;
}

/**
 * Tells if a failed `fetch` surely sent nothing.
 *
 * A host with several addresses fails with one error each; all of them must be
 * of the recognised kind.
 *
 * @param error What `fetch` rejected with; its `cause` chain is followed.
 * @param seen The errors looked at so far: chains may be circular.
 */
export function neverConnected(error: unknown, seen = new Set<unknown>()): boolean {
  let current = error;
  while (isObject(current) && !seen.has(current)) {
    seen.add(current);
    const { code, syscall, message, errors, cause } = current as Failure;
    if (Array.isArray(errors) && errors.length > 0) return errors.every((one) => neverConnected(one, seen));
    if (typeof code === "string") return NEVER_CONNECTED.has(code) || OPENING_CALLS.has(String(syscall));
    if (DENO_NEVER_CONNECTED.test(String(message))) return true;
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
    const { code, message, errors, cause } = current as Failure;
    if (typeof message === "string" && message !== "") reason = message;
    if (typeof code === "string") return reason.includes(code) ? reason : `${code} ${reason}`;
    current = Array.isArray(errors) ? errors[0] : cause;
  }
  return reason;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
