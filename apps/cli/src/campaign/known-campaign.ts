import type { Campaign } from "@dialpool/dialer";
import { CliError, usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { listName } from "../contacts/contact-list.js";
import { digestOf, readBytes } from "../contacts/read-file.js";
import { EXIT } from "../exit-codes.js";
import { plural } from "../present/words.js";
import { resolveAgentId } from "../selection/read-agent.js";
import { type CampaignDesk, noCampaign } from "./campaign-desk.js";
import { shortName } from "./campaign-name.js";
import { findCampaign } from "./find-campaign.js";
import type { CampaignRunFlags } from "./run-flags.js";

type KnownCampaignFlags = Pick<CampaignRunFlags, "name" | "again" | "variableColumns" | "rowAgents">;

/** The campaign that the list, or the name, has already; `undefined` if there is none, or it is to be a new one. */
export async function knownCampaign(
  context: CommandContext,
  desk: CampaignDesk | undefined,
  { name, again, variableColumns, rowAgents }: KnownCampaignFlags,
  file: string | undefined,
): Promise<Campaign | undefined> {
  if (file === undefined) {
    if (name === undefined)
      throw usageError(
        "Which list? None is named.",
        `Name a file, - for standard input, or a campaign that is to go on with --name.${taken(variableColumns, "--variable-columns")}${taken(rowAgents, "--row-agents")}`,
      );
    if (again) throw usageError("--again reads a list anew, and none is named.", "Name its file.");
    if (desk === undefined) throw noCampaign(context.state.shown());
    return await findCampaign(context, desk, name);
  }
  if (again || file === "-") return undefined;
  const digest = await digestOf(readBytes(context, file, "the contacts file"));
  if (desk === undefined) return undefined;
  const named = name === undefined ? undefined : await desk.journal.findCampaign(name);
  if (named === undefined) return await desk.journal.findCampaign(digest);
  if (named.digest !== digest) throw nameTaken(named.name);
  return named;
}

/** An option that takes several values takes a list that follows it, too. */
function taken(values: readonly string[] | undefined, flag: string): string {
  return values === undefined ? "" : ` ${flag} has taken ${values.join(" ")}: name a list before it.`;
}

/**
 * Makes sure that there is something to go on with.
 *
 * @param source The list's file, if it was named.
 * @param invalid Rows of its list that were no contacts.
 * @throws CliError (exit 2) if the campaign is finished or aborted, (exit 6) if it is paused.
 */
export function requireToRun({ name, state, wish }: Campaign, source: string | undefined, invalid = 0): void {
  const isSo = (what: string) =>
    source === undefined
      ? `Campaign ${shortName(name)} ${what}`
      : `${listName(source)} is campaign ${shortName(name)}, which ${what}`;
  if (state === "finished")
    throw usageError(
      isSo("is finished: all of its contacts were called, or will not be."),
      `${invalid === 0 ? "" : `${plural(invalid, "row")} of it ${invalid === 1 ? "was no contact, and was" : "were no contacts, and were"} not called: \`dialpool campaign report ${shortName(name)} --state invalid\` names them by line; put them right in a list of their own. `}\`dialpool campaign report\` lists them all. Whoever is absent, and only they, are called by \`dialpool campaign reconcile ${shortName(name)} --on-absent redial\`; --again calls everyone once more.`,
    );
  if (wish === "abort")
    throw usageError(
      isSo("was aborted."),
      `\`dialpool campaign resume ${shortName(name)}\` takes that back, and \`dialpool campaign reconcile\` learns how calls ended that nobody followed; --again calls everyone once more.`,
    );
  if (wish === "pause")
    throw new CliError(EXIT.retryLater, isSo("is paused."), {
      hint: `\`dialpool campaign resume ${shortName(name)}\` lets it go on.`,
    });
}

/** @throws CliError (exit 2) if the flags name another agent than the campaign has. */
export function agentOf(
  context: Pick<CommandContext, "config">,
  { agent }: { readonly agent?: string },
  known: Campaign | undefined,
): string {
  if (known === undefined) return resolveAgentId(context, agent);
  if (agent === undefined || agent === known.agentId) return known.agentId;
  throw usageError(
    `The campaign calls with the agent ${known.agentId}, not ${agent}.`,
    "Leave --agent out to go on with it, or call the list --again.",
  );
}

/** The name is that of a campaign with another list. */
function nameTaken(name: string): CliError {
  return usageError(`Another list has the name ${name}.`, "Say another --name.");
}
