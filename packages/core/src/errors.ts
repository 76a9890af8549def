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

/**
 * Whether the API may have acted on a request, all its tries taken together.
 *
 * `"no"`: it surely did nothing, for nothing was sent or every try was turned away.
 * `"maybe"`: it may have received a try.
 */
export type Sent = "no" | "maybe";

/**
 * Base of every error this package throws. `code` is stable; messages are not.
 *
 * @typeParam Details The fields of one class; whatever is given lands on the error.
 */
export abstract class SynthflowError<Details extends object = object> extends Error {
  abstract readonly code: string;
  /** Spelt out by each class: a bundler may rename classes. */
  abstract override readonly name: string;
  constructor(message: string, details: Details & { readonly cause?: unknown }) {
    super(message, details);
    Object.assign(this, details);
  }

  /** Marks our errors, so that guards work across copies of the package; being inherited, it shows in no printout. */
  get "@dialpool/core/error"(): true {
    return true;
  }
}

/** An option or an argument is wrong or missing. Nothing was sent. */
export class ConfigError extends SynthflowError<{ readonly option: string }> {
  override readonly name = "ConfigError";
  readonly code = "config_invalid";
  /** The option's or argument's name. */
  declare readonly option: string;
}

/** No answer came: the connection failed or broke, or the request could not be made. `cause` says how. */
export class ConnectionError extends SynthflowError<{ readonly operation: Operation; readonly sent: Sent }> {
  override readonly name = "ConnectionError";
  readonly code = "connection_failed";
  declare readonly operation: Operation;
  /** `"no"`: the API surely did nothing. `"maybe"`: it may have received the request. */
  declare readonly sent: Sent;
}

/** No answer came in time. */
export class TimeoutError extends SynthflowError<{
  readonly operation: Operation;
  readonly sent: Sent;
  readonly timeoutMs: number;
}> {
  override readonly name = "TimeoutError";
  readonly code = "timed_out";
  declare readonly operation: Operation;
  /** `"no"` only if the request was still being prepared. */
  declare readonly sent: Sent;
  /** How long the last try was given, in milliseconds. */
  declare readonly timeoutMs: number;
}

/**
 * The caller's signal fired. `cause` is the signal's own reason.
 *
 * Its name is `AbortError`, the platform's own, so that
 * `error.name === "AbortError"` works as it does for `fetch`.
 */
export class AbortedError extends SynthflowError<{ readonly operation: Operation; readonly sent: Sent }> {
  override readonly name = "AbortError";
  readonly code = "aborted";
  declare readonly operation: Operation;
  /** `"no"`: the API surely did nothing. `"maybe"`: it may have received the request. */
  declare readonly sent: Sent;
}

/** What an error answer told. */
export interface ApiErrorDetails {
  readonly operation: Operation;
  readonly status: number;
  /** What to give the vendor's support. */
  readonly requestId?: string | undefined;
  readonly category?: string | undefined;
  readonly issues: readonly ErrorIssue[];
  /** How long the API asks to wait, from `Retry-After` (seconds or a date), in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The answer's body, parsed if it was JSON, without secrets. */
  readonly body: unknown;
}

/** The API answered, and the answer is a refusal. */
export class ApiError extends SynthflowError<ApiErrorDetails> implements ApiErrorDetails {
  override readonly name: string = "ApiError";
  declare readonly operation: Operation;
  declare readonly status: number;
  /** `api_` and the status, e.g. `api_404`. */
  readonly code: string = `api_${(this as ApiErrorDetails).status}`;
  declare readonly requestId?: string | undefined;
  declare readonly category?: string | undefined;
  declare readonly issues: readonly ErrorIssue[];
  declare readonly retryAfterMs?: number | undefined;
  declare readonly body: unknown;
}

/** 400: the request is refused as it stands. */
export class BadRequestError extends ApiError {
  override readonly name = "BadRequestError";
}
/** 401: the key is missing or wrong. */
export class AuthenticationError extends ApiError {
  override readonly name = "AuthenticationError";
}
/** 403: the key is not meant for this workspace, or the provider is not enabled. */
export class PermissionError extends ApiError {
  override readonly name = "PermissionError";
}
/** 404: the id is unknown or invisible to this key, or the base URL is wrong. */
export class NotFoundError extends ApiError {
  override readonly name = "NotFoundError";
}
/** 422: fields are wrong; `issues` says which. */
export class ValidationError extends ApiError {
  override readonly name = "ValidationError";
}
/** 429: over a call limit. Nothing was done. */
export class RateLimitError extends ApiError {
  override readonly name = "RateLimitError";
}
/** 5xx: the API failed. What it did before is not known. */
export class ServerError extends ApiError {
  override readonly name = "ServerError";
}

/** What a success told that breaks the spec. */
export type UnexpectedResponseDetails = Pick<ApiErrorDetails, "operation" | "status" | "requestId" | "body">;

/** A success whose body breaks the spec: the protocol was not kept. */
export class UnexpectedResponseError extends SynthflowError<UnexpectedResponseDetails> {
  override readonly name = "UnexpectedResponseError";
  readonly code = "unexpected_response";
  declare readonly operation: Operation;
  declare readonly status: number;
  /** From the header `X-Request-Id`, if there is one. */
  declare readonly requestId?: string | undefined;
  /** What came, as text if it was no JSON, without secrets. */
  declare readonly body: unknown;
}

/** What `calls.reconcile` needs to look a call up. */
export interface CallLookup {
  /** The agent that was to speak. */
  readonly agentId: string;
  /** The person that was to be called. */
  readonly phone: string;
  /** The caller ID that was asked for. Absent: the agent's default, so any counts. */
  readonly from?: string | undefined;
  /** No call before this instant can be the one: epoch milliseconds. Leave room for clocks that differ. */
  readonly since: number;
  /** No call after this instant can be the one: epoch milliseconds. Absent: up to now. */
  readonly until?: number | undefined;
  /** What was sent as a custom variable, under the key `attempt_id`, to tell this call from any other. */
  readonly attemptId?: string | undefined;
}

/** How far this machine's clock and the API's may differ, in milliseconds. */
const CLOCK_MARGIN_MS = 300_000;

/** What is known of a call of unknown outcome. */
export interface CallOutcomeUnknownDetails
  extends Partial<Pick<ApiErrorDetails, "status" | "requestId" | "category">> {
  readonly operation: Operation;
  readonly request: Pick<CreateCallRequest, "model_id" | "phone"> & {
    readonly from_phone_number?: string | undefined;
  };
  readonly sentAt: number;
}

/**
 * A call was asked for and nobody can say whether the phone is ringing.
 *
 * Never place it again on this error alone: look it up first, with
 * `calls.reconcile(error.lookup)`. `cause` is why nobody can say.
 */
export class CallOutcomeUnknownError extends SynthflowError<CallOutcomeUnknownDetails> {
  override readonly name = "CallOutcomeUnknownError";
  readonly code = "call_outcome_unknown";
  declare readonly operation: Operation;
  /** What was asked for: agent, callee and caller ID are the keys to look it up by. */
  declare readonly request: CallOutcomeUnknownDetails["request"];
  /** When the request began, epoch milliseconds of this machine. */
  declare readonly sentAt: number;
  /** Of the answer, if there was one. */
  declare readonly status?: number | undefined;
  declare readonly requestId?: string | undefined;
  declare readonly category?: string | undefined;

  /** What `calls.reconcile` takes: from five minutes before the call was sent, for clocks differ. */
  get lookup(): CallLookup {
    const { model_id: agentId, phone, from_phone_number: from } = this.request;
    return { agentId, phone, from, since: this.sentAt - CLOCK_MARGIN_MS };
  }
}

/** True for every error of this package, whichever copy of it threw. */
export function isSynthflowError(error: unknown): error is SynthflowError {
  return "@dialpool/core/error" in Object(error);
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
  return phone.slice(0, -2).replace(/./g, "*") + phone.slice(-2);
}

/** How messages name an operation: `GET /calls`. */
export function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}
