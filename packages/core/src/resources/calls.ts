import { rows, single, unwrap } from "../envelope.js";
import {
  ApiError,
  CallOutcomeUnknownError,
  ConfigError,
  ConnectionError,
  UnexpectedResponseError,
} from "../errors.js";
import { OPERATIONS } from "../operations.js";
import type { RequestOptions } from "../options.js";
import { createListing, type Listing } from "../paginate.js";
import type { Call, CreateCallRequest, ListCallsParams, Pagination, PlacedCall } from "../types.js";
import { requirePathId, requireText, type Transport } from "./transport.js";

/** Placing calls and reading their records. */
export interface Calls {
  /**
   * Places a call (`voice-call`). It rings a real phone, costs money, and the
   * API has no idempotency key: **it is sent once and never repeated.**
   *
   * @throws ApiError (400, 401, 403, 404, 422, 429), or ConnectionError with
   *   `sent: "no"`: no call was placed.
   * @throws CallOutcomeUnknownError for every other ending (timeout, abort
   *   after sending, broken connection, 5xx, redirect, unreadable answer): the
   *   phone may be ringing.
   */
  create(body: CreateCallRequest, options?: RequestOptions): Promise<PlacedCall>;
  /** Call records of an agent (`list-calls`), in the API's order. */
  list(params: ListCallsParams, options?: RequestOptions): Listing<Call>;
  /** One call record (`get-phone-call`). */
  get(callId: string, options?: RequestOptions): Promise<Call>;
}

/** Answers that prove no call was placed. */
const NOT_PLACED = new Set([400, 401, 403, 404, 422, 429]);

/** @internal */
export function createCalls({ raw, execute }: Transport, now: () => number): Calls {
  return {
    async create(body, options) {
      const operation = OPERATIONS.createCall;
      for (const field of ["model_id", "phone", "name"] as const) requireText(field, body[field]);
      options?.signal?.throwIfAborted();
      const sentAt = now();
      try {
        const answer = await execute(operation, (init) => raw.POST("/calls", { ...init, body }), options);
        return readPlacedCall(answer);
      } catch (error) {
        // A signal's reason is the caller's own value: even one of our errors says nothing about this call.
        const isCancelled = options?.signal?.aborted === true && error === options.signal.reason;
        if (!isCancelled && isSurelyNotPlaced(error)) throw error;
        throw new CallOutcomeUnknownError(requestKeys(body), sentAt, { cause: error });
      }
    },
    list(params, options) {
      const operation = OPERATIONS.listCalls;
      requireText("model_id", params.model_id);
      return createListing(
        async (page, requestOptions) => {
          const query = { ...params, ...page };
          const body = await execute(
            operation,
            (init) => raw.GET("/calls", { ...init, params: { query } }),
            requestOptions,
          );
          const payload = unwrap<{ calls?: unknown; pagination?: Pagination }>(operation, body);
          return {
            items: rows<Call>(operation, payload.calls, "calls", body),
            ...(payload.pagination === undefined ? {} : { pagination: payload.pagination }),
          };
        },
        (call) => call.call_id,
        params,
        options,
      );
    },
    async get(callId, options) {
      const operation = OPERATIONS.getCall;
      const path = { call_id: requirePathId("callId", callId) };
      const body = await execute(
        operation,
        (init) => raw.GET("/calls/{call_id}", { ...init, params: { path } }),
        options,
      );
      const payload = unwrap<{ calls?: unknown }>(operation, body);
      return single<Call>(operation, payload.calls ?? payload, "call", "call_id", body);
    },
  };
}

function isSurelyNotPlaced(error: unknown): boolean {
  if (error instanceof ConfigError) return true;
  if (error instanceof ApiError) return NOT_PLACED.has(error.status);
  return error instanceof ConnectionError && error.sent === "no";
}

/** A success without a call id proves nothing: the caller of this turns it into an unknown outcome. */
function readPlacedCall(answer: object): PlacedCall {
  const operation = OPERATIONS.createCall;
  const payload = unwrap<Partial<PlacedCall>>(operation, answer);
  if (typeof payload.call_id !== "string" || payload.call_id === "") {
    throw new UnexpectedResponseError(operation, 200, "POST /calls answered without a call id.", answer);
  }
  const eta = "eta" in answer && typeof answer.eta === "number" ? { eta: answer.eta } : {};
  return { ...payload, call_id: payload.call_id, ...eta };
}

function requestKeys({ model_id, phone, from_phone_number }: CreateCallRequest) {
  return { model_id, phone, ...(from_phone_number === undefined ? {} : { from_phone_number }) };
}
