import type { Call, Client } from "@dialpool/core";
import { summarizeCall } from "../calls/call-summary.js";
import type { Io } from "../io.js";
import type { Attempt } from "./fold-results.js";
import { CLOCK_MARGIN_MS, readAlone } from "./live-calls.js";

const POLL_MS = 1000;
/** Beyond this many, missing records are left to the list. */
const MAX_READS_ALONE = 200;

/**
 * Reads the call records of attempts: the agent's list from the first attempt
 * on, then what the list does not show, by its id. While a record is missing or
 * does not show its caller ID yet, it looks again until `waitMs` are over.
 */
export async function readCallRecords(
  client: Pick<Client, "calls">,
  agentId: string,
  attempts: readonly Attempt[],
  options: {
    readonly clock: Pick<Io, "now" | "sleep">;
    readonly waitMs: number;
    readonly signal: AbortSignal;
  },
): Promise<readonly Call[]> {
  if (attempts.length === 0) return [];
  const { clock, waitMs, signal } = options;
  const giveUpAt = clock.now() + waitMs;
  for (;;) {
    const isLast = clock.now() >= giveUpAt;
    const records = await readOnce(client, agentId, attempts, isLast, signal);
    const shown = new Map(records.map(summarizeCall).map(({ callId, callerId }) => [callId, callerId]));
    const isComplete = attempts.every(
      ({ callId }) => callId === undefined || typeof shown.get(callId) === "string",
    );
    if (isComplete || isLast) return records;
    await clock.sleep(POLL_MS, signal);
    signal.throwIfAborted();
  }
}

async function readOnce(
  client: Pick<Client, "calls">,
  agentId: string,
  attempts: readonly Attempt[],
  readMissingAlone: boolean,
  signal: AbortSignal,
): Promise<readonly Call[]> {
  const from = Math.min(...attempts.map((attempt) => attempt.intendedAt)) - CLOCK_MARGIN_MS;
  const records = await client.calls
    .list({ model_id: agentId, from_date: Math.floor(from) }, { signal })
    .toArray();
  if (!readMissingAlone) return records;
  const listed = new Set(records.map((record) => record.call_id));
  const missing = attempts.flatMap(({ callId }) =>
    callId === undefined || listed.has(callId) ? [] : callId,
  );
  for (const callId of missing.slice(0, MAX_READS_ALONE)) {
    const record = await readAlone(client, callId, signal);
    if (record !== undefined) records.push(record);
  }
  return records;
}
