import { oneOf, PLACED_CALL, pageOf } from "../answer.js";
import { refuse, requirePathId, requireText } from "../arguments.js";
import { ApiError, type CallLookup, CallOutcomeUnknownError, ConfigError, maskPhone } from "../errors.js";
import type { Execute } from "../execute.js";
import * as OPERATIONS from "../operations.js";
import type { RequestOptions } from "../options.js";
import { createListing, type Listing } from "../paginate.js";
import { type Reconciliation, reconcile } from "../reconcile.js";
import type { Call, CreateCallRequest, ListCallsParams, PlacedCall } from "../types.js";

/** Placing calls and reading their records. */
export interface Calls {
  /**
   * Places a call (`voice-call`). It rings a real phone, costs money, and the
   * API has no idempotency key.
   */
  create(body: CreateCallRequest, options?: RequestOptions): Promise<PlacedCall>;
  /** Call records of an agent (`list-calls`), in the API's order. */
  list(params: ListCallsParams, options?: RequestOptions): Listing<Call>;
  /** One call record (`get-phone-call`). */
  get(callId: string, options?: RequestOptions): Promise<Call>;
  /** Looks up a call of unknown outcome. */
  reconcile(lookup: CallLookup, options?: RequestOptions): Promise<Reconciliation>;
}

const CALLS = pageOf<Call>("calls");
const CALL = oneOf<Call>("call_id", "calls");

/** Answers that prove no call was placed. */
const NOT_PLACED = [400, 401, 403, 404, 422, 429];

/** @internal */
export function createCalls(execute: Execute, now: () => number): Calls {
  function list(params: ListCallsParams, options?: RequestOptions): Listing<Call> {
    requireText("model_id", params?.model_id);
    return createListing(
      (page) => execute(OPERATIONS.listCalls, CALLS, { params: { query: { ...params, ...page } } }, options),
      (call) => call.call_id,
      params,
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
        options,
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

/** Turned away, or never sent. Whatever is not recognised may have been placed. */
function isSurelyNotPlaced(error: unknown): boolean {
  if (error instanceof ConfigError) return true;
  if (error instanceof ApiError) return NOT_PLACED.includes(error.status);
  return (error as { readonly sent?: unknown }).sent === "no";
}
