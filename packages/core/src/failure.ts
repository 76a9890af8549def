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
import { failureReason, neverConnected } from "./network-failure.js";
import type { Redactor } from "./redact.js";

/** A try that got no answer. */
export interface FailedTry {
  readonly response?: undefined;
  readonly error: SynthflowError;
  /** Recognised as a failure before any connection opened. */
  readonly neverConnected: boolean;
}

/**
 * What became of a try without an answer.
 *
 * @param thrown What `fetch`, a middleware or the reading of the body threw.
 * @param hasLeft Whether `fetch` was called.
 * @param before Whether the API may have acted on an earlier try.
 */
export function toFailedTry(
  operation: Operation,
  thrown: unknown,
  { interruption, timeoutMs, outer }: Deadline,
  hasLeft: boolean,
  before: Sent,
  redactor: Redactor,
): FailedTry {
  const isUnopened = hasLeft && interruption === undefined && neverConnected(thrown);
  const sent = hasLeft && !isUnopened ? "maybe" : before;
  return { error: toError(), neverConnected: isUnopened };

  function toError(): SynthflowError {
    if (interruption === "cancelled") return new AbortedError(operation, sent, { cause: outer?.reason });
    if (interruption === "timeout") return new TimeoutError(operation, timeoutMs, sent);
    const reason = redactor.text(failureReason(thrown));
    const name = nameOf(operation);
    const sentence = isUnopened
      ? `Cannot connect for ${name}: ${reason}. Check the base URL and the network.`
      : `${hasLeft ? `The connection broke during ${name}` : `${name} could not be sent`}: ${reason}.`;
    return new ConnectionError(operation, sentence, sent, { cause: redactor.cause(thrown) });
  }
}
