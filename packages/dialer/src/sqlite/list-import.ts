import { keyOf } from "../contacts/number-set.js";
import { CampaignNotFoundError } from "../errors.js";
import type { ImportedRow, NewCampaign } from "../journal.js";
import { campaignRow, importingCampaigns } from "./campaign-rows.js";
import { ContactInsert } from "./contact-insert.js";
import { type ContactStanding, moved, restate } from "./contact-rows.js";
import { isGone, thisImporter } from "./importer.js";
import type { JournalFile, Writing } from "./journal-file.js";
import { Lanes, makeLanes } from "./lanes.js";
import { NumberLines } from "./number-lines.js";
import { RowShapes } from "./row-shapes.js";

/** Rows forgotten in one transaction, so that nobody waits long for the lock. */
const FORGOTTEN = 20_000;

/** Where a contact stands when its row is inserted. */
const IMPORTED: ContactStanding = {
  state: "queued",
  due_at: 0,
  waits_for: "turn",
  attempts: 0,
  last_attempt: null,
  reason: null,
  outcomes: null,
  lane: 0,
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
    this.#file.write(({ sql }) => {
      const key = sql.insert(
        `INSERT INTO dialer_campaign (id, importer, agent_id, start_rate, concurrency, settings, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        id,
        thisImporter(),
        agentId,
        startRate,
        concurrency,
        JSON.stringify(settings ?? null),
        createdAt,
      );
      makeLanes(sql, key);
    });
  }

  /**
   * Adds rows to a list, in one transaction. Some thousands at once are best: others do not wait long for the lock, and the
   * rows are garbage before they are old. The disk is waited for when the list is sealed; one that is not is forgotten.
   *
   * @throws CampaignNotFoundError when its list is not being imported.
   */
  add(campaignId: string, rows: readonly ImportedRow[]): void {
    this.#file.writeAhead((writing) => {
      const campaign = campaignRow(writing.sql, campaignId);
      if (campaign === undefined || campaign.digest !== null) throw new CampaignNotFoundError(campaignId);
      addRows(writing, campaign.key, this.#numbersOf(writing, campaignId, campaign.key), rows);
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
        numbers.keep(phone, line);
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
      sql.run("DELETE FROM dialer_lane WHERE campaign = ?", key);
      sql.run("DELETE FROM dialer_campaign WHERE key = ?", key);
      return true;
    });
}

function addRows(
  writing: Writing,
  campaign: number,
  numbers: NumberLines,
  rows: readonly ImportedRow[],
): void {
  const { sql, tally } = writing;
  const shapes = new RowShapes(sql);
  const contacts = new ContactInsert(sql, campaign);
  const lanes = new Lanes(sql, campaign);
  const suppressed: { readonly line: number; readonly lane: number; readonly reason: string }[] = [];
  for (const row of rows) {
    const { line } = row;
    if (row.kind === "invalid") {
      reject(writing, campaign, line, "invalid", row.reason);
      continue;
    }
    const phone = keyOf(row.phone);
    const first = numbers.keep(phone, line);
    if (first !== line) {
      reject(writing, campaign, line, "duplicate", `the same number as in line ${first}`);
      continue;
    }
    const lane = lanes.add(row);
    contacts.add(lane, line, phone, shapes.write(row));
    if (row.suppressed !== undefined) suppressed.push({ line, lane, reason: row.suppressed });
  }
  contacts.end();
  for (const { lane, count } of lanes.counts) {
    if (count === 0) continue;
    tally.add(campaign, "contact", "queued", count);
    tally.add(campaign, "waiting", "turn", count);
    tally.add(campaign, "lane", String(lane), count);
  }
  for (const { line, lane, reason } of suppressed) {
    const before = { ...IMPORTED, lane };
    restate(writing, { campaign, line }, before, moved(before, { to: "suppressed", reason }));
  }
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
