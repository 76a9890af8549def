import {
  type Client,
  type CreateCallRequest,
  isApiError,
  isCallOutcomeUnknownError,
  isSynthflowError,
} from "@dialpool/core";

/** How one `POST /calls` ended, as far as the caller of it has to act. */
export type PlaceResult =
  | { readonly kind: "placed"; readonly callId: string }
  /** Surely not placed: the API said no. */
  | {
      readonly kind: "rejected";
      readonly status: number;
      readonly reason: string;
      readonly retryAfterMs?: number;
      readonly error: Error;
    }
  /** Surely not placed: nothing was ever sent. */
  | { readonly kind: "not_sent"; readonly reason: string; readonly error: Error }
  /** The phone may be ringing. */
  | { readonly kind: "unknown"; readonly reason: string; readonly error: Error };

/**
 * Sends one `POST /calls`, once: another try is another attempt, with its own line in the results and its own slot.
 *
 * Whatever is thrown that is not proof of the contrary counts as unknown: a
 * fault in our own code after the request has left is no reason to ring again.
 */
export async function placeAttempt(
  client: Pick<Client, "calls">,
  request: CreateCallRequest,
): Promise<PlaceResult> {
  try {
    const { call_id: callId } = await client.calls.create(request, { retries: 0 });
    return { kind: "placed", callId };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    if (isCallOutcomeUnknownError(error)) return { kind: "unknown", reason: error.message, error };
    if (isApiError(error)) {
      const retryAfterMs = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
      return { kind: "rejected", status: error.status, reason: error.message, error, ...retryAfterMs };
    }
    // All that the client throws besides proves that nothing was placed.
    if (isSynthflowError(error)) return { kind: "not_sent", reason: error.message, error };
    return { kind: "unknown", reason: error.message, error };
  }
}
