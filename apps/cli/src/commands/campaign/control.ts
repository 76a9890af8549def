import { dialerOn, requireDesk } from "../../campaign/campaign-desk.js";
import { shortName } from "../../campaign/campaign-name.js";
import { type CampaignSummary, summaryOf } from "../../campaign/campaign-summary.js";
import { findCampaign } from "../../campaign/find-campaign.js";
import { usageError } from "../../cli-error.js";
import type { CommandDefinition } from "../../command.js";
import { presentControl } from "../../present/campaign-status.js";

/** What a campaign may be told while it runs. */
export type ControlVerb = "pause" | "resume" | "abort";

/** The JSON document of `campaign pause`, `resume` and `abort`. */
export interface CampaignControlData {
  readonly verb: ControlVerb;
  readonly campaign: CampaignSummary;
}

/** `campaign pause|resume|abort [CAMPAIGN]`: whatever process runs it obeys. Needs neither key nor API. */
export function campaignControl(
  verb: ControlVerb,
): CommandDefinition<[string | undefined], object, CampaignControlData> {
  return {
    async run(context, _flags, name) {
      const desk = await requireDesk(context);
      const found = await findCampaign(context, desk, name);
      if (found.state === "finished")
        throw usageError(`Campaign ${shortName(found.name)} is finished: there is nothing to ${verb}.`);
      const dialer = dialerOn(context, desk, { pool: { agentId: found.agentId } });
      const campaign = await dialer.campaigns[verb](found.id);
      return { data: { verb, campaign: summaryOf(campaign, await desk.journal.progress(campaign.id)) } };
    },
    present: presentControl,
  };
}
