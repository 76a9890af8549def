import type { Call } from "@dialpool/core";
import { callStatus } from "@dialpool/core";
import type { Attempt } from "./fold-results.js";

/** How an attempt and the API's records agree. */
export type Verdict =
  /** The record shows the selected caller ID. */
  | "match"
  /** The record shows another one. */
  | "different"
  /** The record does not say which number was used. */
  | "not_shown"
  /** There is no record of the call (yet). */
  | "missing"
  /** The outcome of the attempt is unknown; `candidates` are the records it could be. */
  | "unknown";

/** One attempt beside what the API says of it. */
export interface VerifiedAttempt {
  readonly line: number;
  readonly phone: string;
  readonly selected: string;
  readonly verdict: Verdict;
  readonly used?: string;
  readonly callId?: string;
  readonly status?: string;
  /** Call ids that an attempt of unknown outcome may have become. */
  readonly candidates?: readonly string[];
}

/** A contact with more call records than attempts. */
export interface ExtraCalls {
  readonly phone: string;
  readonly attempts: number;
  readonly records: number;
}

/** What `verify` found. */
export interface Verification {
  readonly attempts: readonly VerifiedAttempt[];
  /** Calls to contacts of the list, in its time, that no attempt accounts for. */
  readonly extra: readonly ExtraCalls[];
}

/**
 * Compares attempts with call records. Pure.
 *
 * @param attempts Attempts that were placed or may have been; rejected ones have no record to look for.
 * @param records Records of the same agent and time, each once.
 */
export function verifyResults(attempts: readonly Attempt[], records: readonly Call[]): Verification {
  const byId = new Map(records.map((record) => [record.call_id, record]));
  const claimed = new Set(attempts.flatMap(({ callId }) => callId ?? []));
  const verified = attempts.map((attempt) => verifyOne(attempt, byId, records, claimed));
  return { attempts: verified, extra: findExtraCalls(attempts, records) };
}

function verifyOne(
  attempt: Attempt,
  byId: ReadonlyMap<string, Call>,
  records: readonly Call[],
  claimed: ReadonlySet<string>,
): VerifiedAttempt {
  const base = { line: attempt.line, phone: attempt.phone, selected: attempt.callerId };
  if (attempt.callId === undefined) {
    const candidates = records
      .filter((record) => !claimed.has(record.call_id) && sameNumber(calleeOf(record), attempt.phone))
      .map((record) => record.call_id);
    return { ...base, verdict: "unknown", candidates };
  }
  const record = byId.get(attempt.callId);
  if (record === undefined) return { ...base, callId: attempt.callId, verdict: "missing" };
  const status = callStatus(record);
  const used = callerIdOf(record);
  return {
    ...base,
    callId: attempt.callId,
    verdict: used === undefined ? "not_shown" : sameNumber(used, attempt.callerId) ? "match" : "different",
    ...(used === undefined ? {} : { used }),
    ...(status === undefined ? {} : { status }),
  };
}

function findExtraCalls(attempts: readonly Attempt[], records: readonly Call[]): readonly ExtraCalls[] {
  const attemptsOf = countBy(attempts.map(({ phone }) => digitsOf(phone)));
  const recordsOf = countBy(records.map((record) => digitsOf(calleeOf(record) ?? "")));
  const phones = new Map(attempts.map(({ phone }) => [digitsOf(phone), phone]));
  return [...phones].flatMap(([digits, phone]) => {
    const [attempted, recorded] = [attemptsOf.get(digits) ?? 0, recordsOf.get(digits) ?? 0];
    return recorded > attempted ? [{ phone, attempts: attempted, records: recorded }] : [];
  });
}

/** The number a call was placed from, wherever the record says it. */
export function callerIdOf(record: Call): string | undefined {
  return record.phone_number_from || record.agent_phone_number || undefined;
}

function calleeOf(record: Call): string | undefined {
  return record.phone_number_to || record.lead_phone_number || undefined;
}

/** A record may spell a number without its `+`. */
function sameNumber(a: string | undefined, b: string): boolean {
  return a !== undefined && (a === b || (digitsOf(a) !== "" && digitsOf(a) === digitsOf(b)));
}

function digitsOf(number: string): string {
  return number.replace(/\D/g, "");
}

function countBy(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
