import {
  type Campaign,
  type CampaignOptions,
  type ContactSource,
  type Dialer,
  type ImportedList,
  isDialerError,
} from "@dialpool/dialer";
import { CliError, usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { listName, readList } from "../contacts/contact-list.js";
import { InvalidRows, seeing } from "../contacts/invalid-rows.js";
import { EXIT } from "../exit-codes.js";
import { skippedRows } from "../present/skipped-rows.js";
import { createStyle } from "../present/style.js";
import { loadPolicy } from "../selection/load-policy.js";
import { shortName } from "./campaign-name.js";
import type { CampaignRules } from "./campaign-rules.js";
import { requireSameRules } from "./kept-rules.js";
import { requireToRun } from "./known-campaign.js";
import { ROW_AGENTS } from "./plan-campaign.js";
import type { CampaignRunFlags } from "./run-flags.js";
import type { RunMode } from "./run-head.js";

/** Reads the list in, and makes a campaign of it; a list that is known goes on. */
export async function importList(
  context: CommandContext,
  dialer: Dialer,
  flags: CampaignRunFlags,
  {
    agentId,
    rules,
    file = "-",
  }: { readonly agentId: string; readonly rules: CampaignRules; readonly file?: string | undefined },
): Promise<{ readonly campaign: Campaign; readonly mode: RunMode }> {
  const { hours, retries, doNotCall } = rules;
  const policy = await loadPolicy(context, flags.policy);
  const { name, again, tag: tags } = flags;
  const reading: ContactSource = readList(
    context,
    file,
    policy,
    flags,
    doNotCall === undefined ? {} : { doNotCall },
  );
  const { outcome, campaign } = await importOf(context, dialer, reading, {
    agentId,
    retries,
    ...(hours === undefined ? {} : { hours }),
    ...(tags === undefined ? {} : { tags }),
    ...(name === undefined ? {} : { name }),
    ...(again === undefined ? {} : { again }),
  });
  if (outcome === "created") return { campaign, mode: again ? "restarted" : "started" };
  requireToRun(campaign, file);
  if (campaign.agentId !== agentId)
    throw usageError(
      `${listName(file)} is a campaign of the agent ${campaign.agentId}, not of ${agentId}.`,
      `Go on with it by --agent ${campaign.agentId}, or call the list --again.`,
    );
  return await goOn(context, dialer, flags, campaign, { rules, file });
}

/** @throws CliError (exit 2) that names the flag where rows name other agents, (exit 130) if it was interrupted. */
async function importOf(
  { io, note }: Pick<CommandContext, "io" | "note">,
  dialer: Dialer,
  reading: ContactSource,
  options: CampaignOptions,
): Promise<ImportedList> {
  const invalid = new InvalidRows();
  try {
    return await dialer.campaigns.import(seeing(reading, invalid), options);
  } catch (error) {
    // There will be no report that lists them.
    if (isDialerError(error, "contacts_unreadable") && invalid.count > 1) note(skippedText(invalid, io));
    if (io.interrupted.aborted)
      throw new CliError(
        EXIT.interrupted,
        "Interrupted while the list was read: nothing of it was imported, and nobody was called.",
        { cause: error },
      );
    if (!isDialerError(error, "config_invalid")) throw error;
    throw new CliError(EXIT.usage, error.message, {
      hint: ROW_AGENTS,
      cause: error,
    });
  }
}

function skippedText({ first: invalid, count }: InvalidRows, { stderr, env }: CommandContext["io"]): string {
  const counts = { invalid: count, duplicates: 0 };
  const all = "--dry-run --json lists a thousand";
  return skippedRows({ invalid, duplicates: [], counts, all }, createStyle(stderr, env));
}

/**
 * What the flags say of the pace holds from now on; the rest is as the campaign was made.
 *
 * @throws CliError (exit 2) if they ask for other rules.
 */
export async function goOn(
  { note }: CommandContext,
  dialer: Dialer,
  flags: CampaignRunFlags,
  campaign: Campaign,
  { rules, file }: { readonly rules: CampaignRules; readonly file: string | undefined },
): Promise<{ readonly campaign: Campaign; readonly mode: RunMode }> {
  requireSameRules(campaign, flags, rules);
  const { startRate, concurrency, name } = flags;
  if (file !== undefined && name !== undefined && !campaign.name.startsWith(name))
    note(`Note: the list is campaign ${shortName(campaign.name)} already, and keeps that name.`);
  const pace = {
    ...(startRate === undefined ? {} : { startRate }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
  const changed =
    Object.keys(pace).length === 0 ? campaign : await dialer.campaigns.changePace(campaign.id, pace);
  return { campaign: changed, mode: "resumed" };
}
