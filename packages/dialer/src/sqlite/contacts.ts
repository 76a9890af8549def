import type { Contact, ContactRef, ContactState, RejectedRow } from "../journal.js";
import { campaignRow } from "./campaign-rows.js";
import { sealedRow } from "./campaigns.js";
import { type ContactRow, contactOf, contactRowOf } from "./contact-rows.js";
import type { JournalFile } from "./journal-file.js";
import { RowShapes } from "./row-shapes.js";
import type { Sql } from "./sql.js";

/** Rows of a list that are asked for. */
export type RowState = ContactState | "invalid" | "duplicate";

/** Lanes of a campaign that are not held up for want of a number. */
const OPEN_LANES_SQL = "SELECT lane FROM dialer_lane WHERE campaign = ? AND coalesce(until, 0) <= ?";

/** Those of some lanes, each read in order by its index, and merged. @param lanes How many: at least one. */
export function dueSql(lanes: number): string {
  const parts = Array.from(
    { length: lanes },
    (_, index) => `SELECT * FROM dialer_contact INDEXED BY dialer_contact_due
      WHERE campaign = ?1 AND lane = ?${index + 4} AND state = 'queued' AND due_at <= ?2`,
  );
  return `${parts.join(" UNION ALL ")} ORDER BY due_at, line LIMIT ?3`;
}

/** Contacts in one state that few are in, by line. */
export const APART_SQL = `
  SELECT * FROM dialer_contact INDEXED BY dialer_contact_apart
  WHERE campaign = ? AND state = ? AND state NOT IN ('queued', 'finished') AND line > ? ORDER BY line LIMIT ?`;

/** States that an index lists; the others are most of the list, which is read through. */
const APART: readonly RowState[] = ["open", "rejected", "suppressed", "refused", "absent", "unclear"];
const BULK: readonly RowState[] = ["queued", "finished"];
const REJECTED: readonly RowState[] = ["invalid", "duplicate"];

export function dueContacts(
  sql: Sql,
  campaignId: string,
  { now, limit }: { readonly now: number; readonly limit: number },
): readonly Contact[] {
  const campaign = campaignRow(sql, campaignId);
  if (campaign === undefined || campaign.digest === null) return [];
  const lanes = sql.all<{ lane: number }>(OPEN_LANES_SQL, campaign.key, now).map(({ lane }) => lane);
  if (lanes.length === 0) return [];
  const shapes = new RowShapes(sql);
  return sql
    .all<ContactRow>(dueSql(lanes.length), campaign.key, now, limit, ...lanes)
    .map((row) => contactOf(row, campaignId, shapes));
}

export function contact(sql: Sql, ref: ContactRef): Contact | undefined {
  const row = contactRowOf(sql, ref);
  return row === undefined ? undefined : contactOf(row, ref.campaignId, new RowShapes(sql));
}

export function rows(
  sql: Sql,
  campaignId: string,
  query: { readonly states: readonly RowState[]; readonly afterLine: number; readonly limit: number },
): readonly (Contact | RejectedRow)[] {
  const campaign = campaignRow(sql, campaignId);
  if (campaign === undefined || campaign.digest === null) return [];
  const shapes = new RowShapes(sql);
  const contacts = contactRows(sql, campaign.key, query).map((row) => contactOf(row, campaignId, shapes));
  const rejected = rejectedRows(sql, campaign.key, query);
  return [...contacts, ...rejected].sort((one, other) => one.line - other.line).slice(0, query.limit);
}

function contactRows(
  sql: Sql,
  campaign: number,
  { states, afterLine, limit }: { states: readonly RowState[]; afterLine: number; limit: number },
): readonly ContactRow[] {
  const asked = [...BULK, ...APART].filter((state) => states.includes(state));
  if (asked.some((state) => BULK.includes(state)))
    return sql.all(
      `SELECT * FROM dialer_contact WHERE campaign = ? AND line > ?
         AND state IN (${asked.map(() => "?").join(", ")}) ORDER BY line LIMIT ?`,
      campaign,
      afterLine,
      ...asked,
      limit,
    );
  return asked.flatMap((state) => sql.all<ContactRow>(APART_SQL, campaign, state, afterLine, limit));
}

function rejectedRows(
  sql: Sql,
  campaign: number,
  { states, afterLine, limit }: { states: readonly RowState[]; afterLine: number; limit: number },
): readonly RejectedRow[] {
  const asked = REJECTED.filter((state) => states.includes(state));
  if (asked.length === 0) return [];
  return sql
    .all<RejectedRow>(
      `SELECT line, state, reason FROM dialer_rejected_row WHERE campaign = ? AND line > ?
         AND state IN (${asked.map(() => "?").join(", ")}) ORDER BY line LIMIT ?`,
      campaign,
      afterLine,
      ...asked,
      limit,
    )
    .map(({ line, state, reason }) => ({ line, state, reason }));
}

/** Contacts of a lane that wait for a number; of the others that are put off, each is looked at. */
const WAIT_FOR_NUMBER_SQL = `
  UPDATE dialer_contact INDEXED BY dialer_contact_due SET due_at = ?3
  WHERE campaign = ?1 AND lane = ?2 AND state = 'queued' AND due_at > ?3 AND waits_for = 'number'`;

/**
 * Whoever waits for a number, alone or with his lane, is due now.
 *
 * @throws CampaignNotFoundError
 */
export function askAgain(file: JournalFile, campaignId: string, now: number): void {
  file.write(({ sql }) => {
    const { key } = sealedRow(sql, campaignId);
    sql.run(
      "UPDATE dialer_lane SET since = NULL, until = NULL, at_latest = NULL WHERE campaign = ? AND since IS NOT NULL",
      key,
    );
    const waiting = sql.first<{ count: number }>(
      "SELECT count FROM dialer_tally WHERE campaign = ? AND what = 'waiting' AND name = 'number'",
      key,
    );
    if ((waiting?.count ?? 0) === 0) return;
    for (const { lane } of sql.all<{ lane: number }>("SELECT lane FROM dialer_lane WHERE campaign = ?", key))
      sql.run(WAIT_FOR_NUMBER_SQL, key, lane, now);
  });
}
