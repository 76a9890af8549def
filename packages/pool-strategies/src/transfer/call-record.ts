import type { Call } from "@dialpool/core";
import { callOutcome } from "../call-outcome.js";
import { isE164 } from "../e164.js";
import type { EarlierCall } from "../store.js";
import type { PoolNumber } from "../types.js";
import { instantOfText } from "./instant-of-text.js";

/** A call record as the API lists them; all but the id may be missing. */
export type CallRecord = Pick<Call, "call_id"> & Partial<Omit<Call, "call_id">>;

/** Why a record says nothing of a pool's use. */
export type UnusableRecord =
  /** A call that came in. */
  | "inbound"
  /** It does not show from which number the call came. */
  | "no_caller_id"
  /** It came from a number that is in no pool. */
  | "unknown_number"
  /** It shows nobody who was called, or nobody with a number in E.164 form. */
  | "no_callee"
  /** It does not say when the call began: it has not yet, or never did. */
  | "no_start";

/** What a record comes to. */
export type CallReading =
  | { readonly ok: true; readonly call: EarlierCall }
  | { readonly ok: false; readonly reason: UnusableRecord; readonly callerId?: string };

/**
 * Takes from call records what a store is told by `record`.
 *
 * @param numbers Of all pools. Numbers are compared however they are written.
 * @returns A function that reads one record. It is pure: the same record in a later state is read anew.
 */
export function callRecordReader(
  numbers: Iterable<Pick<PoolNumber, "number" | "slug">>,
): (record: CallRecord) => CallReading {
  const slugs = new Map<string, string>();
  for (const { number, slug } of numbers) {
    const canonical = canonicalNumber(number);
    if (!slugs.has(canonical)) slugs.set(canonical, slug);
  }
  return (record) => {
    if (record.type_of_call === "inbound") return { ok: false, reason: "inbound" };
    const callerId = record.phone_number_from || record.agent_phone_number;
    if (!callerId) return { ok: false, reason: "no_caller_id" };
    const slug = slugs.get(canonicalNumber(callerId));
    if (slug === undefined) return { ok: false, reason: "unknown_number", callerId };
    const callee = canonicalNumber(record.phone_number_to || record.lead_phone_number || "");
    if (!isE164(callee)) return { ok: false, reason: "no_callee" };
    const at = startOf(record);
    if (at === undefined) return { ok: false, reason: "no_start" };
    const outcome = callOutcome(record);
    const call: EarlierCall = { callId: record.call_id, slug, callee, at };
    return { ok: true, call: outcome === "unknown" ? call : { ...call, outcome } };
  };
}

/**
 * One spelling for a number of a pool, however it is written: `+1 (415) 555-0123`,
 * `+14155550123` and the slug `14155550123` are all `+14155550123`. Whatever is
 * not made of digits (some imported identifiers) stays as it is.
 */
export function canonicalNumber(text: string): string {
  const compact = text.replace(/[\s().-]/g, "");
  const [, digits] = /^\+?([1-9]\d{1,14})$/.exec(compact) ?? [];
  return digits === undefined ? text.trim() : `+${digits}`;
}

/** When a call began, epoch milliseconds; `undefined` if its record does not say. */
function startOf({ start_time, telephony_start }: CallRecord): number | undefined {
  return instantOfText(start_time || telephony_start || "");
}
