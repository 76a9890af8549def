import { isPoolStoreError, PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { privateCause } from "./private-text.js";
import { replyErrorOf } from "./reply-errors.js";

/** Errors of the libraries that say: this command was never written. By name of the class, or by text where there is no class. */
const NEVER_SENT = new Set([
  "AbortError: The command was aborted",
  "ClientClosedError",
  "ClientOfflineError",
  "RootNodesUnavailableError",
  "TimeoutError",
  "CommandTimeoutDuringMaintenanceError",
]);
const NEVER_SENT_TEXT = /enableOfflineQueue options is false|The queue is full/;

/** OpenSSL's and Node's codes for a certificate that is not trusted. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/;

/** Any error of sending a command, as the store's. */
export function storeErrorOf(error: unknown): PoolStoreError {
  if (isPoolStoreError(error)) return error;
  return replyErrorOf(error) ?? brokenConnection(error);
}

function brokenConnection(error: unknown): PoolStoreError {
  return isNeverSent(error)
    ? unreachable(error)
    : new PoolStoreError(
        "store_unavailable",
        "The connection to Redis broke before it answered. The verb may have been applied; a lease granted so becomes unknown at its deadline.",
        { cause: privateCause(error), applied: "maybe" },
      );
}

function isNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const name = error.constructor.name;
  return (
    NEVER_SENT.has(name) || NEVER_SENT.has(`${name}: ${error.message}`) || NEVER_SENT_TEXT.test(error.message)
  );
}

/** There was no connection to send a command on. */
export function unreachable(cause: unknown): PoolStoreError {
  return new PoolStoreError("store_unavailable", "Redis cannot be reached. Nothing was sent.", {
    ...(cause === undefined ? {} : { cause: privateCause(cause) }),
  });
}

/** The answer took longer than it may. */
export function unanswered(timeoutMs: number): PoolStoreError {
  return new PoolStoreError(
    "store_unavailable",
    `Redis did not answer within ${timeoutMs} ms (commandTimeoutMs). The verb may have been applied, or may be yet.`,
    { applied: "maybe" },
  );
}

/** What a failed attempt to connect means when trying again would not help; else `undefined`. */
export function lastingFailureOf(error: unknown): PoolStoreError | undefined {
  const reply = replyErrorOf(error);
  if (reply?.code === "store_denied") return reply;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!CERTIFICATE.test(code)) return undefined;
  return new PoolStoreError(
    "store_unavailable",
    "The certificate of Redis is not trusted. Give the client the authority that signed it (tls.ca).",
    { cause: privateCause(error) },
  );
}
