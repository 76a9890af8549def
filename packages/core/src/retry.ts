import {
  ConnectionError,
  NotFoundError,
  type Operation,
  RateLimitError,
  ServerError,
  type SynthflowError,
  TimeoutError,
} from "./errors.js";

/** What a failed try is followed by, as `onRetry` is told. */
export interface RetryEvent {
  readonly operation: Operation;
  /** Which try failed: 1 is the first. */
  readonly attempt: number;
  /** How long it waits before the next one, in milliseconds. */
  readonly delayMs: number;
  /** Why the try failed. */
  readonly error: SynthflowError;
}

/** How often and for how long a request is tried again. */
export interface RetrySettings {
  readonly retries: number;
  readonly maxTotalMs: number;
  readonly retryBaseDelayMs: number;
  readonly retryMaxDelayMs: number;
}

/*
 * What sending a request twice comes to, by operation; the method tells them apart.
 *
 * - The same as sending it once: all reads (GET: `list-*`, `get-*`);
 *   `attach-phone-numbers-to-assistant` (PUT) adds what is not there yet;
 *   `update-assistant` (PUT) and `update-phone-number` (PATCH) set fields to given values.
 * - The same, but the second answer may be a 404, for the first did it (DELETE):
 *   `detach-phone-number-from-assistant`, `delete-assistant`, `delete-phone-number`.
 * - Two agents, two numbers, two calls (POST): `create-assistant`,
 *   `create-custom-number`, `voice-call`.
 */

/**
 * Whether a failed try may be followed by another.
 *
 * What would be done twice is tried again only if it was surely not done: after
 * a 429, or when no connection ever opened. The rest is tried again after a
 * 5xx, a broken connection and a timeout as well.
 *
 * @param isUnopened Whether the failure was recognised as one before a connection opened.
 */
export function mayTryAgain({ method }: Operation, error: unknown, isUnopened = false): boolean {
  if (isUnopened || error instanceof RateLimitError) return true;
  return method !== "POST" && mayHaveActed(error);
}

/** Whether the API may have acted on a try that failed like this. */
export function mayHaveActed(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof TimeoutError) return error.sent === "maybe";
  return error instanceof ServerError;
}

/** Whether a failure of a later try says that an earlier one has done it: what was to go is gone. */
export function isDoneAlready({ method }: Operation, error: unknown): boolean {
  return method === "DELETE" && error instanceof NotFoundError;
}

/**
 * How long to wait before the next try, in milliseconds: exponential backoff
 * with full jitter, on top of what the API asked for.
 *
 * @param attempt Which try failed: 1 is the first.
 * @param retryAfterMs What the API asked for. It is never cut short.
 * @param random From 0 to 1.
 */
export function retryDelayMs(
  attempt: number,
  retryAfterMs: number | undefined,
  { retryBaseDelayMs, retryMaxDelayMs }: RetrySettings,
  random: number,
): number {
  const backoff = Math.min(retryMaxDelayMs, retryBaseDelayMs * 2 ** (attempt - 1));
  return Math.round(random * backoff) + (retryAfterMs ?? 0);
}
