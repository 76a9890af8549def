import { type Call, callStatus } from "@dialpool/core";
import { callOutcome } from "@dialpool/pool-strategies";
import type { Attempt, Journal, JournalChange } from "./journal.js";

/** How long after a call was entered as ended its record is read again because somebody announced it, ms. */
const LOOK_BACK_MS = 3_600_000;

/**
 * Notices calls whose final status has become another one since it was entered: the first one counts, and a later
 * one is kept beside it. It looks at whatever records are read; most it has seen before, and asks nobody about.
 */
export class Corrections {
  readonly #journal: Pick<Journal, "attemptOfCall">;
  /** Final statuses in the records of the last read, and of the one that goes on. */
  #before = new Map<string, string>();
  #now = new Map<string, string>();

  constructor(journal: Pick<Journal, "attemptOfCall">) {
    this.#journal = journal;
  }

  /** Another read begins. */
  begin(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  /** This record's status is being entered. */
  isEntered(record: Call): void {
    this.#now.set(record.call_id, statusOf(record));
  }

  /** @param record Of a call that has ended, and is no open attempt's. */
  async changeFor(record: Call, now: number): Promise<JournalChange | undefined> {
    const status = statusOf(record);
    this.#now.set(record.call_id, status);
    if (this.#before.get(record.call_id) === status) return undefined;
    const attempt = await this.#journal.attemptOfCall(record.call_id);
    if (attempt?.state !== "ended" || attempt.status === status || attempt.corrections.includes(status))
      return undefined;
    return { kind: "ended", attemptId: attempt.id, status, outcome: callOutcome(record), at: now };
  }

  /** Of calls that were announced as ended, those whose end was entered a short while ago: their records are worth another look. */
  async announced(callIds: Iterable<string>, now: number): Promise<readonly Attempt[]> {
    const announced: Attempt[] = [];
    for (const callId of callIds) {
      const attempt = await this.#journal.attemptOfCall(callId);
      if (attempt?.state === "ended" && now - (attempt.endedAt ?? 0) < LOOK_BACK_MS) announced.push(attempt);
    }
    return announced;
  }
}

function statusOf(record: Call): string {
  return callStatus(record) ?? "";
}
