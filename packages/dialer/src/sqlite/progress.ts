import type { CallOutcome } from "@dialpool/pool-strategies";
import type { CampaignProgress, ContactState, WaitReason } from "../journal.js";
import { sealedRow } from "./campaigns.js";
import type { Sql } from "./sql.js";
import type { TallyKind } from "./tally.js";

/** The counts of a campaign, and when its next contact is due, as of one moment. */
export const PROGRESS_SQL = `
  SELECT what, name, count FROM dialer_tally WHERE campaign = ?1
  UNION ALL
  SELECT 'due', '', due_at FROM (
    SELECT due_at FROM dialer_contact INDEXED BY dialer_contact_due
    WHERE campaign = ?1 AND state = 'queued' ORDER BY due_at LIMIT 1)`;

/** @throws CampaignNotFoundError */
export function progress(sql: Sql, campaignId: string): CampaignProgress {
  const { key } = sealedRow(sql, campaignId);
  const counts = sql.all<{ what: TallyKind | "due"; name: string; count: number }>(PROGRESS_SQL, key);
  const countsOf = (kind: TallyKind) =>
    new Map(
      counts.filter(({ what, count }) => what === kind && count > 0).map((row) => [row.name, row.count]),
    );
  const contacts = countsOf("contact");
  const waiting = countsOf("waiting");
  const attempts = countsOf("attempt");
  const rows = countsOf("row");
  const due = counts.find(({ what }) => what === "due");
  const of = (map: ReadonlyMap<string, number>, name: string) => map.get(name) ?? 0;
  const contactsIn = (state: ContactState) => of(contacts, state);
  const waitingFor = (reason: WaitReason) => of(waiting, reason);
  return {
    total: sum(contacts),
    byState: {
      queued: contactsIn("queued"),
      open: contactsIn("open"),
      finished: contactsIn("finished"),
      rejected: contactsIn("rejected"),
      suppressed: contactsIn("suppressed"),
      refused: contactsIn("refused"),
      absent: contactsIn("absent"),
      unclear: contactsIn("unclear"),
    },
    waiting: {
      turn: waitingFor("turn"),
      hours: waitingFor("hours"),
      number: waitingFor("number"),
      callee: waitingFor("callee"),
      retry: waitingFor("retry"),
    },
    ...(due === undefined ? {} : { nextDueAt: due.count }),
    outcomes: Object.fromEntries(countsOf("outcome")) as Partial<Record<CallOutcome, number>>,
    attempts: sum(attempts),
    invalid: of(rows, "invalid"),
    duplicates: of(rows, "duplicate"),
    open: {
      intended: of(attempts, "intended"),
      placed: of(attempts, "placed"),
      unknown: of(attempts, "unknown"),
    },
  };
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}
