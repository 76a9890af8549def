import { shortName } from "../campaign/campaign-name.js";
import type { CampaignSummary } from "../campaign/campaign-summary.js";
import { ownOpen } from "../campaign/places.js";
import type { CampaignControlData } from "../commands/campaign/control.js";
import type { CampaignReconcileData, SingleCall } from "../commands/campaign/reconcile.js";
import type { CampaignStatusData } from "../commands/campaign/status.js";
import { adviceOnNumbers, countLines, headline } from "./campaign-counts.js";
import { cleanText } from "./clean-text.js";
import type { Style } from "./style.js";
import { instant, plural } from "./words.js";

/** The text of `campaign status`. */
export function presentCampaignStatus(data: CampaignStatusData, style: Style): string {
  const { campaigns, pace, store, openCalls } = data;
  const [only, ...others] = campaigns;
  if (only === undefined) return `There is no campaign in ${store} yet.`;
  if (others.length > 0) return campaignTable(campaigns, style);
  const asked = pace.startRate === null ? "no limit" : `${pace.startRate} a second`;
  const now =
    pace.currentRate === null || pace.currentRate === pace.startRate
      ? ""
      : `, ${Math.round(pace.currentRate * 100) / 100} now, after the API asked for less`;
  return [
    `${style.bold(cleanText(shortName(only.name)))} is ${stateText(only)}, made ${instant(only.createdAt)} UTC.`,
    headline(only),
    ...countLines(only),
    ...rowLines(only),
    ...(isCalling(only)
      ? [
          `Pace: ${asked}${now}; ${Math.round(pace.measuredRate * 100) / 100} measured. ${placesText(only, openCalls)}`,
        ]
      : []),
    ...[adviceOnNumbers(only)].filter((line) => line !== undefined),
  ].join("\n");
}

/** How many calls may go on at once, and how many of these places others have. */
function placesText(campaign: CampaignSummary, openCalls: number): string {
  const most = `At most ${plural(campaign.concurrency, "call")} at once`;
  const byOthers = openCalls - ownOpen(campaign);
  if (byOthers <= 0) return `${most}.`;
  return `${most}; other calls of the file take ${byOthers} of these places.`;
}

/** Whether somebody is, or may soon be, called: else a pace says nothing. */
function isCalling({ state, wish, byState }: CampaignSummary): boolean {
  return state === "open" && wish === "run" && byState.queued + byState.open > 0;
}

function campaignTable(campaigns: readonly CampaignSummary[], style: Style): string {
  return style.table(
    ["Campaign", "State", "Contacts", "Called", "Waiting", "Live", "Undecided", "Made (UTC)"],
    campaigns.map((campaign) => {
      const { byState, open, contacts, createdAt, name } = campaign;
      const undecided = byState.absent + byState.unclear + open.unknown;
      const live = open.intended + open.placed;
      return [
        shortName(name),
        stateText(campaign),
        contacts,
        byState.finished,
        byState.queued,
        live,
        undecided,
        instant(createdAt),
      ];
    }),
  );
}

/** What it is told to do says more than that it is open. */
function stateText({ state, wish }: CampaignSummary): string {
  if (state !== "open") return state;
  return { run: "open", pause: "paused", abort: "aborting" }[wish];
}

function rowLines({ invalid, duplicates }: CampaignSummary): readonly string[] {
  const rows = [
    ...(invalid === 0 ? [] : [`${invalid} invalid`]),
    ...(duplicates === 0 ? [] : [`${duplicates} twice in the list`]),
  ];
  return rows.length === 0 ? [] : [`Rows that are nobody to call: ${rows.join(", ")}.`];
}

const UNFOLLOWED =
  " Whoever runs the campaign waits for the end; where nobody does, `dialpool campaign reconcile` reads how it went.";

/** The text of `campaign pause`, `resume` and `abort`. */
export function presentControl({ verb, campaign }: CampaignControlData, style: Style): string {
  const name = style.bold(cleanText(shortName(campaign.name)));
  const { open, byState } = campaign;
  const live = open.intended + open.placed;
  const inFlight = live === 0 ? "" : ` ${plural(live, "call")} in flight ${live === 1 ? "goes" : "go"} on.`;
  switch (verb) {
    case "pause":
      return `${name} is paused: nobody is called.${inFlight}`;
    case "resume":
      return `${name} may go on with ${plural(byState.queued, "contact")}: whoever runs it does. To run it, with the flags that it was run with: dialpool campaign run --name ${cleanText(shortName(campaign.name))}`;
    case "abort":
      return `${name} is aborted: ${byState.queued === 0 ? "nobody was left to be called" : `${plural(byState.queued, "contact")} will not be called`}.${inFlight}${live === 0 ? "" : UNFOLLOWED}`;
    default:
      return verb satisfies never;
  }
}

/** The text of `campaign reconcile`. */
export function presentReconcile(data: CampaignReconcileData, style: Style): string {
  const { placed, ended, absent, unclear, records, campaigns, singleCalls, waitUntil } = data;
  const found = [
    [placed, "turned out to be placed"],
    [ended, "ended"],
    [absent, "taken for absent"],
    [unclear, "unclear"],
  ] as const;
  const changes = found.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return [
    `Read ${plural(records, "call record")}: ${changes.length === 0 ? "nothing new" : changes.join(", ")}.`,
    ...campaigns.flatMap((campaign) => [
      "",
      `${style.bold(cleanText(shortName(campaign.name)))}: ${headline(campaign)}`,
      ...countLines(campaign),
      ...(campaign.byState.absent + campaign.byState.unclear === 0
        ? []
        : [`See them by line: dialpool campaign report ${shortName(campaign.name)} --state absent unclear`]),
    ]),
    ...(singleCalls.length === 0 ? [] : ["", singleCallTable(singleCalls, style)]),
    ...(waitUntil === null
      ? []
      : ["", `Some may still show up: read again after ${instant(waitUntil)} UTC.`]),
  ].join("\n");
}

function singleCallTable(calls: readonly SingleCall[], style: Style): string {
  return style.table(
    ["Single call (UTC)", "State", "From", "To", "Agent"],
    calls.map(({ at, state, callerId, callee, agentId }) => [instant(at), state, callerId, callee, agentId]),
  );
}
