import { type Grant, isPoolStrategiesError } from "@dialpool/pool-strategies";
import { DialerConfigError } from "../errors.js";
import type { BeginRequest, BeginResult } from "../journal.js";
import { type AttemptRow, attemptOf, attemptRow, IS_OPEN, openAttemptRow } from "./attempt-rows.js";
import { campaignOf, campaignRow } from "./campaign-rows.js";
import { type ContactRow, contactRow, restate } from "./contact-rows.js";
import type { JournalFile, Writing } from "./journal-file.js";
import { PacerRow } from "./pacer-row.js";
import { NO_CAMPAIGN } from "./tally.js";

/** Begins attempts, all in one transaction: what is begun is on disk, with its lease, when this returns. */
export function begin(
  file: JournalFile,
  requests: readonly BeginRequest[],
  now: number,
): readonly BeginResult[] {
  return file.write((writing) => {
    const beginning = new Beginning(writing, now);
    const results = requests.map((request) => beginning.begin(request));
    beginning.end();
    return results;
  });
}

class Beginning {
  readonly #writing: Writing;
  readonly #now: number;
  readonly #pacer: PacerRow;
  /** Keys of campaigns that may be called for, by id. */
  readonly #running = new Map<string, number | undefined>();
  #open: number;

  constructor(writing: Writing, now: number) {
    this.#writing = writing;
    this.#now = now;
    this.#pacer = new PacerRow(writing.sql, now);
    this.#open = countOpen(writing);
  }

  begin(request: BeginRequest): BeginResult {
    const { sql } = this.#writing;
    const contact = request.contact === undefined ? undefined : this.#queued(request.contact);
    if (contact === "not_queued") return { outcome: "not_queued" };
    if (attemptRow(sql, request.attemptId) !== undefined) return { outcome: "failed", error: idTaken() };
    const other = openAttemptRow(sql, calleeOf(request));
    if (other !== undefined) return { outcome: "callee_open", attempt: attemptOf(other) };
    if (this.#open >= request.concurrency) return { outcome: "no_room" };
    const selection = this.#acquire(request);
    if (selection instanceof Error) return { outcome: "failed", error: selection };
    if (!selection.ok) return { outcome: "refused", refusal: selection };
    const attempt = this.#enter(request, contact, selection);
    return { outcome: "begun", attempt: attemptOf(attempt), grant: selection, sendAt: this.#pacer.claim() };
  }

  end(): void {
    this.#pacer.write();
  }

  #queued({ campaignId, line }: { campaignId: string; line: number }): ContactRow | "not_queued" {
    if (!this.#running.has(campaignId)) this.#running.set(campaignId, this.#runningKey(campaignId));
    const campaign = this.#running.get(campaignId);
    if (campaign === undefined) return "not_queued";
    const row = contactRow(this.#writing.sql, campaign, line);
    return row?.state === "queued" ? row : "not_queued";
  }

  #runningKey(campaignId: string): number | undefined {
    const row = campaignRow(this.#writing.sql, campaignId);
    return row !== undefined && row.wish === "run" && campaignOf(row).state !== "importing"
      ? row.key
      : undefined;
  }

  /** Input that is wrong is the request's own; anything else, such as a full disk, is everybody's. */
  #acquire({ acquire }: BeginRequest) {
    try {
      return this.#writing.leases.acquire(acquire);
    } catch (error) {
      if (isPoolStrategiesError(error)) return error;
      throw error;
    }
  }

  #enter(request: BeginRequest, contact: ContactRow | undefined, { callerId, lease }: Grant): AttemptRow {
    const { sql, tally } = this.#writing;
    const { attemptId, agentId, deadline } = request;
    const campaign = contact?.campaign ?? null;
    sql.run(
      `INSERT INTO dialer_attempt
         (id, campaign, line, agent_id, callee, caller_id, slug, lease_id, state, intended_at, deadline)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'intended', ?, ?)`,
      attemptId,
      campaign,
      contact?.line ?? null,
      agentId,
      calleeOf(request),
      callerId,
      lease.slug,
      lease.id,
      this.#now,
      deadline,
    );
    const row = attemptRow(sql, attemptId) as AttemptRow;
    this.#open++;
    tally.add(campaign ?? NO_CAMPAIGN, "attempt", "intended", 1);
    if (contact !== undefined)
      restate(sql, tally, contact, {
        state: "open",
        due_at: null,
        waits_for: null,
        attempts: contact.attempts + 1,
        last_attempt: row.sequence,
        reason: null,
        outcomes: contact.outcomes,
      });
    return row;
  }
}

function calleeOf({ acquire }: BeginRequest): number {
  return Number(acquire.callee.slice(1));
}

function countOpen({ sql }: Writing): number {
  const row = sql.first<{ count: number }>(
    `SELECT count(*) AS count FROM dialer_attempt INDEXED BY dialer_attempt_open WHERE ${IS_OPEN}`,
  );
  return row?.count ?? 0;
}

function idTaken(): DialerConfigError {
  return new DialerConfigError("The attempt", [
    { path: "attemptId", message: "Another attempt has this id. Give each attempt an id of its own." },
  ]);
}
