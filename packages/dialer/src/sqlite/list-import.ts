import { CampaignNotFoundError } from "../errors.js";
import type { ImportedRow, NewCampaign } from "../journal.js";
import { campaignRow, importingCampaigns } from "./campaign-rows.js";
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
  for (const { id, importer } of importingCampaigns(file.sql))
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
  const isRepeated = added < rows.length ? repeatedLines(writing, campaign, numbers) : undefined;
  const contacts = isRepeated === undefined ? rows : rows.filter(({ line }) => !isRepeated.has(line));
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
}

/** Lines whose number is in the list at another line; each is kept as a duplicate. */
function repeatedLines(
  writing: Writing,
  campaign: number,
  numbers: readonly { readonly phone: number; readonly line: number }[],
): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { phone, line } of numbers) {
    const first = writing.sql.first<{ line: number }>(
      "SELECT line FROM dialer_list_number WHERE campaign = ? AND phone = ?",
      campaign,
      phone,
    );
    if (first === undefined || first.line === line) continue;
    lines.add(line);
    reject(writing, campaign, line, "duplicate", `the same number as in line ${first.line}`);
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
  let inserted = 0;
  for (let start = 0; start < rows.length; start += ROWS) {
    const some = rows.slice(start, start + ROWS);
    const values: SqliteValue[] = [];
    for (const row of some) addValues(row, values);
    // Full chunks share one statement; the few that are left go one by one, so that no other is prepared.
    const size = some.length === ROWS ? ROWS : 1;
    const statement = `${into} VALUES ${Array(size).fill(places).join(", ")}`;
    for (let at = 0; at < values.length; at += size * columns)
      inserted += sql.run(statement, ...values.slice(at, at + size * columns));
  }
  return inserted;
}
