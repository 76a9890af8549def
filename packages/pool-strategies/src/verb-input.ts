import { calleeKeyOf, checkCount, checkInstant, checkOutcome, checkRange, checkTags } from "./check-input.js";
import { rejectInput } from "./errors.js";
import type { AcquireRequest, Flag, LeaseState, LoadOptions, RecordedCall, Settlement } from "./store.js";

const DEFAULT_HOLD_MS = 120_000;
export const MIN_HOLD_MS = 1_000;
export const MAX_HOLD_MS = 3_600_000;
const DEFAULT_MAX_CALL_MS = 3_600_000;
const DAY_MS = 86_400_000;
const MAX_TRACE_NUMBERS = 1_000;

/** What may follow a state. Nothing leads back, and the final states lead nowhere. */
export const NEXT_STATES: Readonly<Record<LeaseState, readonly LeaseState[]>> = {
  held: ["unknown", "placed", "ended", "released"],
  unknown: ["placed", "ended", "released"],
  placed: ["ended"],
  ended: [],
  released: [],
};

/** How long a lease is live that nobody settles, ms: the option of every store, checked and with its default. */
export function maxCallMsOf(maxCallMs: number | undefined): number {
  if (maxCallMs === undefined) return DEFAULT_MAX_CALL_MS;
  checkRange("maxCallMs", maxCallMs, MIN_HOLD_MS, DAY_MS, "milliseconds");
  return maxCallMs;
}

/** What the input of an `acquire` comes to. */
export interface CheckedAcquire {
  /** The callee's digits. */
  readonly calleeKey: number;
  readonly holdMs: number;
}

/** Throws unless a request is one, but for its pool and its draws. */
export function checkAcquire({
  callee,
  tags,
  now,
  holdMs = DEFAULT_HOLD_MS,
  traceNumbers,
}: AcquireRequest): CheckedAcquire {
  const calleeKey = calleeKeyOf(callee);
  checkTags(tags);
  checkInstant(now);
  checkRange("holdMs", holdMs, MIN_HOLD_MS, MAX_HOLD_MS, "milliseconds");
  if (traceNumbers !== undefined) checkCount("traceNumbers", traceNumbers, MAX_TRACE_NUMBERS);
  return { calleeKey, holdMs };
}

/** Throws unless it is a call that may be recorded. Returns the callee's digits. */
export function checkRecordedCall({ callee, at, outcome, now }: RecordedCall): number {
  const calleeKey = calleeKeyOf(callee);
  checkInstant(at, "at");
  checkInstant(now);
  if (outcome !== undefined) checkOutcome(outcome);
  return calleeKey;
}

/** The earlier calls of a load, each once; `undefined` if none were passed. Throws unless they may be recorded. */
export function earlierCallsOf({
  earlierCalls,
  now,
}: LoadOptions): readonly (RecordedCall & { readonly callId: string })[] | undefined {
  if (earlierCalls === undefined) return undefined;
  const calls = new Map<string, RecordedCall & { readonly callId: string }>();
  for (const [index, call] of earlierCalls.entries()) {
    const { callId } = call;
    if (typeof callId !== "string" || callId === "")
      rejectInput(`earlierCalls.${index}.callId`, "Must be a text that is not empty.");
    checkRecordedCall({ ...call, now });
    if (!calls.has(callId)) calls.set(callId, { ...call, now });
  }
  return [...calls.values()];
}

/** Throws unless it is a settlement. */
export function checkSettlement({ outcome, now }: Settlement): void {
  checkInstant(now);
  if (outcome !== undefined) checkOutcome(outcome);
}

/** Throws unless it is a flag. */
export function checkFlag({ until, now }: Flag): void {
  if (typeof until === "number") checkInstant(until, "until");
  checkInstant(now);
}
