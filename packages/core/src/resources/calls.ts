import { oneOf, PLACED_CALL, pageOf } from "../answer.js";
import { refuse, requirePathId, requireText } from "../arguments.js";
import {
  ApiError,
  type CallLookup,
  CallOutcomeUnknownError,
  ConfigError,
  maskPhone,
  nameOf,
  UnexpectedResponseError,
} from "../errors.js";
import type { Execute } from "../execute.js";
import * as OPERATIONS from "../operations.js";
import type { RequestOptions } from "../options.js";
import { createListing, type Listing } from "../paginate.js";
import { type Reconciliation, reconcile } from "../reconcile.js";
import type { Call, CreateCallRequest, ListCallsParams, PlacedCall } from "../types.js";

/** How records are read. */
export interface ListCallsOptions extends RequestOptions {
  /**
   * For whoever concludes something from a record that is not there: a list that ends before its own total, or whose end cannot be told,
   * throws an UnexpectedResponseError, after the rows that came. Default: what came is the list.
   */
  readonly whole?: boolean | undefined;
}

/**
 * Placing calls, reading their records, and finding out what became of one.
 *
 * The reading methods throw, besides what they name: ConfigError for a bad
 * argument; AuthenticationError, PermissionError, RateLimitError, ServerError or
 * another ApiError for a refusal; ConnectionError, TimeoutError or AbortedError
 * where no answer came; UnexpectedResponseError where the answer breaks the spec.
 */
export interface Calls {
  /**
   * Places a call (`voice-call`, POST `/calls`). It rings a real phone, costs
   * money, and the API has no idempotency key.
   *
   * It ends in one of three ways. **Placed**: the call's id. **Unknown**: a
   * CallOutcomeUnknownError; the phone may be ringing. **Surely not placed**:
   * any other error. It is tried again only after a 429, or if no connection
   * ever opened, never once it may have been placed; `retries: 0` leaves it at
   * one try. A redirect is not followed.
   *
   * @param body `from_phone_number`: the caller ID, as `number` of the agent's pool gives it. Without it the API
   *   chooses. A variable `attempt_id` among `custom_variables` lets `reconcile` tell this call from any other.
   * @returns The call's id and, where the API says it, `eta`, the seconds until it starts.
   * @throws CallOutcomeUnknownError after a timeout, a cancellation once it may have left, a broken connection, a
   *   5xx, a redirect, any status not named here, and an answer without a call's id.
   * @throws BadRequestError, AuthenticationError, PermissionError, NotFoundError, ValidationError or RateLimitError:
   *   turned away. A caller ID that is not in the pool is a BadRequestError.
   * @throws ConnectionError, TimeoutError or AbortedError with `sent: "no"`, and ConfigError: never sent.
   */
  create(body: CreateCallRequest, options?: RequestOptions): Promise<PlacedCall>;
  /**
   * Call records of an agent, in the API's order (`list-calls`, GET `/calls`).
   * Tried again on failure. Nothing is asked for until the listing is read, and
   * what is thrown by the API is thrown there.
   *
   * @param params `model_id`: the agent. `from_date`, `to_date`: epoch milliseconds. `duration_min`,
   *   `duration_max`: seconds. `limit`: rows a page, from 1 on, default 100. `offset`: rows to skip, default 0.
   * @throws ConfigError at once, without an agent.
   */
  list(params: ListCallsParams, options?: ListCallsOptions): Listing<Call>;
  /**
   * One call record (`get-phone-call`, GET `/calls/{call_id}`). Tried again on
   * failure. `phone_number_from` is the caller ID that was really used.
   *
   * @throws NotFoundError if the id is unknown to this key.
   */
  get(callId: string, options?: RequestOptions): Promise<Call>;
  /**
   * Looks up a call of unknown outcome among the agent's records (`list-calls`,
   * all pages from `since` to `until`).
   *
   * - `placed`: its record. By the attempt id, where the API gives custom variables back; else it is the only
   *   record that fits in callee, caller ID and time. Numbers may be written in any way.
   * - `absent`: no record fits. **That is evidence, not proof**: a record may show up minutes later. Wait, look
   *   again, and only then decide.
   * - `unclear`: `candidates` may be it. Several fit, or one whose caller ID is not shown or another.
   *
   * @param lookup `error.lookup` of a CallOutcomeUnknownError, with `attemptId` and `until` added if you have them.
   * @example
   * const found = await client.calls.reconcile(error.lookup);
   * if (found.outcome === "placed") console.log(found.call.call_id);
   */
  reconcile(lookup: CallLookup, options?: RequestOptions): Promise<Reconciliation>;
}

const CALLS = pageOf<Call>("calls");
const CALL = oneOf<Call>("call_id", "calls");

/** Answers that prove no call was placed. */
const NOT_PLACED = [400, 401, 403, 404, 422, 429];

/** @internal */
export function createCalls(execute: Execute, now: () => number): Calls {
  function list(params: ListCallsParams, options?: ListCallsOptions): Listing<Call> {
    requireText("model_id", params?.model_id);
    return createListing(
      (page) => execute(OPERATIONS.listCalls, CALLS, { params: { query: { ...params, ...page } } }, options),
      (call) => call.call_id,
      params,
      options?.whole ? breakOff : undefined,
    );
  }

  return {
    async create(body, options) {
      for (const field of ["model_id", "phone", "name"] as const) requireText(field, body?.[field]);
      const sentAt = now();
      try {
        return await execute(OPERATIONS.createCall, PLACED_CALL, { body }, options);
      } catch (error) {
        if (isSurelyNotPlaced(error)) throw error;
        throw toUnknownOutcome(body, sentAt, error);
      }
    },
    list,
    get: async (callId, options) =>
      execute(
        OPERATIONS.getCall,
        CALL,
        { params: { path: { call_id: requirePathId("callId", callId) } } },
        options,
        callId,
      ),
    async reconcile(lookup, options) {
      const { since, until } = lookup;
      requireText("phone", lookup.phone);
      if (!Number.isFinite(since)) refuse("since", "must be epoch milliseconds");
      const records = await list(
        {
          model_id: requireText("agentId", lookup.agentId),
          from_date: Math.floor(since),
          ...(until !== undefined && { to_date: Math.ceil(until) }),
        },
        { ...options, whole: true },
      ).toArray();
      return reconcile(records, lookup);
    },
  };
}

function toUnknownOutcome(
  { model_id, phone, from_phone_number }: CreateCallRequest,
  sentAt: number,
  cause: unknown,
): CallOutcomeUnknownError {
  const { message, status, requestId, category } = cause as ApiError;
  return new CallOutcomeUnknownError(
    `The call to ${maskPhone(phone)} may have been placed: ${message} Look it up before trying again.`,
    {
      operation: OPERATIONS.createCall,
      request: { model_id, phone, from_phone_number },
      sentAt,
      status,
      requestId,
      category,
      cause,
    },
  );
}

function breakOff(rows: number): never {
  const operation = OPERATIONS.listCalls;
  throw new UnexpectedResponseError(`${nameOf(operation)} broke off after ${rows} records.`, {
    operation,
    status: 200,
    body: undefined,
  });
}

/** Turned away, or never sent. Whatever is not recognised may have been placed. */
function isSurelyNotPlaced(error: unknown): boolean {
  if (error instanceof ConfigError) return true;
  if (error instanceof ApiError) return NOT_PLACED.includes(error.status);
  return (Object(error) as { readonly sent?: unknown }).sent === "no";
}
