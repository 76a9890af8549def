import type { Campaign, CampaignState, CampaignWish } from "../journal.js";
import type { Sql } from "./sql.js";

/** A row of {@link CAMPAIGN_COLUMNS}. */
export interface CampaignRow {
  readonly key: number;
  readonly id: string;
  readonly digest: string | null;
  readonly list: string | null;
  readonly name: string | null;
  readonly importer: string | null;
  readonly agent_id: string;
  readonly wish: CampaignWish;
  readonly start_rate: number | null;
  readonly concurrency: number;
  readonly settings: string;
  readonly created_at: number;
  /** Contacts in these states. */
  readonly queued: number;
  readonly open: number;
}

const CAMPAIGN_COLUMNS = `campaign.*,
  coalesce((SELECT count FROM dialer_tally
    WHERE campaign = campaign.key AND what = 'contact' AND name = 'queued'), 0) AS queued,
  coalesce((SELECT count FROM dialer_tally
    WHERE campaign = campaign.key AND what = 'contact' AND name = 'open'), 0) AS open`;

const SELECT_CAMPAIGNS = `SELECT ${CAMPAIGN_COLUMNS} FROM dialer_campaign AS campaign`;

/** A campaign by its id, also one that is still being imported. */
export function campaignRow(sql: Sql, id: string): CampaignRow | undefined {
  return sql.first(`${SELECT_CAMPAIGNS} WHERE id = ?`, id);
}

/** All that are sealed, in the order made. */
export function sealedCampaigns(sql: Sql): readonly CampaignRow[] {
  return sql.all(`${SELECT_CAMPAIGNS} WHERE digest IS NOT NULL ORDER BY key`);
}

/** The latest of those with the name; `spring` is also the name of `spring (2)`. */
export function latestOfName(sql: Sql, name: string): CampaignRow | undefined {
  return sql.first(`${SELECT_CAMPAIGNS} WHERE list = ?1 OR name = ?1 ORDER BY key DESC LIMIT 1`, name);
}

/** The latest of those whose list has the digest. */
export function latestOfDigest(sql: Sql, digest: string): CampaignRow | undefined {
  return sql.first(`${SELECT_CAMPAIGNS} WHERE digest = ? ORDER BY key DESC LIMIT 1`, digest);
}

/** Those whose list is still being imported. */
export function importingCampaigns(sql: Sql): readonly CampaignRow[] {
  return sql.all(`${SELECT_CAMPAIGNS} WHERE digest IS NULL`);
}

/** A campaign as the journal gives it. */
export function campaignOf(row: CampaignRow): Campaign {
  return {
    id: row.id,
    name: row.name ?? "",
    digest: row.digest ?? "",
    agentId: row.agent_id,
    state: stateOf(row),
    wish: row.wish,
    startRate: row.start_rate,
    concurrency: row.concurrency,
    settings: JSON.parse(row.settings) as unknown,
    createdAt: row.created_at,
  };
}

function stateOf({ digest, wish, queued, open }: CampaignRow): CampaignState {
  if (digest === null) return "importing";
  if (queued + open === 0) return "finished";
  return wish === "abort" && open === 0 ? "aborted" : "open";
}
