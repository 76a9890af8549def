import type { CallOutcome, E164 } from "@dialpool/pool-strategies";
import type { Attempt, AttemptState } from "../journal.js";
import type { Sql } from "./sql.js";

/** A row of `dialer_attempt`, with the id of its campaign. */
export interface AttemptRow {
  readonly sequence: number;
  readonly id: string;
  readonly campaign: number | null;
  readonly campaign_id: string | null;
  readonly line: number | null;
  readonly agent_id: string;
  readonly callee: number;
  readonly caller_id: string;
  readonly slug: string;
  readonly lease_id: string;
  readonly state: AttemptState;
  readonly late: 0 | 1;
  readonly redialled: 0 | 1;
  readonly intended_at: number;
  readonly deadline: number;
  readonly call_id: string | null;
  readonly placed_at: number | null;
  readonly ended_at: number | null;
  readonly outcome: CallOutcome | null;
  readonly status: string | null;
  readonly reason: string | null;
  readonly missed_reads: number;
  readonly missed_at: number | null;
  readonly corrections: string | null;
}

/** What a change of an attempt needs to know of it. */
export type AttemptStanding = Pick<
  AttemptRow,
  | "sequence"
  | "campaign"
  | "line"
  | "callee"
  | "lease_id"
  | "state"
  | "redialled"
  | "outcome"
  | "status"
  | "missed_reads"
  | "missed_at"
  | "corrections"
>;

/** States of an attempt that may be, or become, a call: as the partial indexes have it. */
export const IS_OPEN = "state IN ('intended', 'placed', 'unknown')";

/** @param index Named, so that a query that cannot use it is an error, not slow. */
export function selectAttempts(index?: string): string {
  return `SELECT attempt.*, campaign.id AS campaign_id
    FROM dialer_attempt AS attempt ${index === undefined ? "" : `INDEXED BY ${index} `}
    LEFT JOIN dialer_campaign AS campaign ON campaign.key = attempt.campaign`;
}

export function attemptRow(sql: Sql, id: string): AttemptRow | undefined {
  return sql.first(`${selectAttempts()} WHERE attempt.id = ?`, id);
}

export function attemptStanding(sql: Sql, id: string): AttemptStanding | undefined {
  return sql.first(
    `SELECT sequence, campaign, line, callee, lease_id, state, redialled, outcome, status, missed_reads, missed_at,
       corrections FROM dialer_attempt WHERE id = ?`,
    id,
  );
}

/** Whether a call is known, of whichever attempt. */
export function isCallKnown(sql: Sql, callId: string): boolean {
  return (
    sql.first("SELECT 1 FROM dialer_attempt INDEXED BY dialer_attempt_call WHERE call_id = ?", callId) !==
    undefined
  );
}

export function attemptRowOfCall(sql: Sql, callId: string): AttemptRow | undefined {
  return sql.first(`${selectAttempts("dialer_attempt_call")} WHERE attempt.call_id = ?`, callId);
}

/** The open attempt of a callee; of two, the one that was not late. */
export function openAttemptRow(sql: Sql, callee: number): AttemptRow | undefined {
  return sql.first(
    `${selectAttempts("dialer_attempt_open")} WHERE attempt.callee = ? AND attempt.${IS_OPEN} ORDER BY late LIMIT 1`,
    callee,
  );
}

/** An attempt as the journal gives it. */
export function attemptOf(row: AttemptRow): Attempt {
  return {
    id: row.id,
    ...(row.campaign_id === null || row.line === null
      ? {}
      : { contact: { campaignId: row.campaign_id, line: row.line } }),
    agentId: row.agent_id,
    callee: `+${row.callee}` as E164,
    callerId: row.caller_id,
    slug: row.slug,
    leaseId: row.lease_id,
    state: row.state,
    intendedAt: row.intended_at,
    deadline: row.deadline,
    ...(row.call_id === null ? {} : { callId: row.call_id }),
    ...(row.placed_at === null ? {} : { placedAt: row.placed_at }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.status === null ? {} : { status: row.status }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    missedReads: row.missed_reads,
    corrections: correctionsOf(row),
  };
}

export function correctionsOf({ corrections }: Pick<AttemptRow, "corrections">): readonly string[] {
  return corrections === null ? [] : (JSON.parse(corrections) as string[]);
}
