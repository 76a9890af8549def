import type { CallOutcome } from "@dialpool/pool-strategies";
import type { CampaignProgress, ContactState, ExhaustedLane, WaitReason } from "../journal.js";
import { laneAsk } from "../lane.js";
import { sealedRow } from "./campaigns.js";
import type { Sql } from "./sql.js";
import type { TallyKind } from "./tally.js";

const COUNTS_SQL = "SELECT what, name, count FROM dialer_tally WHERE campaign = ?";

/** The lanes of a campaign, each with when its next contact is due. */
export const LANES_SQL = `
  SELECT lane.lane, ask, since, until, (
    SELECT due_at FROM dialer_contact AS contact INDEXED BY dialer_contact_due
    WHERE contact.campaign = lane.campaign AND contact.lane = lane.lane AND state = 'queued'
    ORDER BY due_at LIMIT 1) AS due_at
  FROM dialer_lane AS lane WHERE lane.campaign = ?`;

interface LaneRow {
  readonly lane: number;
  readonly ask: string | null;
  readonly since: number | null;
  readonly until: number | null;
  /** `null`: nobody is queued. */
  readonly due_at: number | null;
}

/**
 * The counts of a campaign, and when its next contact is due, as of one moment.
 *
 * @throws CampaignNotFoundError
 */
export function progress(sql: Sql, campaignId: string): CampaignProgress {
  const { key } = sealedRow(sql, campaignId);
  const counts = sql.all<{ what: TallyKind; name: string; count: number }>(COUNTS_SQL, key);
  const lanes = sql.all<LaneRow>(LANES_SQL, key).filter(({ due_at }) => due_at !== null);
  const countsOf = (kind: TallyKind) =>
    new Map(
      counts.filter(({ what, count }) => what === kind && count > 0).map((row) => [row.name, row.count]),
    );
  const contacts = countsOf("contact");
  const waiting = countsOf("waiting");
  const attempts = countsOf("attempt");
  const rows = countsOf("row");
  const inLane = countsOf("lane");
  const of = (map: ReadonlyMap<string, number>, name: string) => map.get(name) ?? 0;
  const contactsIn = (state: ContactState) => of(contacts, state);
  const waitingFor = (reason: WaitReason) => of(waiting, reason);
  const exhausted = lanes.flatMap(({ lane, ask, since, until }): ExhaustedLane[] => {
    if (since === null || until === null) return [];
    const asked = ask === null ? {} : laneAsk(ask);
    return [{ ...asked, contacts: of(inLane, String(lane)), since, until }];
  });
  const held = exhausted.reduce((count, { contacts: those }) => count + those, 0);
  const dueAts = lanes.map(({ due_at, until }) => Math.max(due_at ?? 0, until ?? 0));
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
      turn: waitingFor("turn") - held,
      hours: waitingFor("hours"),
      number: waitingFor("number") + held,
      callee: waitingFor("callee"),
      retry: waitingFor("retry"),
    },
    ...(dueAts.length === 0 ? {} : { nextDueAt: Math.min(...dueAts) }),
    ...(exhausted.length === 0 ? {} : { exhausted }),
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
