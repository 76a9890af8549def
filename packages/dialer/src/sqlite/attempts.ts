import type { Attempt } from "../journal.js";
import { changeAttempt } from "./apply.js";
import {
  type AttemptRow,
  attemptOf,
  attemptRow,
  attemptRowOfCall,
  IS_OPEN,
  selectAttempts,
} from "./attempt-rows.js";
import type { JournalFile } from "./journal-file.js";
import type { Sql } from "./sql.js";

export const OPEN_SQL = `${selectAttempts("dialer_attempt_open")} WHERE attempt.${IS_OPEN} ORDER BY sequence`;

export const OVERDUE_SQL = `${selectAttempts("dialer_attempt_open")}
  WHERE attempt.${IS_OPEN} AND attempt.state = 'intended' AND attempt.deadline < ? ORDER BY sequence`;

/** By callee and then by age: both stay as they are while an attempt changes. */
export const WATCHED_SQL = `${selectAttempts("dialer_attempt_open")}
  WHERE attempt.${IS_OPEN} AND attempt.state <> 'intended'
    AND attempt.callee >= ?1 AND (attempt.callee, sequence) > (?1, ?2)
  ORDER BY attempt.callee, sequence LIMIT ?3`;

export const UNDECIDED_SQL = `${selectAttempts("dialer_attempt_undecided")}
  WHERE attempt.state IN ('absent', 'unclear') ORDER BY sequence`;

export const OF_CAMPAIGN_SQL = `${selectAttempts("dialer_attempt_campaign")}
  WHERE attempt.campaign = (SELECT key FROM dialer_campaign WHERE id = ?)
    AND sequence > coalesce((SELECT sequence FROM dialer_attempt WHERE id = ?), 0) ORDER BY sequence LIMIT ?`;

const ALL_SQL = `${selectAttempts()}
  WHERE sequence > coalesce((SELECT sequence FROM dialer_attempt WHERE id = ?), 0) ORDER BY sequence LIMIT ?`;

/** Why an attempt is unknown that nobody reported on. */
const DIED = "its deadline passed, and nobody told what came of it";

/** Makes intended attempts past their deadline unknown, with their leases. */
export function expire(file: JournalFile, now: number): readonly Attempt[] {
  // Most of the time there are none; that takes no lock.
  if (file.read((sql) => sql.first(OVERDUE_SQL, now)) === undefined) return [];
  return file.write((writing) => {
    const overdue = writing.sql.all<AttemptRow>(OVERDUE_SQL, now);
    for (const { id } of overdue)
      changeAttempt(writing, { kind: "unknown", attemptId: id, reason: DIED }, now, new Set());
    return overdue.map((row) => attemptOf({ ...row, state: "unknown", reason: DIED }));
  });
}

export function openAttempts(sql: Sql): readonly Attempt[] {
  return sql.all<AttemptRow>(OPEN_SQL).map(attemptOf);
}

export function watchedAttempts(
  sql: Sql,
  { after, limit }: { readonly after?: { readonly id: string }; readonly limit: number },
): readonly Attempt[] {
  const last =
    after === undefined
      ? undefined
      : sql.first<{ callee: number; sequence: number }>(
          "SELECT callee, sequence FROM dialer_attempt WHERE id = ?",
          after.id,
        );
  const { callee, sequence } = last ?? { callee: 0, sequence: 0 };
  return sql.all<AttemptRow>(WATCHED_SQL, callee, sequence, limit).map(attemptOf);
}

export function undecidedAttempts(sql: Sql): readonly Attempt[] {
  return sql.all<AttemptRow>(UNDECIDED_SQL).map(attemptOf);
}

export function attempt(sql: Sql, attemptId: string): Attempt | undefined {
  const row = attemptRow(sql, attemptId);
  return row === undefined ? undefined : attemptOf(row);
}

export function attemptOfCall(sql: Sql, callId: string): Attempt | undefined {
  const row = attemptRowOfCall(sql, callId);
  return row === undefined ? undefined : attemptOf(row);
}

export function attempts(
  sql: Sql,
  query: { readonly campaignId?: string; readonly after?: string; readonly limit: number },
): readonly Attempt[] {
  const { campaignId, after = null, limit } = query;
  const found =
    campaignId === undefined
      ? sql.all<AttemptRow>(ALL_SQL, after, limit)
      : sql.all<AttemptRow>(OF_CAMPAIGN_SQL, campaignId, after, limit);
  return found.map(attemptOf);
}
