import { type Call, callStatus } from "@dialpool/core";
import { canonicalNumber } from "@dialpool/pool-strategies/transfer";
import { startedAt } from "../selection/recent-calls.js";

/** What matters of a call record. Whatever it does not say is `null`. */
export interface CallSummary {
  readonly callId: string;
  readonly status: string | null;
  /** The number the call was placed from. */
  readonly callerId: string | null;
  readonly callee: string | null;
  readonly name: string | null;
  /** ISO 8601. */
  readonly startedAt: string | null;
  readonly durationSeconds: number | null;
  readonly endReason: string | null;
  readonly error: string | null;
}

/** Takes from a call record what matters, wherever the API put it. */
export function summarizeCall(call: Call): CallSummary {
  const at = startedAt(call);
  return {
    callId: call.call_id,
    status: callStatus(call) ?? null,
    callerId: call.phone_number_from || call.agent_phone_number || null,
    callee: call.phone_number_to || call.lead_phone_number || null,
    name: call.name || call.lead_name || null,
    startedAt: at === undefined ? null : new Date(at).toISOString(),
    durationSeconds: call.duration ?? null,
    endReason: call.end_call_reason || null,
    error: call.error_message || null,
  };
}

/** How a record's caller ID compares with the one that was selected. */
export type CallerIdVerdict = "match" | "different" | "not_shown";

/** Compares a record with the selection; spelling does not matter. */
export function compareCallerId({ callerId }: CallSummary, selected: string): CallerIdVerdict {
  if (callerId === null) return "not_shown";
  return canonicalNumber(callerId) === canonicalNumber(selected) ? "match" : "different";
}
