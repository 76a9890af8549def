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

/** How well a record fits. */
const NO_FIT = 0;
/** Agent, callee and time fit; it was placed from another number. */
const OTHER_CALLER_ID = 1;
/** The same, but the record does not show from which number. */
const NO_CALLER_ID = 2;
/** Everything fits. */
const SAME_CALL = 3;
/** It carries the attempt's own id. */
const SAME_ATTEMPT = 4;

/**
 * Finds a call among an agent's records of the time in question. Pure.
 *
 * A record from another number than was asked for still says that the person
 * was called: it is passed over only if a better one is there.
 */
export function reconcile(records: readonly Call[], lookup: CallLookup): Reconciliation {
  const fits = records.map((call) => ({ call, fit: fitOf(call, lookup) }));
  const best = Math.max(...fits.map(({ fit }) => fit), NO_FIT);
  if (best === NO_FIT) return { outcome: "absent" };
  // Of two that may be the same call, the one that shows less is no worse.
  const least = best === SAME_CALL ? NO_CALLER_ID : best === NO_CALLER_ID ? OTHER_CALLER_ID : best;
  const candidates = fits.filter(({ fit }) => fit >= least).map(({ call }) => call);
  const [call] = candidates;
  return call && candidates.length === 1 && best >= SAME_CALL
    ? { outcome: "placed", call }
    : { outcome: "unclear", candidates };
}

function fitOf(
  record: Call,
  { phone, from, since, until = Number.POSITIVE_INFINITY, attemptId }: CallLookup,
): number {
  const { start_time, telephony_start, prompt_variables, type_of_call } = record;
  if (attemptId !== undefined) {
    // The vendor does not say how custom variables come back: as an object, a list of keys and values, or JSON
    // in a text, the id stands in them as a JSON string, but for the backslashes.
    const told = plainJson(prompt_variables);
    if (told.includes(plainJson(attemptId))) return SAME_ATTEMPT;
    if (told.includes('"attempt_id"')) return NO_FIT;
  }
  // Not a number, and so in no comparison, if the record does not say; a time without its zone does not.
  const start = start_time || telephony_start || "";
  const startedAt = Number(start) || Date.parse(/Z|[+-]..:..$/.test(start) ? start : "");
  if (type_of_call === "inbound" || startedAt < since || startedAt > until) return NO_FIT;
  if (
    ![record.phone_number_to, record.lead_phone_number].some(
      (callee) => callee && isSameNumber(callee, phone),
    )
  )
    return NO_FIT;
  const callerId = record.phone_number_from || record.agent_phone_number;
  if (from === undefined) return SAME_CALL;
  if (!callerId) return NO_CALLER_ID;
  return isSameNumber(callerId, from) ? SAME_CALL : OTHER_CALLER_ID;
}

function plainJson(value: unknown): string {
  return String(JSON.stringify(value)).replaceAll("\\", "");
}
