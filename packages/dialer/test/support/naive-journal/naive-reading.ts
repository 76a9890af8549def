import type { CallOutcome } from "@dialpool/pool-strategies";
import type {
  Attempt,
  AttemptState,
  CampaignProgress,
  Contact,
  ContactState,
  RejectedRow,
  WaitReason,
} from "../../../src/journal.js";
import type { SyncJournal } from "../sync-journal.js";
import type { NaiveCampaign } from "./naive-campaigns.js";

const CONTACT_STATES: readonly ContactState[] = [
  "queued",
  "open",
  "finished",
  "rejected",
  "suppressed",
  "refused",
  "absent",
  "unclear",
];
const WAIT_REASONS: readonly WaitReason[] = ["turn", "hours", "number", "callee", "retry"];

/** Counts of a campaign, whose attempts are `own`. */
export function progressOf(
  { contacts, rejected, lanes }: NaiveCampaign,
  own: readonly Attempt[],
): CampaignProgress {
  const queued = contacts.filter(({ state }) => state === "queued");
  const outcomes: Partial<Record<CallOutcome, number>> = {};
  for (const { state, outcome } of contacts)
    if (state === "finished" && outcome !== undefined) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const exhausted = lanes.exhausted(queued);
  const held = exhausted.reduce((sum, lane) => sum + lane.contacts, 0);
  const waiting = countsBy(WAIT_REASONS, queued, ({ waitsFor }) => waitsFor);
  const dueAts = queued.map((contact) => Math.max(contact.dueAt ?? 0, lanes.untilOf(contact)));
  const countIn = (wanted: AttemptState) => own.filter(({ state }) => state === wanted).length;
  return {
    total: contacts.length,
    byState: countsBy(CONTACT_STATES, contacts, ({ state }) => state),
    waiting: { ...waiting, turn: waiting.turn - held, number: waiting.number + held },
    ...(queued.length === 0 ? {} : { nextDueAt: Math.min(...dueAts) }),
    ...(exhausted.length === 0 ? {} : { exhausted }),
    outcomes,
    attempts: own.length,
    invalid: rejected.filter(({ state }) => state === "invalid").length,
    duplicates: rejected.filter(({ state }) => state === "duplicate").length,
    open: { intended: countIn("intended"), placed: countIn("placed"), unknown: countIn("unknown") },
  };
}

/** Queued contacts that are due, and not held up for want of a number, by `dueAt`, then by line. */
export function dueContactsOf(
  { contacts, lanes }: NaiveCampaign,
  { now, limit }: { now: number; limit: number },
): readonly Contact[] {
  return contacts
    .filter(({ state, dueAt = 0 }) => state === "queued" && dueAt <= now)
    .filter((contact) => lanes.untilOf(contact) <= now)
    .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || a.line - b.line)
    .slice(0, limit)
    .map((contact) => ({ ...contact }));
}

/** Rows by line, those that are no contacts too. */
export function rowsOf(
  { contacts, rejected }: NaiveCampaign,
  query: Parameters<SyncJournal["rows"]>[1],
): readonly (Contact | RejectedRow)[] {
  return [...contacts, ...rejected]
    .filter(({ state, line }) => query.states.includes(state) && line > query.afterLine)
    .sort((a, b) => a.line - b.line)
    .slice(0, query.limit)
    .map((row) => ({ ...row }));
}

function countsBy<Name extends string, Item>(
  names: readonly Name[],
  items: readonly Item[],
  nameOf: (item: Item) => Name | undefined,
): Record<Name, number> {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
  for (const item of items) {
    const name = nameOf(item);
    if (name !== undefined) counts[name]++;
  }
  return counts;
}
