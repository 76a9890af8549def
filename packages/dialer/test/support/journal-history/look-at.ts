import type { ContactState } from "../../../src/journal.js";
import type { SyncJournal } from "../sync-journal.js";
import { FINALS } from "./random-change.js";

/** Everything that can be seen of a journal without changing it. */
export function lookAt(journal: SyncJournal, now: number): unknown {
  const states: readonly (ContactState | "invalid" | "duplicate")[][] = [
    ["queued", "open", ...FINALS, "invalid", "duplicate"],
    ["open", "absent", "unclear", "duplicate"],
  ];
  return plain({
    campaigns: journal.campaigns().map((campaign) => ({
      campaign,
      progress: journal.progress(campaign.id),
      due: journal.dueContacts(campaign.id, { now, limit: 3 }),
      rows: states.map((some) => [
        journal.rows(campaign.id, { states: some, afterLine: 0, limit: 4 }),
        journal.rows(campaign.id, { states: some, afterLine: 3, limit: 10 }),
      ]),
      attempts: journal.attempts({ campaignId: campaign.id, limit: 4 }),
      later: journal.attempts({ campaignId: campaign.id, after: "attempt 2", limit: 4 }),
    })),
    found: ["campaign 1", "list 0", "list 0 (2)", "list 1", "sha256:0", "sha256:1"].map((name) =>
      journal.findCampaign(name),
    ),
    open: journal.openAttempts(),
    watched: journal.watchedAttempts({ limit: 2 }),
    watchedLater: journal.watchedAttempts({ after: { id: "attempt 1" }, limit: 2 }),
    undecided: journal.undecidedAttempts(),
    attempts: journal.attempts({ limit: 100 }),
    attempt: journal.attempt("attempt 1"),
    ofCall: journal.attemptOfCall("call 1"),
    pace: journal.pace(now),
  });
}

/** Errors by what they say; everything else as JSON has it. */
export function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify({ value }, (_, inner: unknown) =>
      inner instanceof Error ? { name: inner.name, message: inner.message } : inner,
    ),
  );
}
