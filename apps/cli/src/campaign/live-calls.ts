import {
  type Call,
  type Client,
  ConnectionError,
  isApiError,
  isEnded,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "@dialpool/core";
import type { Attempt } from "./fold-results.js";

/** The caller's clock and the API's may differ by this much before a call is missed in a window. */
export const CLOCK_MARGIN_MS = 5 * 60_000;
/** A call that the list does not show after this long is read by its id. */
const READ_ALONE_AFTER_MS = 10_000;
const READS_ALONE_AT_ONCE = 10;
/** Refreshes that may fail in a row; the next one asks again. */
const MAX_FAILED_REFRESHES = 5;

/** A call that was placed and is not known to have ended. */
export type LiveCall = Pick<Attempt, "id" | "line" | "phone" | "callerId"> & {
  readonly callId: string;
  readonly leaseId: string;
  readonly placedAt: number;
};

/** Which calls of a campaign are still going on. */
export interface LiveCalls {
  readonly size: number;
  add(call: LiveCall): void;
  /**
   * Asks the API which calls have ended. A failure that may pass gives none,
   * until there were too many in a row.
   *
   * @returns Those, with their records; each is given once.
   */
  refresh(signal?: AbortSignal): Promise<readonly EndedCall[]>;
}

export interface EndedCall {
  readonly call: LiveCall;
  /** The record; absent when the call was given up after `maxCallMs` without an ending. */
  readonly record?: Call;
}

/**
 * Follows calls by reading the call list from the oldest live call on: one
 * window of pages for all of them instead of one request each.
 *
 * @param options.maxCallMs After this long a call no longer holds its place.
 */
export function createLiveCalls(
  client: Pick<Client, "calls">,
  agentId: string,
  options: { readonly now: () => number; readonly maxCallMs: number },
): LiveCalls {
  const live = new Map<string, LiveCall>();
  let failures = 0;
  return {
    get size() {
      return live.size;
    },
    add: (call) => live.set(call.callId, call),
    async refresh(signal) {
      if (live.size === 0) return [];
      let records: ReadonlyMap<string, Call>;
      try {
        records = await readRecords(client, agentId, [...live.values()], options.now(), signal);
        failures = 0;
      } catch (error) {
        failures++;
        if (!mayPass(error) || failures >= MAX_FAILED_REFRESHES) throw error;
        return [];
      }
      const ended: EndedCall[] = [];
      for (const call of live.values()) {
        const record = records.get(call.callId);
        if (record !== undefined && isEnded(record)) ended.push({ call, record });
        else if (options.now() - call.placedAt > options.maxCallMs) ended.push({ call });
      }
      for (const { call } of ended) live.delete(call.callId);
      return ended;
    },
  };
}

/** True for what the same request may get past a moment later. */
function mayPass(error: unknown): boolean {
  return (
    error instanceof ServerError ||
    error instanceof RateLimitError ||
    error instanceof TimeoutError ||
    error instanceof ConnectionError
  );
}

async function readRecords(
  client: Pick<Client, "calls">,
  agentId: string,
  wanted: readonly LiveCall[],
  now: number,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Call>> {
  const options = signal === undefined ? {} : { signal };
  const from = Math.min(...wanted.map((call) => call.placedAt)) - CLOCK_MARGIN_MS;
  const missing = new Map(wanted.map((call) => [call.callId, call]));
  const found = new Map<string, Call>();
  for await (const record of client.calls.list({ model_id: agentId, from_date: Math.floor(from) }, options)) {
    if (missing.delete(record.call_id)) found.set(record.call_id, record);
    if (missing.size === 0) return found;
  }
  const overdue = [...missing.values()].filter((call) => now - call.placedAt > READ_ALONE_AFTER_MS);
  for (const { callId } of overdue.slice(0, READS_ALONE_AT_ONCE)) {
    const record = await readAlone(client, callId, signal);
    if (record !== undefined) found.set(callId, record);
  }
  return found;
}

/** One call by its id; `undefined` if the API does not know it (yet). */
export async function readAlone(
  client: Pick<Client, "calls">,
  callId: string,
  signal?: AbortSignal,
): Promise<Call | undefined> {
  try {
    return await client.calls.get(callId, signal === undefined ? {} : { signal });
  } catch (error) {
    if (isApiError(error) && (error.status === 404 || error.status === 400)) return undefined;
    throw error;
  }
}
