import { type CallingHours, type Campaign, settingsOf } from "@dialpool/dialer";
import { usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { type ListFlags, listName, readList } from "../contacts/contact-list.js";
import { loadPolicy } from "../selection/load-policy.js";
import { type CampaignDesk, dialerOn } from "./campaign-desk.js";
import { type CampaignPlan, PlanCounter } from "./campaign-plan.js";
import type { CampaignRules } from "./campaign-rules.js";

/**
 * Reads a list to its end, and tells what calling it would mean.
 *
 * @param agents Those that rows may name.
 * @throws CliError (exit 2) for a list that would not be taken.
 */
export async function planOfList(
  context: CommandContext,
  file: string,
  flags: ListFlags & { readonly policy?: string },
  { hours, doNotCall }: CampaignRules,
  { startRate, agents }: { readonly startRate: number | null; readonly agents: readonly string[] },
): Promise<CampaignPlan> {
  const policy = await loadPolicy(context, flags.policy);
  const counter = new PlanCounter(hours, context.io.now());
  const reading = readList(context, file, policy, flags, doNotCall === undefined ? {} : { doNotCall });
  for await (const row of reading) {
    if (row.kind === "contact" && row.agentId !== undefined && !agents.includes(row.agentId))
      throw usageError(
        `${listName(file)} line ${row.line} names the agent ${row.agentId}, whose pool was not given.`,
        ROW_AGENTS,
      );
    counter.seeRow(row);
  }
  return counter.plan(startRate);
}

/** What to do about a row that names an agent nobody has named. */
export const ROW_AGENTS = "Other agents that rows may name are given with --row-agents.";

/** The same of a campaign's contacts who are still to be called, by the hours it was made with; a do-not-call list that came later holds too. */
export async function planOfCampaign(
  context: CommandContext,
  desk: CampaignDesk,
  campaign: Campaign,
  { doNotCall }: CampaignRules,
  startRate: number | null,
): Promise<CampaignPlan> {
  const { hours }: { readonly hours?: CallingHours } = settingsOf(campaign);
  const counter = new PlanCounter(hours, context.io.now());
  const dialer = dialerOn(context, desk, { pool: { agentId: campaign.agentId } });
  for await (const row of dialer.campaigns.rows(campaign.id, ["queued"])) counter.seeQueued(row, doNotCall);
  return counter.plan(startRate);
}
