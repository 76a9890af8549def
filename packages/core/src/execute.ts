import { startDeadline } from "./deadline.js";
import {
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  BadRequestError,
  ConnectionError,
  NotFoundError,
  type Operation,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
  ValidationError,
} from "./errors.js";
import { failureReason, neverConnected } from "./network-failure.js";
import { checkTimeout, type RequestOptions } from "./options.js";
import { isRecord, parseErrorBody } from "./parse-error-body.js";
import type { Redactor } from "./redact.js";

/** What the raw client gives back when told to keep the body as text. */
export interface RawResult {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** What every request is sent with. */
export interface SendInit {
  readonly signal: AbortSignal;
  readonly parseAs: "text";
  readonly redirect: "follow" | "manual";
}

/** Runs one raw request with a signal and answers its JSON object. */
export type Execute = <T extends object>(
  operation: Operation,
  send: (init: SendInit) => Promise<RawResult>,
  options?: RequestOptions,
) => Promise<T>;

/**
 * Makes the function that every method sends through: one request, one
 * deadline, one place where failures become errors of this package.
 *
 * It never repeats a request.
 */
export function createExecute(defaultTimeoutMs: number, redactor: Redactor): Execute {
  return async <T extends object>(
    operation: Operation,
    send: (init: SendInit) => Promise<RawResult>,
    options: RequestOptions = {},
  ) => {
    const timeoutMs = checkTimeout(options.timeoutMs ?? defaultTimeoutMs);
    options.signal?.throwIfAborted();
    const deadline = startDeadline(timeoutMs, options.signal);
    try {
      // A write that followed a redirect would be sent twice, or end as a read.
      const redirect = operation.method === "GET" ? "follow" : "manual";
      const result = await send({ signal: deadline.signal, parseAs: "text", redirect });
      if (!result.response.ok) {
        throw toApiError(operation, result.response, redactor.value(result.error));
      }
      return readObject<T>(operation, result, redactor);
    } catch (error) {
      if (error instanceof ApiError || error instanceof UnexpectedResponseError) throw error;
      if (deadline.interruption() === "cancelled") throw options.signal?.reason;
      if (deadline.interruption() === "timeout") throw new TimeoutError(operation, timeoutMs);
      throw toConnectionError(operation, error);
    } finally {
      deadline.release();
    }
  };
}

/** The success body, which the spec says is always a JSON object. Its fields are checked where they are used. */
function readObject<T extends object>(
  operation: Operation,
  { data, response }: RawResult,
  redactor: Redactor,
): T {
  // Before it is parsed: a syntax error quotes what it could not read.
  const text = redactor.text(typeof data === "string" ? data : "");
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    const what = text.trim() === "" ? "an empty body" : "a body that is not JSON";
    throw new UnexpectedResponseError(
      operation,
      response.status,
      `${nameOf(operation)} answered ${response.status} with ${what}.`,
      text,
      { cause },
    );
  }
  if (!isRecord(body)) {
    throw new UnexpectedResponseError(
      operation,
      response.status,
      `${nameOf(operation)} answered ${response.status} with a body that is not an object.`,
      body,
    );
  }
  return body as T;
}

function toConnectionError(operation: Operation, cause: unknown): ConnectionError {
  const never = neverConnected(cause);
  const message = never
    ? `Cannot connect for ${nameOf(operation)}: ${failureReason(cause)}. Check the base URL and the network.`
    : `The connection broke during ${nameOf(operation)}: ${failureReason(cause)}.`;
  return new ConnectionError(operation, message, never ? "no" : "maybe", { cause });
}

type ApiErrorClass = new (message: string, details: ApiErrorDetails) => ApiError;

const ERROR_BY_STATUS: Readonly<Record<number, ApiErrorClass>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  422: ValidationError,
  429: RateLimitError,
};

function toApiError(operation: Operation, response: Response, body: unknown): ApiError {
  const { status } = response;
  const parsed = parseErrorBody(body);
  const Class = ERROR_BY_STATUS[status] ?? (status >= 500 ? ServerError : ApiError);
  const said = parsed.message === undefined ? "" : `: ${parsed.message.replace(/\.$/, "")}`;
  const advice = adviceFor(status, body);
  const retryAfterMs = parseRetryAfter(response.headers);
  return new Class(
    `${nameOf(operation)} was refused with ${status}${said}.${advice === "" ? "" : ` ${advice}`}`,
    {
      operation,
      status,
      issues: parsed.issues,
      body,
      ...(parsed.requestId === undefined ? {} : { requestId: parsed.requestId }),
      ...(parsed.category === undefined ? {} : { category: parsed.category }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  );
}

function adviceFor(status: number, body: unknown): string {
  if (status === 401) return "Check the API key.";
  if (status === 403) return "Check that the key belongs to this workspace and region.";
  // The gateway answers like this before any API code has run.
  if (status === 404 && isRecord(body) && "error" in body) return "Check the base URL: it ends in /v2.";
  if (status >= 300 && status < 400) return "Redirects of a write are not followed: check the base URL.";
  if (status === 429) return "Start calls more slowly, or fewer at once.";
  return "";
}

/** `Retry-After` in seconds; the date form needs a clock that agrees with the server's and is not read. */
function parseRetryAfter(headers: Headers): number | undefined {
  const value = headers.get("Retry-After");
  if (value === null || !/^\d+(\.\d+)?$/.test(value.trim())) return undefined;
  return Number(value) * 1000;
}

function nameOf(operation: Operation): string {
  return `${operation.method} ${operation.path}`;
}
