import { shortName } from "../campaign/campaign-name.js";
import type { CampaignSummary } from "../campaign/campaign-summary.js";
import type { CampaignRunData } from "../campaign/run-report.js";
import { callerIdTable } from "./caller-ids.js";
import { adviceOnNumbers, adviceOnUndecided, countLines, headline } from "./campaign-counts.js";
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

function outcome({ campaign, stopped }: Ended, style: Style): string {
  if (campaign.contacts === 0) return "No row of the list can be called.";
  const isAll = campaign.byState.finished === campaign.contacts;
  const sentence = headline(campaign);
  return [
    isAll ? style.good(sentence) : style.bold(sentence),
    ...countLines(campaign),
    ...(stopped === null ? [] : [stopText(stopped, campaign, style)]),
  ].join("\n");
}

function stopText({ message }: Stopped, { byState }: CampaignSummary, style: Style): string {
  if (byState.queued + byState.open > 0) return `${style.bad("Stopped early:")} ${message}`;
  return `${message} Nobody was left to be called.`;
}

/** What to do next. */
function advice(data: Ended): string {
  const { campaign } = data;
  if (campaign.contacts === 0) return "";
  const name = shortName(campaign.name);
  const undecided = adviceOnUndecided(campaign, name);
  if (undecided !== undefined) return undecided;
  const { queued, open } = campaign.byState;
  if (queued + open === 0) return `Check the caller IDs against the call records: dialpool verify ${name}`;
  if (campaign.wish === "abort") return adviceOnAborted(campaign, name);
  if (queued > 0) {
    const left = `${plural(queued, "contact")} ${queued === 1 ? "is" : "are"} still to be called. ${goOn(data)} goes on.`;
    return [left, adviceOnNumbers(campaign)].filter((line) => line !== undefined).join("\n");
  }
  return `${plural(open, "call")} ${open === 1 ? "goes" : "go"} on. ${goOn(data)} sees how ${open === 1 ? "it ends" : "they end"}.`;
}

function adviceOnAborted({ byState: { queued, open } }: CampaignSummary, name: string): string {
  const left =
    queued === 0
      ? []
      : [
          `${plural(queued, "contact")} will not be called; this takes that back: dialpool campaign resume ${name}`,
        ];
  const live =
    open === 0 ? [] : [`Learn how calls end that nobody follows: dialpool campaign reconcile ${name}`];
  return [...left, ...live].join("\n");
}

/** The same command with all of its flags: which store, policy and do-not-call list it said matters as much as which list. */
function goOn({ mode, source, campaign }: Ended): string {
  const changed = [
    ...(mode === "restarted" ? ["without --again"] : []),
    ...(source === "standard input" ? [`with --name ${shortName(campaign.name)} instead of the list`] : []),
  ];
  return ["The same command", ...changed].join(" ");
}

type Stopped = NonNullable<Ended["stopped"]>;

type Ended = Extract<CampaignRunData, { readonly dryRun: false }>;
