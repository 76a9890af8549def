import { type Call, type Client, isEnded } from "@dialpool/core";
import type { Io } from "../io.js";

const POLL_MS = 1000;
/** A record takes a moment to appear, and a read may fail; after this many in a row it is given up. */
const MAX_FAILED_READS = 30;

/** How the waiting ended. */
export interface WaitResult {
  /** The record as last read. */
  readonly record?: Call;
  readonly state: "ended" | "interrupted" | "gave_up";
}

/**
 * Reads a call's record until the call has ended. Never throws: the call was
 * placed, and its id must not be lost because a read failed.
 */
export async function waitForEnd(
  client: Pick<Client, "calls">,
  callId: string,
  { sleep, interrupted }: Pick<Io, "sleep" | "interrupted">,
): Promise<WaitResult> {
  let record: Call | undefined;
  // It reads again by itself, so no read is tried twice.
  for (let failedReads = 0; !interrupted.aborted && failedReads < MAX_FAILED_READS; ) {
    try {
      record = await client.calls.get(callId, { signal: interrupted, retries: 0 });
      if (isEnded(record)) return { record, state: "ended" };
      failedReads = 0;
    } catch {
      failedReads++;
    }
    await sleep(POLL_MS, interrupted);
  }
  return {
    state: interrupted.aborted ? "interrupted" : "gave_up",
    ...(record === undefined ? {} : { record }),
  };
}
