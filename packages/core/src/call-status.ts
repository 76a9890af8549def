import type { Call } from "./types.js";

/** Statuses after which a call does not change any more. */
const TERMINAL = new Set([
  "completed",
  "no-answer",
  "busy",
  "failed",
  "canceled",
  "user-canceled",
  "hangup_on_voicemail",
  "left_voicemail",
  "spam",
]);

/** A call's status. One record says `status`, a list says `call_status`; unknown values come through as they are. */
export function callStatus(call: Call): string | undefined {
  return call.status ?? call.call_status ?? undefined;
}

/** True once the call has ended. A status this version does not know counts as not ended. */
export function isEnded(call: Call): boolean {
  return TERMINAL.has(callStatus(call) ?? "");
}
