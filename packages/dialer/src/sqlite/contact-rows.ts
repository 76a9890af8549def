import type { CallOutcome, E164 } from "@dialpool/pool-strategies";
import type { Contact, ContactMove, ContactRef, ContactState, WaitReason } from "../journal.js";
import type { Writing } from "./journal-file.js";
import type { RowShapes } from "./row-shapes.js";
import type { Sql } from "./sql.js";
import type { Tally } from "./tally.js";

/** A row of `dialer_contact`. */
export interface ContactRow {
  readonly campaign: number;
  readonly line: number;
  readonly phone: number;
  readonly details: string;
  readonly state: ContactState;
  readonly due_at: number | null;
  readonly waits_for: WaitReason | null;
  readonly attempts: number;
  readonly last_attempt: number | null;
  readonly reason: string | null;
  readonly outcomes: string | null;
  readonly lane: number;
}

/** What changes of a contact once it is in the list. */
export type ContactStanding = Pick<
  ContactRow,
  "state" | "due_at" | "waits_for" | "attempts" | "last_attempt" | "reason" | "outcomes" | "lane"
>;

/** Where a contact stands, by its campaign's key. */
export function contactStanding(sql: Sql, campaign: number, line: number): ContactStanding | undefined {
  return sql.first(
    `SELECT state, due_at, waits_for, attempts, last_attempt, reason, outcomes, lane
     FROM dialer_contact WHERE campaign = ? AND line = ?`,
    campaign,
    line,
  );
}

/** A contact by its campaign's id, if that is sealed. */
export function contactRowOf(sql: Sql, { campaignId, line }: ContactRef): ContactRow | undefined {
  return sql.first(
    `SELECT contact.* FROM dialer_contact AS contact
     WHERE campaign = (SELECT key FROM dialer_campaign WHERE id = ? AND digest IS NOT NULL) AND line = ?`,
    campaignId,
    line,
  );
}

/** Whether it may be called now. Whoever asks may have read it before somebody else put it off. */
export function isDue(standing: ContactStanding | undefined, now: number): standing is ContactStanding {
  return standing?.state === "queued" && (standing.due_at ?? 0) <= now;
}

/** Writes where a contact stands now, and counts it anew. */
export function restate(
  { sql, tally }: Pick<Writing, "sql" | "tally">,
  { campaign, line }: { readonly campaign: number; readonly line: number },
  before: ContactStanding,
  standing: ContactStanding,
): void {
  sql.run(
    `UPDATE dialer_contact SET state = ?, due_at = ?, waits_for = ?, attempts = ?, last_attempt = ?,
       reason = ?, outcomes = ? WHERE campaign = ? AND line = ?`,
    standing.state,
    standing.due_at,
    standing.waits_for,
    standing.attempts,
    standing.last_attempt,
    standing.reason,
    standing.outcomes,
    campaign,
    line,
  );
  count(tally, campaign, before, -1);
  count(tally, campaign, standing, 1);
}

/** Where a contact stands after a move. */
export function moved(row: ContactStanding, move: ContactMove): ContactStanding {
  return move.to === "queued"
    ? { ...row, state: "queued", due_at: move.dueAt, waits_for: move.waitsFor, reason: null }
    : { ...row, state: move.to, due_at: null, waits_for: null, reason: move.reason ?? null };
}

/** A contact with one more outcome of its calls. */
export function withOutcome<Row extends Pick<ContactRow, "outcomes">>(row: Row, outcome: CallOutcome): Row {
  return { ...row, outcomes: JSON.stringify([...outcomesOf(row), outcome]) };
}

/** A contact as the journal gives it. */
export function contactOf(row: ContactRow, campaignId: string, shapes: RowShapes): Contact {
  const outcomes = outcomesOf(row);
  const outcome = outcomes.at(-1);
  return {
    campaignId,
    line: row.line,
    phone: `+${row.phone}` as E164,
    ...shapes.read(row.details),
    state: row.state,
    attempts: row.attempts,
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    ...(row.waits_for === null ? {} : { waitsFor: row.waits_for }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(outcome === undefined ? {} : { outcome }),
    outcomes,
  };
}

function outcomesOf({ outcomes }: Pick<ContactRow, "outcomes">): readonly CallOutcome[] {
  return outcomes === null ? [] : (JSON.parse(outcomes) as CallOutcome[]);
}

function count(tally: Tally, campaign: number, standing: ContactStanding, by: 1 | -1): void {
  const { state, waits_for, lane } = standing;
  tally.add(campaign, "contact", state, by);
  if (waits_for !== null) tally.add(campaign, "waiting", waits_for, by);
  if (waits_for === "turn") tally.add(campaign, "lane", String(lane), by);
  if (state !== "finished") return;
  const outcome = outcomesOf(standing).at(-1);
  if (outcome !== undefined) tally.add(campaign, "outcome", outcome, by);
}
