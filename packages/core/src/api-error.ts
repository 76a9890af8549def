import type { Answered } from "./answer.js";
import {
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  nameOf,
  type Operation,
  PermissionError,
  RateLimitError,
  ServerError,
  ValidationError,
} from "./errors.js";
import { isRecord, parseErrorBody } from "./parse-error-body.js";
import type { Redactor } from "./redact.js";
import { parseRetryAfter } from "./retry-after.js";

type ApiErrorClass = new (message: string, details: ApiErrorDetails) => ApiError;

/** The class of each status, and what its reader should do. */
const BY_STATUS: Readonly<Record<number, readonly [ApiErrorClass, string?]>> = {
  400: [BadRequestError],
  401: [AuthenticationError, "Check the API key."],
  403: [PermissionError, "Check that the key belongs to this workspace and region."],
  404: [NotFoundError],
  422: [ValidationError],
  429: [RateLimitError, "Start calls more slowly, or fewer at once."],
};

/**
 * The error for an answer that is not a success.
 *
 * @param now Epoch milliseconds.
 */
export function toApiError(
  operation: Operation,
  { response: { status, headers }, error: given = "" }: Answered,
  redactor: Redactor,
  now: number,
): ApiError {
  const body = redactor.value(given);
  const { message: said, ...parsed } = parseErrorBody(body);
  const [Class, advice] = BY_STATUS[status] ?? [status >= 500 ? ServerError : ApiError];
  const requestId = parsed.requestId ?? requestIdOf(headers, redactor);
  const sentence = `${nameOf(operation)} was refused with ${status}${said ? `: ${said.replace(/\.$/, "")}` : ""}.`;
  const todo = advice ?? adviceFor(status, body);
  return new Class(todo ? `${sentence} ${todo}` : sentence, {
    operation,
    status,
    ...parsed,
    requestId,
    retryAfterMs: parseRetryAfter(headers, now),
    body,
  });
}

/** A proxy's own, where the body has none. */
export function requestIdOf(headers: Headers, redactor: Redactor): string | undefined {
  const id = headers.get("X-Request-Id");
  return id === null ? undefined : redactor.text(id);
}

function adviceFor(status: number, body: unknown): string | undefined {
  // The gateway answers like this before any API code has run.
  if (status === 404 && isRecord(body) && "error" in body) return "Check the base URL: it ends in /v2.";
  // Browsers hide the status of a redirect: it is 0.
  if (status < 400) return "A redirect is not followed: check the base URL.";
  return undefined;
}
