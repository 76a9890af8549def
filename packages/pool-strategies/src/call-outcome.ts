import type { Call } from "@dialpool/core";
import type { CallOutcome } from "./types.js";

/** What is read of a call record. All of it may be missing. */
export type EndedCallRecord = Partial<
  Pick<Call, "status" | "call_status" | "end_call_reason" | "telephony_disconnect_reason" | "error_message">
>;

/** Statuses that say all there is to say. Those of a call that goes on are left out, and so unknown. */
const BY_STATUS: Readonly<Record<string, CallOutcome>> = {
  completed: "answered",
  "no-answer": "no-answer",
  busy: "busy",
  failed: "failed",
  canceled: "canceled",
  "user-canceled": "canceled",
  hangup_on_voicemail: "voicemail",
  left_voicemail: "voicemail",
  spam: "blocked",
};

/** What codes of telephony errors mean where it is not "the network could not complete it". */
const BY_CODE: Readonly<Record<string, CallOutcome>> = {
  // The callee's number is at fault, and says nothing of ours.
  400: "unknown",
  404: "unknown",
  604: "unknown",
  408: "no-answer",
  480: "no-answer",
  486: "busy",
  600: "busy",
  487: "canceled",
  // Decline, unwanted, rejected: how analytics engines turn a caller ID away (RFC 3261, 8197, 8688).
  603: "blocked",
  607: "blocked",
  608: "blocked",
};

/**
 * Reads from a call record how the call ended, as far as selection cares.
 *
 * A call is *blocked* when its status is `spam`, its disconnect reason is `forbidden`, or its error is
 * `Telephony - 603`, `607`, `608`, or a `403` that names the caller ID; other errors
 * 403 lie with the account. A machine that answered is *voicemail*, even if the call completed. A call
 * that has not ended is `"unknown"`, and so is one that failed because the callee's number does not exist.
 *
 * @example callOutcome({ status: "completed", end_call_reason: "human_goodbye" }) // "answered"
 * @example callOutcome({ status: "failed", error_message: "Telephony - 486 - Busy here" }) // "busy"
 */
export function callOutcome(record: EndedCallRecord): CallOutcome {
  const status = record.status ?? record.call_status ?? "";
  const outcome = Object.hasOwn(BY_STATUS, status) ? (BY_STATUS[status] as CallOutcome) : "unknown";
  if (outcome === "unknown" || outcome === "blocked") return outcome;
  if (record.telephony_disconnect_reason === "forbidden") return "blocked";
  if (outcome === "failed") return outcomeOfError(record.error_message ?? "");
  const reason = record.end_call_reason ?? "";
  if (outcome === "answered" && reason.startsWith("voicemail")) return "voicemail";
  return reason === "user_canceled" ? "canceled" : outcome;
}

function outcomeOfError(message: string): CallOutcome {
  const [, code = "", text = ""] = /Telephony\s*-\s*(\d{3})\s*-?\s*(.*)/i.exec(message) ?? [];
  if (code === "403" && /caller\s*-?\s*id/i.test(text)) return "blocked";
  return BY_CODE[code] ?? "failed";
}
