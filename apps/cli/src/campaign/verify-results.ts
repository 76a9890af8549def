import type { Call } from "@dialpool/core";
import { canonicalNumber } from "@dialpool/pool-strategies/transfer";
import { type CallSummary, compareCallerId, summarizeCall } from "../calls/call-summary.js";
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
  const calls = records.map(summarizeCall);
  const byId = new Map(calls.map((call) => [call.callId, call]));
  const claimed = new Set(attempts.flatMap(({ callId }) => callId ?? []));
  const unclaimed = calls.filter(({ callId }) => !claimed.has(callId));
  return {
    attempts: attempts.map((attempt) => verifyOne(attempt, byId, unclaimed)),
    extra: findExtraCalls(attempts, calls),
  };
}

function verifyOne(
  attempt: Attempt,
  byId: ReadonlyMap<string, CallSummary>,
  unclaimed: readonly CallSummary[],
): VerifiedAttempt {
  const { line, phone, callId, callerId: selected } = attempt;
  const base = { line, phone, selected };
  if (callId === undefined) {
    const candidates = unclaimed.filter(({ callee }) => calleeKey(callee) === calleeKey(phone));
    return { ...base, verdict: "unknown", candidates: candidates.map((call) => call.callId) };
  }
  const call = byId.get(callId);
  if (call === undefined) return { ...base, callId, verdict: "missing" };
  return {
    ...base,
    callId,
    verdict: compareCallerId(call, selected),
    ...(call.callerId === null ? {} : { used: call.callerId }),
    ...(call.status === null ? {} : { status: call.status }),
  };
}

function findExtraCalls(attempts: readonly Attempt[], calls: readonly CallSummary[]): readonly ExtraCalls[] {
  const attemptsOf = countBy(attempts.map(({ phone }) => calleeKey(phone)));
  const recordsOf = countBy(calls.map(({ callee }) => calleeKey(callee)));
  return [...attemptsOf].flatMap(([phone, attempted]) => {
    const recorded = recordsOf.get(phone) ?? 0;
    return recorded > attempted ? [{ phone, attempts: attempted, records: recorded }] : [];
  });
}

/** A record may spell a number without its `+`. */
function calleeKey(number: string | null): string {
  return number === null ? "" : canonicalNumber(number);
}

function countBy(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
