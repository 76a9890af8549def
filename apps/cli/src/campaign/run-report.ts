import type { Campaign, CampaignProgress, Dialer, RunEnd } from "@dialpool/dialer";
import type { ReportedRow } from "../contacts/contact-list.js";
import { type CallerIdLoad, loadOfCampaign } from "./area-match.js";
import type { CampaignDesk } from "./campaign-desk.js";
import type { CampaignPlan } from "./campaign-plan.js";
import { type CampaignSummary, summaryOf } from "./campaign-summary.js";
import type { RunHead } from "./run-head.js";

/** Rows that are no contacts, listed in the document at most; `campaign report` has all of them. */
const MAX_ROWS = 1000;

/** The JSON document of `campaign run`. */
export type CampaignRunData = RunHead &
  (
    | { readonly dryRun: true; readonly plan: CampaignPlan }
    | {
        readonly dryRun: false;
        readonly campaign: CampaignSummary;
        readonly end: RunEnd["state"];
        /** Why it ended before its campaign did; `null` when it did not. */
        readonly stopped: { readonly kind: string; readonly message: string } | null;
        /** The first thousand. */
        readonly invalid: readonly ReportedRow[];
        readonly duplicates: readonly ReportedRow[];
        readonly callerIds: readonly CallerIdLoad[];
      }
  );

/** Puts together what a run tells when it has ended. */
export async function reportOf(
  head: RunHead,
  desk: CampaignDesk,
  dialer: Dialer,
  { id }: Campaign,
  { state: end, stop, progress }: RunEnd,
): Promise<CampaignRunData> {
  const { campaign } = await dialer.campaigns.status(id);
  return {
    ...head,
    dryRun: false,
    campaign: summaryOf(campaign, progress),
    end,
    stopped: stop === undefined ? null : { kind: stop.kind, message: stop.message },
    invalid: await rowsOf(desk, id, progress, "invalid"),
    duplicates: await rowsOf(desk, id, progress, "duplicate"),
    callerIds: await loadOfCampaign(desk.journal, id),
  };
}

async function rowsOf(
  { journal }: CampaignDesk,
  id: string,
  { invalid, duplicates }: CampaignProgress,
  state: "invalid" | "duplicate",
): Promise<readonly ReportedRow[]> {
  if ((state === "invalid" ? invalid : duplicates) === 0) return [];
  const rows = await journal.rows(id, { states: [state], afterLine: 0, limit: MAX_ROWS });
  return rows.map(({ line, reason = "" }) => ({ line, reason }));
}
