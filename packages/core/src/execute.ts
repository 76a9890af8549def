import { type Answer, type Answered, readAnswer } from "./answer.js";
import { toApiError } from "./api-error.js";
import { type Deadline, startDeadline } from "./deadline.js";
import type { Sent } from "./errors.js";
import { type FailedTry, toAbortedError, toFailedTry } from "./failure.js";
import { neverConnected } from "./network-failure.js";
import type { InputOf, KnownOperation, OperationId } from "./operation.js";
import { type RequestOptions, type ResolvedOptions, resolveNumbers } from "./options.js";
import { type Raw, refuseMiddleware } from "./raw.js";
import { createRedactor, type Redactor } from "./redact.js";
import { isDoneAlready, mayHaveActed, mayTryAgain, retryDelayMs } from "./retry.js";
import type { Runtime } from "./runtime.js";

/** Sends an operation, again if it may be, and reads its answer. */
export type Execute = <Id extends OperationId, T>(
  operation: KnownOperation<Id>,
  answer: Answer<T>,
  input: InputOf<Id>,
  options?: RequestOptions,
  /** What is asked for, where it is one thing. */
  id?: string,
) => Promise<T>;

/** openapi-fetch's `request` as it is for an operation that is chosen at run time; its body is read as text. */
type SendRequest = (
  method: string,
  path: string,
  init: InputOf<OperationId> &
    Pick<RequestInit, "redirect" | "signal"> &
    Pick<RequestOptions, "middleware"> & {
      readonly parseAs: "text";
      readonly Request: ReturnType<Raw["requestClass"]>;
      readonly fetch: ResolvedOptions["fetch"];
    },
) => Promise<Answered>;

/**
 * Makes the function that every method sends through: the one place where
 * requests are tried again and where failures become errors of this package.
 */
export function createExecute(
  { raw, requestClass }: Raw,
  client: ResolvedOptions,
  runtime: Runtime,
): Execute {
  const send = raw.request as unknown as SendRequest;
  return async (operation, answer, input, options = {}, id) => {
    const { signal, middleware } = options;
    if (middleware && !Array.isArray(middleware)) refuseMiddleware();
    const { timeoutMs, retries, maxTotalMs } = resolveNumbers(options, client);
    const endAt = runtime.now() + maxTotalMs;
    const redactor = () => createRedactor(client.apiKey, input.body);
    let sent: Sent = "no";
    for (let attempt = 1; ; attempt++) {
      if (signal?.aborted) throw toAbortedError(operation, sent, signal.reason);
      // A later try gets what is left of the whole; the first has its own time alone.
      const leftMs = attempt === 1 ? timeoutMs : Math.max(1, Math.min(timeoutMs, endAt - runtime.now()));
      const deadline = startDeadline(leftMs, signal, runtime);
      const outcome = await tryOnce(operation, input, middleware, deadline, sent, redactor);
      if (outcome.response?.ok) return readAnswer(operation, outcome, answer, redactor, id);
      const { error, isUnopened }: FailedTry = outcome.response
        ? { error: toApiError(operation, outcome, redactor(), runtime.now()) }
        : outcome;
      if (sent === "maybe" && isDoneAlready(operation, error)) return answer[1](undefined) as never;
      if (mayHaveActed(error)) sent = "maybe";
      const { retryAfterMs } = error as { readonly retryAfterMs?: number };
      const delayMs = retryDelayMs(attempt, retryAfterMs, client, runtime.random());
      const isOver = attempt > retries || runtime.now() + delayMs >= endAt;
      if (isOver || !mayTryAgain(operation, error, isUnopened)) throw error;
      // Whoever only watches cannot break what is watched, neither at once nor later.
      new Promise((done) => done(client.onRetry?.({ operation, attempt, delayMs, error }))).catch(() => {});
      await runtime.sleep(delayMs, signal);
    }
  };

  async function tryOnce(
    operation: KnownOperation,
    input: InputOf<OperationId>,
    middleware: RequestOptions["middleware"],
    deadline: Deadline,
    sent: Sent,
    redactor: () => Redactor,
  ): Promise<Answered | FailedTry> {
    let calls = 0;
    let unopened = 0;
    try {
      return await send(operation.method, operation.path, {
        ...input,
        parseAs: "text",
        middleware,
        Request: middleware ? undefined : requestClass(),
        // A write that followed a redirect would be sent twice, or end as a read.
        redirect: operation.method === "GET" ? "follow" : "manual",
        signal: deadline.signal,
        async fetch(request) {
          // A custom fetch may not look at a signal that fired while a middleware was at work.
          deadline.signal.throwIfAborted();
          calls++;
          try {
            return await client.fetch(request);
          } catch (thrown) {
            // Judged here: what a middleware fails of later says nothing of this request.
            if (neverConnected(thrown)) unopened++;
            throw thrown;
          }
        },
      });
    } catch (thrown) {
      return toFailedTry(operation, thrown, deadline, calls, unopened, sent, redactor());
    } finally {
      deadline.release();
    }
  }
}
