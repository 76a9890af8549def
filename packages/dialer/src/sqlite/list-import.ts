import { CampaignNotFoundError } from "../errors.js";
import type { ImportedRow, NewCampaign } from "../journal.js";
import { campaignRow, importingCampaigns } from "./campaign-rows.js";
import { type ContactStanding, moved, restate } from "./contact-rows.js";
import { isGone, thisImporter } from "./importer.js";
import type { JournalFile, Writing } from "./journal-file.js";
import type { SqliteValue } from "./journal-store.js";

type ContactToImport = Extract<ImportedRow, { readonly kind: "contact" }>;

/** Rows a statement: beyond that, the call into the engine costs next to nothing. */
const ROWS = 50;
/** Rows forgotten in one transaction, so that nobody waits long for the lock. */
const FORGOTTEN = 20_000;

export function createCampaign(file: JournalFile, campaign: NewCampaign): void {
  const { id, agentId, startRate, concurrency, settings, createdAt } = campaign;
  file.write(({ sql }) =>
    sql.run(
      `INSERT INTO dialer_campaign (id, importer, agent_id, start_rate, concurrency, settings, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      id,
      thisImporter(),
      agentId,
      startRate,
      concurrency,
      JSON.stringify(settings ?? null),
      createdAt,
    ),
  );
}

/**
 * Adds rows to a list, in one transaction: 10,000 to 50,000 at once are fastest, and others wait for the lock no longer
 * than a fraction of a second.
 *
 * @throws CampaignNotFoundError when its list is not being imported.
 */
export function addRows(file: JournalFile, campaignId: string, rows: readonly ImportedRow[]): void {
  file.write((writing) => {
    const campaign = campaignRow(writing.sql, campaignId);
    if (campaign === undefined || campaign.digest !== null) throw new CampaignNotFoundError(campaignId);
    const contacts: ContactToImport[] = [];
    for (const row of rows) {
      if (row.kind === "contact") contacts.push(row);
      else reject(writing, campaign.key, row.line, "invalid", row.reason);
    }
    addContacts(writing, campaign.key, contacts);
  });
}

/** Forgets what processes that died left half imported. */
export function forgetInterrupted(file: JournalFile): void {
  for (const { id, importer } of file.read(importingCampaigns))
    if (importer === null || isGone(importer)) discardCampaign(file, id);
}

/** Forgets a campaign that is not sealed, some rows at a time and the campaign itself last. */
export function discardCampaign(file: JournalFile, campaignId: string): void {
  for (let isDone = false; !isDone; )
    isDone = file.write(({ sql }) => {
      const campaign = campaignRow(sql, campaignId);
      if (campaign === undefined || campaign.digest !== null) return true;
      const { key } = campaign;
      const forgotten = [
        ["dialer_contact", "line"],
        ["dialer_list_number", "phone"],
        ["dialer_rejected_row", "line"],
      ].map(([table, column]) =>
        sql.run(
          `DELETE FROM ${table} WHERE campaign = ?1
             AND ${column} IN (SELECT ${column} FROM ${table} WHERE campaign = ?1 LIMIT ${FORGOTTEN})`,
          key,
        ),
      );
      if (forgotten.some((count) => count > 0)) return false;
      sql.run("DELETE FROM dialer_tally WHERE campaign = ?", key);
      sql.run("DELETE FROM dialer_campaign WHERE key = ?", key);
      return true;
    });
}

/** Where a contact stands when its row is inserted. */
const IMPORTED: ContactStanding = {
  state: "queued",
  due_at: 0,
  waits_for: "turn",
  attempts: 0,
  last_attempt: null,
  reason: null,
  outcomes: null,
};

const FIRST_LINES = `SELECT phone, line FROM dialer_list_number
  WHERE campaign = ? AND phone IN (${Array(ROWS).fill("?").join(", ")})`;

function addContacts(writing: Writing, campaign: number, rows: readonly ContactToImport[]): void {
  const { sql, tally } = writing;
  const numbers = rows.map(({ phone, line }) => ({ phone: Number(phone.slice(1)), line }));
  // In the order of the table, so that neighbours are written together; the first line of equal numbers first.
  numbers.sort((one, other) => one.phone - other.phone || one.line - other.line);
  const added = insert(
    sql,
    "INSERT OR IGNORE INTO dialer_list_number (campaign, phone, line)",
    numbers,
    3,
    ({ phone, line }, values) => values.push(campaign, phone, line),
  );
  const repeated = added < rows.length ? repeatedLines(writing, campaign, numbers) : undefined;
  const contacts = repeated === undefined ? rows : rows.filter(({ line }) => !repeated.has(line));
  insert(
    sql,
    `INSERT INTO dialer_contact (campaign, line, phone, name, agent_id, caller_id, time_zone, tags, variables)`,
    contacts,
    9,
    (row, values) =>
      values.push(
        campaign,
        row.line,
        Number(row.phone.slice(1)),
        row.name,
        row.agentId ?? null,
        row.callerId ?? null,
        row.timeZone ?? null,
        row.tags === undefined ? null : JSON.stringify(row.tags),
        row.variables === undefined ? null : JSON.stringify(row.variables),
      ),
  );
  tally.add(campaign, "contact", "queued", contacts.length);
  tally.add(campaign, "waiting", "turn", contacts.length);
  for (const { line, suppressed: reason } of contacts)
    if (reason !== undefined)
      restate(writing, { campaign, line }, IMPORTED, moved(IMPORTED, { to: "suppressed", reason }));
}

/** Lines whose number is in the list at another line; each is kept as a duplicate. */
function repeatedLines(
  writing: Writing,
  campaign: number,
  numbers: readonly { readonly phone: number; readonly line: number }[],
): ReadonlySet<number> {
  const lines = new Set<number>();
  for (let start = 0; start < numbers.length; start += ROWS) {
    const some = numbers.slice(start, start + ROWS);
    const phones = some.map(({ phone }) => phone);
    while (phones.length < ROWS) phones.push(0);
    const firsts = new Map(
      writing.sql
        .all<{ phone: number; line: number }>(FIRST_LINES, campaign, ...phones)
        .map(({ phone, line }) => [phone, line]),
    );
    for (const { phone, line } of some) {
      const first = firsts.get(phone);
      if (first === undefined || first === line) continue;
      lines.add(line);
      reject(writing, campaign, line, "duplicate", `the same number as in line ${first}`);
    }
  }
  return lines;
}

function reject(
  { sql, tally }: Writing,
  campaign: number,
  line: number,
  state: "invalid" | "duplicate",
  reason: string,
): void {
  sql.run("INSERT INTO dialer_rejected_row VALUES (?, ?, ?, ?)", campaign, line, state, reason);
  tally.add(campaign, "row", state, 1);
}

/** Inserts rows many at a time. @returns How many were inserted. */
function insert<Row>(
  sql: Writing["sql"],
  into: string,
  rows: readonly Row[],
  columns: number,
  addValues: (row: Row, values: SqliteValue[]) => void,
): number {
  const places = `(${Array(columns).fill("?").join(", ")})`;
  const insertMany = `${into} VALUES ${Array(ROWS).fill(places).join(", ")}`;
  // The few that are left go one by one, so that no statement of another size is prepared.
  const insertOne = `${into} VALUES ${places}`;
  let inserted = 0;
  let values: SqliteValue[] = [];
  for (const [index, row] of rows.entries()) {
    addValues(row, values);
    const isLeft = index >= rows.length - (rows.length % ROWS);
    if (!isLeft && values.length < ROWS * columns) continue;
    inserted += sql.runWith(isLeft ? insertOne : insertMany, values);
    values = [];
  }
  return inserted;
}
