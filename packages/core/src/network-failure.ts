/**
 * Codes that the platforms give when no connection was ever opened, so that no
 * byte of the request left: refused, name not found, no answer to the opening
 * handshake. `ConnectionRefused` is what older Buns say. Anything that is not
 * recognised counts as "may have been sent".
 */
const NEVER_CONNECTED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/;

/** Node's system calls that come before the connection; what fails in them sent nothing. */
const OPENING_CALL = /^(?:connect|getaddrinfo)$/;

/** Deno has no codes. A URL holds no spaces, so it cannot imitate the words behind it. */
const DENO_NEVER_CONNECTED = /^error sending request for url \(\S+\): client error \(Connect\): /;

/** Deno's messages hold the URL, and the URL may hold a callee's number. */
const URL_IN_MESSAGE = / for (?:url )?\(?https?:[^\s)]+\)?/;

/** A chain of causes is followed this far; it may be circular. */
const MAX_DEPTH = 9;

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
 */
export function neverConnected(error: unknown, depth = 0): boolean {
  if (!error || depth > MAX_DEPTH) return false;
  const { code, syscall, message, errors, cause } = error as Failure;
  if (Array.isArray(errors) && errors.length > 0)
    return errors.every((one) => neverConnected(one, depth + 1));
  if (typeof code === "string") {
    // A reset while connecting and one just after it look alike to a slow reader: it proves nothing.
    return NEVER_CONNECTED.test(code) || (OPENING_CALL.test(String(syscall)) && code !== "ECONNRESET");
  }
  return DENO_NEVER_CONNECTED.test(String(message)) || neverConnected(cause, depth + 1);
}

/** The most telling word about a network failure: its code, else its deepest message. */
export function failureReason(error: unknown, depth = 0): string {
  if (!error || depth > MAX_DEPTH) return "";
  const { code, message, errors, cause } = error as Failure;
  const said = typeof message === "string" ? message.replace(URL_IN_MESSAGE, "") : "";
  if (typeof code === "string") return said.includes(code) ? said : `${code} ${said}`;
  return failureReason(Array.isArray(errors) ? errors[0] : cause, depth + 1) || said;
}
