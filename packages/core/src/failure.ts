import type { Deadline } from "./deadline.js";
import {
  AbortedError,
  ConnectionError,
  nameOf,
  type Operation,
  type Sent,
  type SynthflowError,
  TimeoutError,
} from "./errors.js";
import { failureReason } from "./network-failure.js";
import type { Redactor } from "./redact.js";

/** A try that got no answer. */
export interface FailedTry {
  readonly response?: undefined;
  readonly error: SynthflowError;
  /** True if it was recognised as a failure before any connection opened. */
  readonly isUnopened?: boolean;
}

/**
 * What became of a try without an answer.
 *
 * @param thrown What `fetch`, a middleware or the reading of the body threw.
 * @param calls How often `fetch` was called: as a rule once, but a middleware may call it too.
 * @param unopened How often `fetch` itself, and not a middleware, failed before a connection opened.
 * @param before Whether the API may have acted on an earlier try.
 */
export function toFailedTry(
  operation: Operation,
  thrown: unknown,
  { interruption, timeoutMs, outer }: Deadline,
  calls: number,
  unopened: number,
  before: Sent,
  redactor: Redactor,
): FailedTry {
  const hasLeft = calls > 0;
  const isUnopened = hasLeft && !interruption && calls === unopened;
  const sent = hasLeft && !isUnopened ? "maybe" : before;
  if (interruption === "cancelled") return { error: toAbortedError(operation, sent, outer?.reason) };
  const name = nameOf(operation);
  if (interruption) {
    const message = `${name} got no answer within ${timeoutMs} ms.`;
    return { error: new TimeoutError(message, { operation, sent, timeoutMs }) };
  }
  const what = isUnopened
    ? `Cannot connect for ${name}`
    : hasLeft
      ? `The connection broke during ${name}`
      : `${name} could not be sent`;
  const message = `${what}: ${redactor.text(failureReason(thrown))}.`;
  const error = new ConnectionError(isUnopened ? `${message} Check the base URL and the network.` : message, {
    operation,
    sent,
    cause: redactor.cause(thrown),
  });
  return { error, isUnopened };
}

/** The caller's signal has fired. */
export function toAbortedError(operation: Operation, sent: Sent, cause: unknown): AbortedError {
  const doubt = sent === "no" ? "" : ", and may have been received";
  return new AbortedError(`${nameOf(operation)} was cancelled${doubt}.`, { operation, sent, cause });
}
