import type { Pace } from "@dialpool/dialer";
import { requireDesk } from "../../campaign/campaign-desk.js";
import { type CampaignSummary, summaryOf } from "../../campaign/campaign-summary.js";
import { findCampaign } from "../../campaign/find-campaign.js";
import { openCallsOf } from "../../campaign/places.js";
import type { CommandDefinition } from "../../command.js";
import { presentCampaignStatus } from "../../present/campaign-status.js";

/** The JSON document of `campaign status`. */
export interface CampaignStatusData {
  readonly store: string;
  /** The one named, or all in the order made. */
  readonly campaigns: readonly CampaignSummary[];
  /** Of all processes that dial on this file. */
  readonly pace: Pace;
  /** Attempts of the file that are intended, placed or unknown, of all campaigns and single calls: each takes one of the places. */
  readonly openCalls: number;
}

/** `campaign status [CAMPAIGN]`: where campaigns stand. Needs neither key nor API. */
export const campaignStatus: CommandDefinition<[string | undefined], object, CampaignStatusData> = {
  async run(context, _flags, name) {
    const desk = await requireDesk(context);
    const { journal, store } = desk;
    const all = await journal.campaigns();
    const campaigns = name === undefined ? all : [await findCampaign(context, desk, name)];
    const summaries: CampaignSummary[] = [];
    for (const campaign of campaigns)
      summaries.push(summaryOf(campaign, await journal.progress(campaign.id)));
    const pace = await journal.pace(context.io.now());
    const openCalls = await openCallsOf(journal);
    return { data: { store: store.shown, campaigns: summaries, pace, openCalls } };
  },
  present: presentCampaignStatus,
};
