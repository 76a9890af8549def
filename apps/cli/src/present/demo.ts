import type { DemoData, KeptState } from "../commands/demo.js";
import { presentCampaignRun } from "./campaign-run.js";
import type { Style } from "./style.js";
import { presentVerification } from "./verification.js";
import { plural } from "./words.js";

/** The text of `demo`: the campaign without its table, what a second run would know, then the proof with the table. */
export function presentDemo(data: DemoData, style: Style): string {
  const { campaign, verification, kept, calledBeforeInterrupt } = data;
  if (verification === undefined || campaign.dryRun) return presentCampaignRun(campaign, style);
  return [
    presentCampaignRun({ ...campaign, callerIds: [] }, style, { advice: false }),
    `The first run was interrupted after ${plural(calledBeforeInterrupt, "call")}; the second went on with the rest, and called nobody again.`,
    ...(kept === undefined ? [] : [keptText(kept, style)]),
    presentVerification(verification, style),
  ].join("\n\n");
}

function keptText({ file, calls, again: { callee, before, callerId } }: KeptState, style: Style): string {
  const next =
    callerId === null
      ? `${callee} would have to wait for a number`
      : callerId === before
        ? `${callee} would be called from ${callerId} again`
        : `${callee} would be called from ${callerId}, no more from ${before}`;
  return [
    `What the numbers carried is kept: opened again, the pool state counts ${plural(calls, "call")}, and ${next}.`,
    style.dim(`Pool state: ${file} (look into it if you like; nothing needs it any more)`),
  ].join("\n");
}
