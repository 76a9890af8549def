import { isDeepStrictEqual } from "node:util";
import { type Campaign, settingsOf } from "@dialpool/dialer";
import { usageError } from "../cli-error.js";
import { shortName } from "./campaign-name.js";
import type { CampaignRules } from "./campaign-rules.js";
import type { CampaignRunFlags } from "./run-flags.js";

/**
 * Makes sure that the flags ask a campaign that goes on for no other rules than those it was made with, which are kept with it: people
 * would be called at hours that somebody has just ruled out.
 *
 * @throws CliError (exit 2) that names the flag.
 */
export function requireSameRules(
  campaign: Campaign,
  { callingHours, retries, tag }: Pick<CampaignRunFlags, "callingHours" | "retries" | "tag">,
  rules: CampaignRules,
): void {
  const kept = settingsOf(campaign);
  const asked = [
    ["--calling-hours", callingHours !== undefined, rules.hours, kept.hours],
    ["--retries", retries !== undefined, rules.retries, kept.retries],
    ["--tag", tag !== undefined, tag, kept.tags],
  ] as const;
  const other = asked.find(([, isAsked, wanted, has]) => isAsked && !isSame(wanted, has));
  if (other === undefined) return;
  const name = shortName(campaign.name);
  throw usageError(
    `${other[0]} is not what campaign ${name} was made with, and it keeps that.`,
    `Leave ${other[0]} out to go on as it was made. To call the rest by other rules, make a list of them, and run that: \`dialpool campaign abort ${name}\`, then \`dialpool campaign report ${name} --state queued > rest.csv\`.`,
  );
}

/** As the journal keeps them. */
function isSame(wanted: unknown, kept: unknown): boolean {
  return isDeepStrictEqual(asKept(wanted), asKept(kept));
}

function asKept(rules: unknown): unknown {
  return rules === undefined ? undefined : JSON.parse(JSON.stringify(rules));
}
