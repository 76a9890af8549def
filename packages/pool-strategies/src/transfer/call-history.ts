import type { EarlierCall } from "../store.js";
import type { PoolNumber } from "../types.js";
import { type CallRecord, callRecordReader, type UnusableRecord } from "./call-record.js";

/** Unknown numbers that are named. */
const MAX_UNKNOWN = 20;

/** What call records say, put in order. */
export interface CallHistory {
  /** Each call once, by when it began; of calls that began at once by id. */
  readonly calls: readonly EarlierCall[];
  /** Records that were left out, by reason; `duplicate`: another record of the same call was there. */
  readonly skipped: Readonly<Record<UnusableRecord | "duplicate", number>>;
  /** Caller IDs that no pool has, as the records write them: the first 20. */
  readonly unknownNumbers: readonly string[];
}

/**
 * Reads call records in whatever order they come. Of two records of one call, the one counts that says how it ended.
 *
 * @param numbers Of all pools.
 */
export async function readCallHistory(
  records: AsyncIterable<CallRecord> | Iterable<CallRecord>,
  numbers: readonly PoolNumber[],
): Promise<CallHistory> {
  const read = callRecordReader(numbers);
  const skipped = { inbound: 0, no_caller_id: 0, unknown_number: 0, no_callee: 0, no_start: 0, duplicate: 0 };
  const unknownNumbers = new Set<string>();
  const calls = new Map<string, EarlierCall>();
  for await (const record of records) {
    const reading = read(record);
    if (!reading.ok) {
      skipped[reading.reason]++;
      if (reading.callerId !== undefined && unknownNumbers.size < MAX_UNKNOWN)
        unknownNumbers.add(reading.callerId);
      continue;
    }
    const { call } = reading;
    const known = calls.get(call.callId);
    if (known !== undefined) skipped.duplicate++;
    if (known?.outcome === undefined) calls.set(call.callId, call);
  }
  return {
    calls: [...calls.values()].sort((a, b) => a.at - b.at || (a.callId < b.callId ? -1 : 1)),
    skipped,
    unknownNumbers: [...unknownNumbers],
  };
}
