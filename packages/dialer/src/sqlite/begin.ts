import { type Grant, isPoolStrategiesError, type Refusal } from "@dialpool/pool-strategies";
import { DialerConfigError } from "../errors.js";
import type { BeginRequest, BeginResult } from "../journal.js";
import { type AttemptRow, attemptOf, IS_OPEN, openAttemptRow } from "./attempt-rows.js";
import { campaignRow } from "./campaign-rows.js";
import { type ContactStanding, contactStanding, isDue, restate } from "./contact-rows.js";
import { HeldLanes } from "./held-lanes.js";
import type { JournalFile, Writing } from "./journal-file.js";
import { PacerRow } from "./pacer-row.js";
import type { Sql } from "./sql.js";
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

/** A contact of a campaign that is called for. */
interface Place {
  readonly campaign: number;
  readonly lanes: HeldLanes;
  readonly campaignId: string;
  readonly line: number;
}

type Running = Pick<Place, "campaign" | "lanes">;

class Beginning {
  readonly #writing: Writing;
  readonly #now: number;
  readonly #pacer: PacerRow;
  /** Campaigns that may be called for, by id. */
  readonly #running = new Map<string, Running | undefined>();
  #open: number;

  constructor(writing: Writing, now: number) {
    this.#writing = writing;
    this.#now = now;
    this.#pacer = new PacerRow(writing.sql, now);
    this.#open = countOpen(writing);
  }

  begin(request: BeginRequest): BeginResult {
    const { sql } = this.#writing;
    const place = this.#placeOf(request);
    const standing = place === undefined ? undefined : contactStanding(sql, place.campaign, place.line);
    if (request.contact !== undefined && !isDue(standing, this.#now)) return { outcome: "not_queued" };
    if (isIdTaken(sql, request.attemptId)) return { outcome: "failed", error: idTaken() };
    const other = openAttemptRow(sql, calleeOf(request));
    if (other !== undefined) return { outcome: "callee_open", attempt: attemptOf(other) };
    if (this.#open >= request.concurrency) return { outcome: "no_room" };
    const { nextSlotAt } = this.#pacer;
    if (nextSlotAt > request.sendBy) return { outcome: "paced", nextSlotAt };
    const selection = this.#acquire(request);
    if (selection instanceof Error) return { outcome: "failed", error: selection };
    if (!selection.ok) return this.#refused(request, selection, place, standing);
    const attempt = this.#enter(request, place, selection);
    if (place !== undefined && standing !== undefined) {
      place.lanes.granted(standing.lane);
      restate(this.#writing, place, standing, {
        ...standing,
        state: "open",
        due_at: null,
        waits_for: null,
        attempts: standing.attempts + 1,
        last_attempt: attempt.sequence,
        reason: null,
      });
    }
    return { outcome: "begun", attempt: attemptOf(attempt), grant: selection, slot: this.#pacer.claim() };
  }

  end(): void {
    this.#pacer.write();
  }

  /** Where its contact is; `undefined` for a single call, and for a campaign that may not be called for. */
  #placeOf({ contact }: BeginRequest): Place | undefined {
    if (contact === undefined) return undefined;
    const { campaignId, line } = contact;
    if (!this.#running.has(campaignId)) this.#running.set(campaignId, this.#runningOf(campaignId));
    const running = this.#running.get(campaignId);
    return running === undefined ? undefined : { ...running, campaignId, line };
  }

  #runningOf(campaignId: string): Running | undefined {
    const { sql } = this.#writing;
    const row = campaignRow(sql, campaignId);
    if (row === undefined || row.wish !== "run" || row.digest === null) return undefined;
    return { campaign: row.key, lanes: new HeldLanes(sql, row.key) };
  }

  #refused(
    { areLinesLimited = false }: BeginRequest,
    refusal: Refusal,
    place: Place | undefined,
    standing: ContactStanding | undefined,
  ): BeginResult {
    if (place === undefined || standing === undefined) return { outcome: "refused", refusal };
    const until = place.lanes.refused(standing.lane, refusal, areLinesLimited, this.#now);
    return until === undefined ? { outcome: "refused", refusal } : { outcome: "exhausted", refusal, until };
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

  #enter(request: BeginRequest, place: Place | undefined, { callerId, lease }: Grant): AttemptRow {
    const { sql, tally } = this.#writing;
    const row = {
      id: request.attemptId,
      campaign: place?.campaign ?? null,
      line: place?.line ?? null,
      agent_id: request.agentId,
      callee: calleeOf(request),
      caller_id: callerId,
      slug: lease.slug,
      lease_id: lease.id,
      state: "intended",
      intended_at: this.#now,
      deadline: request.deadline,
    } as const;
    const sequence = sql.insert(
      `INSERT INTO dialer_attempt
         (id, campaign, line, agent_id, callee, caller_id, slug, lease_id, state, intended_at, deadline)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...Object.values(row),
    );
    this.#open++;
    tally.add(row.campaign ?? NO_CAMPAIGN, "attempt", "intended", 1);
    return { ...NEW_ATTEMPT, ...row, sequence, campaign_id: place?.campaignId ?? null };
  }
}

/** Columns of an attempt of which nothing is known yet. */
const NEW_ATTEMPT = {
  late: 0,
  redialled: 0,
  call_id: null,
  placed_at: null,
  ended_at: null,
  outcome: null,
  status: null,
  reason: null,
  missed_reads: 0,
  missed_at: null,
  corrections: null,
} as const;

function isIdTaken(sql: Sql, attemptId: string): boolean {
  return sql.first("SELECT 1 FROM dialer_attempt WHERE id = ?", attemptId) !== undefined;
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
