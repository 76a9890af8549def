import { ConnectionError, isApiError } from "@dialpool/core";
import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { CliError } from "../cli-error.js";
import { EXIT } from "../exit-codes.js";
import { adviceOnStore } from "../store/store-failure.js";
import type { PlaceResult } from "./place-attempt.js";

/** Outcomes nobody knows, in a row, after which the next call would only add another. */
const MAX_UNKNOWN_IN_A_ROW = 3;
/** Refusals in a row after which something other than the contacts must be wrong. */
const MAX_REJECTED_IN_A_ROW = 20;

/** Why a run ended early. */
export interface Stop {
  readonly kind:
    | "interrupted"
    | "unreachable"
    | "credentials"
    | "agent_unknown"
    | "api_failing"
    | "always_rejected"
    | "rate_limited"
    | "pool_empty"
    /** The pool state cannot be used just now. */
    | "store_away"
    /** The pool state cannot be used before somebody has seen to it. */
    | "store_failing"
    | "failed";
  /** A sentence. */
  readonly message: string;
  readonly cause?: unknown;
}

/** Tells when going on makes no sense. Remembers what came in a row. */
export interface StopRule {
  /** After the outcome of a call. */
  after(result: PlaceResult): Stop | undefined;
  /** After something else failed: reading calls, the pool, the disk. */
  afterFailure(error: unknown): Stop;
}

/** Makes a stop rule for one run. */
export function createStopRule(): StopRule {
  let unknownInARow = 0;
  let rejectedInARow = 0;
  return {
    after(result) {
      unknownInARow = result.kind === "unknown" ? unknownInARow + 1 : 0;
      rejectedInARow = result.kind === "rejected" && result.status !== 429 ? rejectedInARow + 1 : 0;
      if (result.kind === "not_sent")
        return { kind: "unreachable", message: result.reason, cause: result.error };
      if (result.kind === "rejected") return afterRejection(result, rejectedInARow);
      if (unknownInARow >= MAX_UNKNOWN_IN_A_ROW && result.kind === "unknown") {
        return {
          kind: "api_failing",
          message: `The outcome of ${unknownInARow} calls in a row is unknown. The last one: ${result.reason}`,
          cause: result.error,
        };
      }
      return undefined;
    },
    afterFailure(error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof ConnectionError) return { kind: "unreachable", message, cause: error };
      if (isApiError(error) && (error.status === 401 || error.status === 403))
        return { kind: "credentials", message, cause: error };
      if (isPoolStoreError(error)) {
        const isAway = adviceOnStore(error).exitCode === EXIT.retryLater;
        return { kind: isAway ? "store_away" : "store_failing", message, cause: error };
      }
      if (isApiError(error) || error instanceof CliError) return { kind: "failed", message, cause: error };
      return { kind: "failed", message: `The run cannot go on: ${message}`, cause: error };
    },
  };
}

function afterRejection(
  result: Extract<PlaceResult, { kind: "rejected" }>,
  inARow: number,
): Stop | undefined {
  const { status, reason: message, error: cause } = result;
  if (status === 401 || status === 403) return { kind: "credentials", message, cause };
  if (status === 404) return { kind: "agent_unknown", message, cause };
  if (inARow >= MAX_REJECTED_IN_A_ROW) {
    return {
      kind: "always_rejected",
      message: `The API refused ${inARow} calls in a row. The last one: ${message}`,
      cause,
    };
  }
  return undefined;
}
