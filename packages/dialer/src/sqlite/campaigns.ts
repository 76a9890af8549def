import { CampaignNotFoundError } from "../errors.js";
import type { Campaign, ListIdentity, SealedCampaign } from "../journal.js";
import {
  type CampaignRow,
  campaignOf,
  campaignRow,
  latestOfDigest,
  latestOfName,
  sealedCampaigns,
} from "./campaign-rows.js";
import type { JournalFile } from "./journal-file.js";
import { discardCampaign } from "./list-import.js";
import type { Sql } from "./sql.js";

/** What {@link Campaign} fields a user may change, and their columns. */
type CampaignChange = Partial<Pick<Campaign, "wish" | "startRate" | "concurrency">>;

/**
 * The list is complete: its campaign is open, unless the list is known.
 *
 * @throws CampaignNotFoundError when its list is not being imported.
 */
export function sealCampaign(file: JournalFile, campaignId: string, list: ListIdentity): SealedCampaign {
  const sealed = file.write(({ sql }): SealedCampaign => {
    const row = campaignRow(sql, campaignId);
    if (row === undefined || row.digest !== null) throw new CampaignNotFoundError(campaignId);
    const { digest, name, again = false } = list;
    const named = name === undefined ? undefined : latestOfName(sql, name);
    if (named !== undefined && named.digest !== digest)
      return { outcome: "name_taken", campaign: campaignOf(named) };
    const known = named ?? latestOfDigest(sql, digest);
    if (known !== undefined && !again) return { outcome: "known", campaign: campaignOf(known) };
    const title = named?.list ?? name ?? digest;
    sql.run(
      "UPDATE dialer_campaign SET digest = ?, list = ?, name = ?, importer = NULL WHERE key = ?",
      digest,
      title,
      freeName(sql, title),
      row.key,
    );
    return { outcome: "created", campaign: campaignOf(campaignRow(sql, campaignId) as CampaignRow) };
  });
  if (sealed.outcome !== "created") discardCampaign(file, campaignId);
  return sealed;
}

/** By id; else the latest of those with this name or digest. */
export function findCampaign(sql: Sql, name: string): Campaign | undefined {
  const row = campaignRow(sql, name);
  if (row !== undefined && row.digest !== null) return campaignOf(row);
  const found = [latestOfName(sql, name), latestOfDigest(sql, name)].filter((known) => known !== undefined);
  const latest = found.sort((one, other) => other.key - one.key)[0];
  return latest === undefined ? undefined : campaignOf(latest);
}

export function campaigns(sql: Sql): readonly Campaign[] {
  return sealedCampaigns(sql).map(campaignOf);
}

/** @throws CampaignNotFoundError */
export function changeCampaign(file: JournalFile, campaignId: string, change: CampaignChange): Campaign {
  return file.write(({ sql }) => {
    const row = sealedRow(sql, campaignId);
    const next: CampaignRow = {
      ...row,
      wish: change.wish ?? row.wish,
      start_rate: change.startRate === undefined ? row.start_rate : change.startRate,
      concurrency: change.concurrency ?? row.concurrency,
    };
    sql.run(
      "UPDATE dialer_campaign SET wish = ?, start_rate = ?, concurrency = ? WHERE key = ?",
      next.wish,
      next.start_rate,
      next.concurrency,
      row.key,
    );
    return campaignOf(next);
  });
}

/** @throws CampaignNotFoundError when there is none, or its list is not read in yet. */
export function sealedRow(sql: Sql, campaignId: string): CampaignRow {
  const row = campaignRow(sql, campaignId);
  if (row === undefined || row.digest === null) throw new CampaignNotFoundError(campaignId);
  return row;
}

function freeName(sql: Sql, title: string): string {
  const isTaken = (name: string) =>
    sql.first("SELECT 1 FROM dialer_campaign WHERE name = ?", name) !== undefined;
  for (let run = 1; ; run++) {
    const name = run === 1 ? title : `${title} (${run})`;
    if (!isTaken(name)) return name;
  }
}
