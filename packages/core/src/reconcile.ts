import type { CallLookup } from "./errors.js";
import { isSameNumber } from "./same-number.js";
import type { Call } from "./types.js";

/** What the call list says of a call of unknown outcome. */
export type Reconciliation =
  /** This is the call. */
  | { readonly outcome: "placed"; readonly call: Call }
  /** No such call is in the list now. Evidence, not proof: a record may show up late. */
  | { readonly outcome: "absent" }
  /** One of these may be the call: several fit, or what fits does not show from which number it came. */
  | { readonly outcome: "unclear"; readonly candidates: readonly Call[] };

/**
 * How well a record fits: by its attempt id; by agent, callee, caller ID and
 * time; the same without a caller ID to compare; the same from another number.
 */
type Fit = "attempt" | "call" | "no_caller_id" | "other_caller_id" | "no";

/**
 * Finds a call among an agent's records of the time in question. Pure.
 *
 * A record from another number than was asked for still says that the person
 * was called: it is never passed over unless a better one is there.
 */
export function reconcile(records: readonly Call[], lookup: CallLookup): Reconciliation {
  const by = (fit: Fit) => records.filter((record) => fitOf(record, lookup) === fit);
  const certain = by("attempt");
  const likely = certain.length > 0 ? certain : by("call");
  const doubtful = certain.length > 0 ? [] : by("no_caller_id");
  const candidates = [...likely, ...doubtful, ...(likely.length > 0 ? [] : by("other_caller_id"))];
  const [call] = likely;
  if (candidates.length === 0) return { outcome: "absent" };
  return call && candidates.length === 1 ? { outcome: "placed", call } : { outcome: "unclear", candidates };
}

function fitOf(record: Call, { phone, from, since, until = Number.POSITIVE_INFINITY, attemptId }: CallLookup): Fit {
  if (attemptId !== undefined) {
    const attempt = attemptOf(record, attemptId);
    if (attempt !== "not_shown") return attempt === "same" ? "attempt" : "no";
  }
  const callees = [record.phone_number_to, record.lead_phone_number];
  const startedAt = startOf(record);
  if (record.type_of_call === "inbound" || startedAt < since || startedAt > until) return "no";
  if (!callees.some((callee) => callee && isSameNumber(callee, phone))) return "no";
  const callerId = record.phone_number_from || record.agent_phone_number;
  if (from === undefined) return "call";
  if (!callerId) return "no_caller_id";
  return isSameNumber(callerId, from) ? "call" : "other_caller_id";
}

/**
 * Whose attempt a record is. The vendor does not say how custom variables come
 * back: as an object, a list of keys and values, or JSON in a text, the id
 * stands in them as a JSON string, but for the backslashes.
 */
function attemptOf({ prompt_variables }: Call, attemptId: string): "same" | "other" | "not_shown" {
  const told = jsonOf(prompt_variables);
  if (told.includes(jsonOf(attemptId))) return "same";
  return told.includes(jsonOf("attempt_id")) ? "other" : "not_shown";
}

function jsonOf(value: unknown): string {
  return (JSON.stringify(value) ?? "").replaceAll("\\", "");
}

/** Epoch milliseconds; not a number, and so in no comparison, if the record does not say. */
function startOf({ start_time, telephony_start }: Call): number {
  return Number(start_time || Number.NaN) || Date.parse(start_time || telephony_start || "");
}
