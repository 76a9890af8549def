import type { Campaign, CampaignProgress, ExhaustedLane } from "@dialpool/dialer";

/** A campaign as JSON documents show it. Instants are ISO 8601, and `null` where there is none. */
export interface CampaignSummary extends Omit<CampaignProgress, "nextDueAt" | "total" | "exhausted"> {
  readonly name: string;
  readonly id: string;
  /** What its list is known by. */
  readonly digest: string;
  readonly agentId: string;
  readonly state: Campaign["state"];
  readonly wish: Campaign["wish"];
  /** Calls started per second; `null`: no limit. */
  readonly startRate: number | null;
  readonly concurrency: number;
  readonly createdAt: string;
  /** Rows of the list that are contacts. */
  readonly contacts: number;
  /** When the first of those who wait is due. */
  readonly nextDueAt: string | null;
  /** For whom no number was free when one was asked for last, with what their rows ask for. */
  readonly exhausted: readonly (Omit<ExhaustedLane, "since" | "until"> & {
    readonly since: string;
    readonly until: string;
  })[];
}

/** Puts a campaign and its counts together. */
export function summaryOf(
  campaign: Campaign,
  { total, nextDueAt, exhausted = [], ...counts }: CampaignProgress,
): CampaignSummary {
  const { name, id, digest, agentId, state, wish, startRate, concurrency, createdAt } = campaign;
  return {
    name,
    id,
    digest,
    agentId,
    state,
    wish,
    startRate,
    concurrency,
    createdAt: new Date(createdAt).toISOString(),
    contacts: total,
    ...counts,
    // Whoever never waited is due from the beginning of time.
    nextDueAt: nextDueAt === undefined ? null : new Date(Math.max(nextDueAt, createdAt)).toISOString(),
    exhausted: exhausted.map(({ since, until, ...lane }) => ({
      ...lane,
      since: new Date(since).toISOString(),
      until: new Date(until).toISOString(),
    })),
  };
}

/** Contacts of whom it is not known whether they were called. */
export function undecidedOf({ byState, open }: Pick<CampaignProgress, "byState" | "open">): number {
  return byState.absent + byState.unclear + open.unknown;
}
