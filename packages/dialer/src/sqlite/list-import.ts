import { CampaignNotFoundError } from "../errors.js";
import type { ImportedRow, NewCampaign } from "../journal.js";
import { campaignRow, importingCampaigns } from "./campaign-rows.js";
import { type ContactStanding, moved, restate } from "./contact-rows.js";
import { isGone, thisImporter } from "./importer.js";
import { type ImportColumn, insertRows } from "./insert-rows.js";
import type { JournalFile, Writing } from "./journal-file.js";
import { NumberLines } from "./number-lines.js";

type ContactToImport = Extract<ImportedRow, { readonly kind: "contact" }>;

/** Rows forgotten in one transaction, so that nobody waits long for the lock. */
const FORGOTTEN = 20_000;

const CONTACT_COLUMNS: readonly ImportColumn<ContactToImport>[] = [
  { name: "line", of: ({ line }) => line },
  { name: "phone", of: ({ phone }) => Number(phone.slice(1)) },
  { name: "name", of: ({ name }) => name },
];

/** Columns that most lists have none of. */
const OPTIONAL_COLUMNS: readonly ImportColumn<ContactToImport>[] = [
  { name: "agent_id", of: ({ agentId = null }) => agentId },
  { name: "caller_id", of: ({ callerId = null }) => callerId },
  { name: "time_zone", of: ({ timeZone = null }) => timeZone },
  { name: "region", of: ({ region = null }) => region },
  { name: "tags", of: ({ tags }) => (tags === undefined ? null : JSON.stringify(tags)) },
  { name: "variables", of: ({ variables }) => (variables === undefined ? null : JSON.stringify(variables)) },
];

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

/** Lists that this process imports. */
export class ListImport {
  readonly #file: JournalFile;
  /** Numbers of each list, by its campaign's id. In memory: an index on disk would take as long as all the rest. */
  readonly #numbers = new Map<string, NumberLines>();

  constructor(file: JournalFile) {
    this.#file = file;
  }

  create(campaign: NewCampaign): void {
    const { id, agentId, startRate, concurrency, settings, createdAt } = campaign;
    this.#file.write(({ sql }) =>
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
   * Adds rows to a list, in one transaction. Some thousands at once are best: the wait for the disk is shared, others
   * do not wait long for the lock, and the rows are garbage before they are old.
   *
   * @throws CampaignNotFoundError when its list is not being imported.
   */
  add(campaignId: string, rows: readonly ImportedRow[]): void {
    this.#file.write((writing) => {
      const campaign = campaignRow(writing.sql, campaignId);
      if (campaign === undefined || campaign.digest !== null) throw new CampaignNotFoundError(campaignId);
      const numbers = this.#numbersOf(writing, campaignId, campaign.key);
      const contacts: ContactToImport[] = [];
      for (const row of rows) {
        if (row.kind === "invalid") {
          reject(writing, campaign.key, row.line, "invalid", row.reason);
          continue;
        }
        const first = numbers.keep(row.phone, row.line);
        if (first === row.line) contacts.push(row);
        else reject(writing, campaign.key, row.line, "duplicate", `the same number as in line ${first}`);
      }
      addContacts(writing, campaign.key, contacts);
    });
    // Pages of a list are written once and not read again soon: without this they fill all of the engine's cache.
    this.#file.read((sql) => sql.script("PRAGMA shrink_memory"));
  }

  /** Lets go of what is kept of a list while it is imported. */
  end(campaignId: string): void {
    this.#numbers.delete(campaignId);
  }

  /** The numbers of the list so far. They are read anew if somebody else added rows, or the last of ours were undone. */
  #numbersOf({ sql }: Writing, campaignId: string, campaign: number): NumberLines {
    const kept = this.#numbers.get(campaignId) ?? new NumberLines();
    const row = sql.first<{ count: number }>(
      "SELECT coalesce(sum(count), 0) AS count FROM dialer_tally WHERE campaign = ? AND what = 'contact'",
      campaign,
    );
    const numbers = kept.size === row?.count ? kept : new NumberLines();
    if (numbers !== kept)
      for (const { phone, line } of sql.all<{ phone: number; line: number }>(
        "SELECT phone, line FROM dialer_contact WHERE campaign = ?",
        campaign,
      ))
        numbers.keep(`+${phone}`, line);
    this.#numbers.set(campaignId, numbers);
    return numbers;
  }
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
      const forgotten = ["dialer_contact", "dialer_rejected_row"].map((table) =>
        sql.run(
          `DELETE FROM ${table} WHERE campaign = ?1
             AND line IN (SELECT line FROM ${table} WHERE campaign = ?1 LIMIT ${FORGOTTEN})`,
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
  const given = OPTIONAL_COLUMNS.filter((column) => rows.some((row) => column.of(row) !== null));
  insertRows(sql, "dialer_contact", campaign, [...CONTACT_COLUMNS, ...given], rows);
  tally.add(campaign, "contact", "queued", rows.length);
  tally.add(campaign, "waiting", "turn", rows.length);
  for (const { line, suppressed: reason } of rows)
    if (reason !== undefined)
      restate(writing, { campaign, line }, IMPORTED, moved(IMPORTED, { to: "suppressed", reason }));
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
