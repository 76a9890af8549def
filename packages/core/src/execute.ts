import type { Client as RawClient } from "openapi-fetch";
import { type Answer, readAnswer } from "./answer.js";
import { toApiError } from "./api-error.js";
import { Deadline } from "./deadline.js";
import { AbortedError, type Sent } from "./errors.js";
import { type FailedTry, toFailedTry } from "./failure.js";
import type { paths } from "./generated/schema.js";
import type { InputOf, KnownOperation, OperationId } from "./operations.js";
import { numberOption, type RequestOptions, type ResolvedOptions } from "./options.js";
import { Redactor } from "./redact.js";
import { isDoneAlready, mayHaveActed, mayTryAgain, type RetryEvent, retryDelayMs } from "./retry.js";
import type { Runtime } from "./runtime.js";

/** The typed openapi-fetch client underneath. */
export type RawSynthflowClient = RawClient<paths>;

/** Sends an operation, again if it may be, and reads its answer. */
export type Execute = <Id extends OperationId, T>(
  operation: KnownOperation<Id>,
  answer: Answer<T>,
  input: InputOf<Id>,
  options?: RequestOptions,
  /** What is asked for, where it is one thing. */
  id?: string,
) => Promise<T>;

/** What the raw client gives when told to keep the body as text. */
interface RawResult {
  /** Undefined if there was none. */
  readonly data?: string;
  readonly error?: unknown;
  readonly response: Response;
  readonly neverConnected?: undefined;
}

/**
 * Makes the function that every method sends through: the one place where
 * requests are tried again and where failures become errors of this package.
 */
export function createExecute(raw: RawSynthflowClient, client: ResolvedOptions, runtime: Runtime): Execute {
  const send = raw.request as unknown as (method: string, path: string, init: object) => Promise<RawResult>;
  return async (operation, answer, input, options = {}, id) => {
    const { signal } = options;
    const timeoutMs = numberOption("timeoutMs", options.timeoutMs, client.timeoutMs);
    const retries = numberOption("retries", options.retries, client.retries);
    const endAt = runtime.now() + numberOption("maxTotalMs", options.maxTotalMs, client.maxTotalMs);
    const redactor = () => new Redactor(client.apiKey, input.body);
    let sent: Sent = "no";
    for (let attempt = 1; ; attempt++) {
      if (signal?.aborted) throw new AbortedError(operation, sent, { cause: signal.reason });
      // A later try gets what is left of the whole; the first has its own time alone.
      const leftMs = attempt === 1 ? timeoutMs : Math.min(timeoutMs, endAt - runtime.now());
      const outcome = await tryOnce(operation, input, new Deadline(leftMs, signal), sent, redactor);
      const { response } = outcome;
      if (response?.ok) return readAnswer(operation, response, outcome.data, answer, redactor, id);
      const error = response
        ? toApiError(operation, response, redactor().value(outcome.error), runtime.now())
        : outcome.error;
      if (sent === "maybe" && isDoneAlready(operation.id, error)) return answer[1](undefined) as never;
      if (mayHaveActed(error)) sent = "maybe";
      const { retryAfterMs } = error as { readonly retryAfterMs?: number };
      const delayMs = retryDelayMs(attempt, retryAfterMs, client, runtime.random());
      const isOver = attempt > retries || runtime.now() + delayMs >= endAt;
      if (isOver || !mayTryAgain(operation.id, error, outcome.neverConnected ?? false)) throw error;
      tell(client.onRetry, { operation, attempt, delayMs, error });
      await runtime.sleep(delayMs, signal);
    }
  };

  async function tryOnce(
    operation: KnownOperation,
    input: object,
    deadline: Deadline,
    sent: Sent,
    redactor: () => Redactor,
  ): Promise<RawResult | FailedTry> {
    const { method, path } = operation;
    let hasLeft = false;
    try {
      return await send(method, path, {
        ...input,
        signal: deadline.signal,
        parseAs: "text",
        // A write that followed a redirect would be sent twice, or end as a read.
        redirect: method === "GET" ? "follow" : "manual",
        fetch: (request: Request) => {
          hasLeft = true;
          return client.fetch(request);
        },
      });
    } catch (thrown) {
      return toFailedTry(operation, thrown, deadline, hasLeft, sent, redactor());
    } finally {
      deadline.release();
    }
  }
}

/** Whoever only watches cannot break what is watched. */
function tell(onRetry: ResolvedOptions["onRetry"], event: RetryEvent): void {
  try {
    onRetry?.(event);
  } catch {
    // Theirs to know.
  }
}
