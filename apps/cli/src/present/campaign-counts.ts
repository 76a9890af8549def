import { type CampaignSummary, undecidedOf } from "../campaign/campaign-summary.js";
import { instant, plural } from "./words.js";

/** What became of the contacts, as lines; those that nobody is in are left out. */
export function countLines(campaign: CampaignSummary): readonly string[] {
  const { byState, waiting, nextDueAt, outcomes, open } = campaign;
  const ended = Object.entries(outcomes).filter(([, count]) => count > 0);
  const waits = [
    [waiting.turn, "for their turn"],
    [waiting.hours, "for their hours"],
    [waiting.number, "for a number"],
    [waiting.callee, "because of other calls to them"],
    [waiting.retry, "to be called again"],
  ] as const;
  const waitsFor = waits.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const when =
    nextDueAt === null || waiting.turn > 0 ? "" : `; the first is due at ${instant(nextDueAt)} UTC`;
  const lines = [
    [
      byState.finished,
      `called: ${ended.map(([outcome, count]) => `${count} ${outcomeText(outcome)}`).join(", ")}`,
    ],
    [byState.open - open.unknown, "being called now"],
    [
      byState.queued,
      campaign.wish === "abort" ? "will not be called" : `waiting: ${waitsFor.join(", ")}${when}`,
    ],
    [byState.rejected, "rejected: by the API, or because their own caller ID is not attached"],
    [byState.refused, "refused: no number may serve them, or their hours are not known"],
    [byState.suppressed, "not to be called"],
    [byState.absent, "absent: no record shows their call, and nobody can say that there was none"],
    [byState.unclear, "unclear: several records may be their call"],
    [open.unknown, "unknown: their call may have been placed, and its record is looked for"],
  ] as const;
  return lines.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}.`);
}

/** A call that ended, and whose end says nothing of the number, is not to be taken for one of whom nobody knows whether it was placed. */
function outcomeText(outcome: string): string {
  return outcome === "unknown" ? "other" : outcome;
}

/** The first sentence on a campaign: how many contacts are done with. */
export function headline(campaign: CampaignSummary): string {
  const { byState } = campaign;
  return `${byState.finished} of ${plural(campaign.contacts, "contact")} called.`;
}

/** Where to see why somebody waits for a number; `undefined` if nobody does who is still to be called. */
export function adviceOnNumbers({ waiting, wish, agentId }: CampaignSummary): string | undefined {
  if (waiting.number === 0 || wish === "abort") return undefined;
  return `What keeps each number: dialpool usage ${agentId}`;
}

/** What to do about those of whom nobody knows; `undefined` if there are none. */
export function adviceOnUndecided(campaign: CampaignSummary, name: string): string | undefined {
  if (undecidedOf(campaign) === 0) return undefined;
  return `Look for their records: dialpool campaign reconcile ${name}`;
}
