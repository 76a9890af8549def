import type { CreateCallRequest } from "./types.js";

/** One field of a request that the API did not accept. */
export interface ErrorIssue {
  /** Where it is, e.g. `["body", "phone"]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly type?: string;
}

/** Which operation of the API a request was for. */
export interface Operation {
  /** The vendor's operation id, e.g. `"voice-call"`. */
  readonly id: string;
  readonly method: string;
  /** The path as the spec writes it, e.g. `"/calls/{call_id}"`. */
  readonly path: string;
}

/** Marks our errors, so that guards work across copies of the package. */
const BRAND = Symbol.for("@dialpool/core/error");

/** Base of every error this package throws. `code` is stable; messages are not. */
export abstract class SynthflowError extends Error {
  abstract readonly code: string;
  readonly [BRAND] = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** An option is wrong or missing. Thrown when the client or the request is made, before anything is sent. */
export class ConfigError extends SynthflowError {
  readonly code = "config_invalid";
  constructor(
    /** The option's name. */
    readonly option: string,
    message: string,
  ) {
    super(message);
  }
}

/** No answer came: the connection failed or broke. */
export class ConnectionError extends SynthflowError {
  readonly code = "connection_failed";
  constructor(
    readonly operation: Operation,
    message: string,
    /** `"no"`: it surely never left. `"maybe"`: the API may have received it. */
    readonly sent: "no" | "maybe",
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** No answer came in time. The API may have received the request. */
export class TimeoutError extends SynthflowError {
  readonly code = "timed_out";
  readonly sent = "maybe";
  constructor(
    readonly operation: Operation,
    readonly timeoutMs: number,
  ) {
    super(`${operation.method} ${operation.path} got no answer within ${timeoutMs} ms.`);
  }
}

/** What an error answer told. */
export interface ApiErrorDetails {
  readonly operation: Operation;
  readonly status: number;
  readonly requestId?: string;
  readonly category?: string;
  readonly issues: readonly ErrorIssue[];
  /** How long the API asks to wait, from `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The answer's body, parsed if it was JSON. */
  readonly body: unknown;
}

/** The API answered, and the answer is a refusal. */
export class ApiError extends SynthflowError {
  readonly code: string;
  readonly operation: Operation;
  readonly status: number;
  readonly requestId?: string;
  readonly category?: string;
  readonly issues: readonly ErrorIssue[];
  readonly retryAfterMs?: number;
  readonly body: unknown;

  constructor(message: string, details: ApiErrorDetails) {
    super(message);
    this.code = `api_${details.status}`;
    this.operation = details.operation;
    this.status = details.status;
    this.issues = details.issues;
    this.body = details.body;
    if (details.requestId !== undefined) this.requestId = details.requestId;
    if (details.category !== undefined) this.category = details.category;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
  }
}

/** 400: the request is refused as it stands. */
export class BadRequestError extends ApiError {}
/** 401: the key is missing or wrong. */
export class AuthenticationError extends ApiError {}
/** 403: the key is not meant for this workspace, or the provider is not enabled. */
export class PermissionError extends ApiError {}
/** 404: the id is unknown or invisible to this key, or the base URL is wrong. */
export class NotFoundError extends ApiError {}
/** 422: fields are wrong; `issues` says which. */
export class ValidationError extends ApiError {}
/** 429: over a call limit. Nothing was done. */
export class RateLimitError extends ApiError {}
/** 5xx: the API failed. What it did before is not known. */
export class ServerError extends ApiError {}

/** A success whose body breaks the spec. `body` is what came, as text if it was no JSON. */
export class UnexpectedResponseError extends SynthflowError {
  readonly code = "unexpected_response";
  constructor(
    readonly operation: Operation,
    readonly status: number,
    message: string,
    readonly body: unknown,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * A call was asked for and nobody can say whether the phone is ringing.
 *
 * Never place it again on this error alone: look it up first, with
 * `calls.list({ model_id, lead_phone_number, from_date })`.
 */
export class CallOutcomeUnknownError extends SynthflowError {
  readonly code = "call_outcome_unknown";
  constructor(
    /** What was asked for: agent, callee and caller ID are the keys to look it up by. */
    readonly request: Pick<CreateCallRequest, "model_id" | "phone" | "from_phone_number">,
    /** When it was sent, epoch milliseconds of this machine. */
    readonly sentAt: number,
    options: { readonly cause: unknown },
  ) {
    super(
      `The call to ${maskPhone(request.phone)} may have been placed: ${reasonOf(options.cause)} Look it up in the call list before trying again.`,
      options,
    );
  }
}

/** True for every error of this package, whichever copy of it threw. */
export function isSynthflowError(error: unknown): error is SynthflowError {
  return typeof error === "object" && error !== null && BRAND in error;
}

/** True for an answer that was a refusal. */
export function isApiError(error: unknown): error is ApiError {
  return isSynthflowError(error) && error.code.startsWith("api_");
}

/** True if a call may have been placed without our knowing. */
export function isCallOutcomeUnknownError(error: unknown): error is CallOutcomeUnknownError {
  return isSynthflowError(error) && error.code === "call_outcome_unknown";
}

/** The last two digits are enough to recognise a number one knows. */
export function maskPhone(phone: string): string {
  return phone.length > 2 ? `${"*".repeat(phone.length - 2)}${phone.slice(-2)}` : phone;
}

function reasonOf(cause: unknown): string {
  if (isSynthflowError(cause)) return cause.message;
  if (cause instanceof Error && cause.name === "AbortError")
    return "the request was cancelled after it had left.";
  return "the request was cut off after it had left.";
}
