import { shortName } from "../campaign/campaign-name.js";
import type { CampaignRunData } from "../campaign/run-report.js";
import { callerIdTable } from "./caller-ids.js";
import { adviceOnUndecided, countLines, headline } from "./campaign-counts.js";
import { presentPlan } from "./campaign-plan.js";
import { skippedRows } from "./skipped-rows.js";
import type { Style } from "./style.js";
import { plural } from "./words.js";

/** The text of `campaign run`. */
export function presentCampaignRun(data: CampaignRunData, style: Style, show = { advice: true }): string {
  if (data.dryRun) return `${presentPlan(data, data.plan, style)}\n\nNobody was called.`;
  const { campaign, callerIds } = data;
  const counts = { invalid: campaign.invalid, duplicates: campaign.duplicates };
  const all = `dialpool campaign report ${shortName(campaign.name)}`;
  const parts = [
    skippedRows({ ...data, counts, all }, style),
    outcome(data, style),
    callerIds.length === 0 ? "" : callerIdTable(callerIds, style),
    style.dim(`Campaign ${shortName(campaign.name)} in ${data.store}`),
    show.advice ? advice(data) : "",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function outcome({ campaign, stopped, end }: Ended, style: Style): string {
  if (campaign.contacts === 0) return "No row of the list can be called.";
  const isAll = end === "finished" && campaign.byState.finished === campaign.contacts;
  const sentence = headline(campaign);
  return [
    isAll ? style.good(sentence) : style.bold(sentence),
    ...countLines(campaign),
    ...(stopped === null ? [] : [`${style.bad("Stopped early:")} ${stopped.message}`]),
  ].join("\n");
}

/** What to do next. */
function advice({ campaign, end, stopped, source }: Ended): string {
  if (campaign.contacts === 0) return "";
  const name = shortName(campaign.name);
  const undecided = adviceOnUndecided(campaign, name);
  if (undecided !== undefined) return undecided;
  const isOver = stopped?.kind === "aborted" || end === "finished";
  if (!isOver) {
    const again = source === null || source === "standard input" ? `--name ${name}` : source;
    const left = campaign.byState.queued;
    return `${plural(left, "contact")} ${left === 1 ? "is" : "are"} still to be called. Go on with: dialpool campaign run ${again}`;
  }
  return `Check the caller IDs against the call records: dialpool verify ${name}`;
}

type Ended = Extract<CampaignRunData, { readonly dryRun: false }>;
