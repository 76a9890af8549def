import type { CreateCallRequest } from "@dialpool/core";
import type { CallPlacer } from "./ports.js";

/** How one `POST /calls` ended, as far as anybody may act on it. */
export type Placement =
  | { readonly kind: "placed"; readonly callId: string }
  /** The API said no: nothing was placed. */
  | {
      readonly kind: "rejected";
      readonly status: number;
      readonly reason: string;
      readonly retryAfterMs?: number;
      /** The caller ID turned out to be no longer attached to the agent. */
      readonly isDetached?: boolean;
      readonly cause: unknown;
    }
  /** It never left: nothing was placed. */
  | { readonly kind: "not_sent"; readonly reason: string; readonly cause: unknown }
  /** It was kept back, by a stop or because its slot came too late: nothing was placed. */
  | { readonly kind: "withheld"; readonly reason: string }
  /** The phone may be ringing. */
  | { readonly kind: "unknown"; readonly reason: string; readonly cause: unknown };

/** Answers that prove that no call was placed. */
const PROOFS: readonly unknown[] = [400, 401, 403, 404, 422, 429];

/** Sends one `POST /calls`, once. Never throws: whatever goes wrong is a placement of its own. */
export async function placeOnce(
  { calls }: Pick<CallPlacer, "calls">,
  request: CreateCallRequest,
  timeoutMs: number,
): Promise<Placement> {
  try {
    const { call_id: callId } = await calls.create(request, { retries: 0, timeoutMs });
    if (typeof callId === "string" && callId !== "") return { kind: "placed", callId };
    return { kind: "unknown", reason: "The API took the call and gave no id for it.", cause: undefined };
  } catch (cause) {
    return placementOf(cause);
  }
}

/**
 * What an error of `create` proves. It is told by its fields, not its class, so that any client of
 * that shape will do, and by default it proves nothing: a fault in somebody's code after the request has left
 * is no reason to ring again.
 */
export function placementOf(cause: unknown): Placement {
  const { code, status, sent, message, retryAfterMs } = (
    typeof cause === "object" && cause !== null ? cause : {}
  ) as Readonly<Record<string, unknown>>;
  const reason = typeof message === "string" && message !== "" ? message : String(cause);
  if (code === "call_outcome_unknown") return { kind: "unknown", reason, cause };
  if (PROOFS.includes(status) && code === `api_${status}`) {
    const wait = typeof retryAfterMs === "number" ? { retryAfterMs } : {};
    return { kind: "rejected", status: status as number, reason, ...wait, cause };
  }
  if (sent === "no" || code === "config_invalid") return { kind: "not_sent", reason, cause };
  return { kind: "unknown", reason, cause };
}
