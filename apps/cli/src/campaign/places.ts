import type { Campaign, CampaignProgress, Journal } from "@dialpool/dialer";

/** The places for calls that a campaign shares with all other calls of its file. */
export interface Places {
  /** Calls at once, at most. */
  readonly concurrency: number;
  /** Open attempts of other campaigns, and single calls: each takes a place. */
  readonly byOthers: number;
}

/** Open attempts of a campaign: each takes a place. */
export function ownOpen({ open }: Pick<CampaignProgress, "open">): number {
  return open.intended + open.placed + open.unknown;
}

/** Open attempts of the whole file. */
export async function openCallsOf(journal: Pick<Journal, "openAttempts">): Promise<number> {
  return (await journal.openAttempts()).length;
}

/**
 * Makes what finds out, each time it is told where a campaign stands, whether others take its places. It asks only
 * about a campaign that stands still: reading all open attempts of a file is nothing for one that is calling.
 */
export function createPlaceWatch(
  journal: Pick<Journal, "openAttempts" | "findCampaign">,
  { id }: Pick<Campaign, "id">,
): (progress: CampaignProgress) => Promise<Places | undefined> {
  let attemptsBefore = -1;
  return async (progress) => {
    const { attempts, waiting } = progress;
    const isStill = attempts === attemptsBefore && waiting.turn > 0;
    attemptsBefore = attempts;
    if (!isStill) return undefined;
    const campaign = await journal.findCampaign(id);
    if (campaign === undefined) return undefined;
    const { concurrency } = campaign;
    return { concurrency, byOthers: (await openCallsOf(journal)) - ownOpen(progress) };
  };
}
