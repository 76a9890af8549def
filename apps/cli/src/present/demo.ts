import type { DemoData } from "../commands/demo.js";
import { presentCampaignReport } from "./campaign.js";
import type { Style } from "./style.js";
import { presentVerification } from "./verification.js";

/** The text of `demo`: the campaign without its table, then the proof with it. */
export function presentDemo({ campaign, verification }: DemoData, style: Style): string {
  if (verification === undefined) return presentCampaignReport(campaign, style);
  return `${presentCampaignReport({ ...campaign, callerIds: [] }, style, { advice: false })}\n\n${presentVerification(verification, style)}`;
}
