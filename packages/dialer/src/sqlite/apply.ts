import type { ContactMove, JournalChange } from "../journal.js";
import { type AttemptChange, type AttemptStep, attemptStep, isOpenState } from "./attempt-life.js";
import { type AttemptStanding, attemptStanding, isCallKnown, openAttemptRow } from "./attempt-rows.js";
import { contactRowOf, contactStanding, isDue, moved, restate, withOutcome } from "./contact-rows.js";
import { type FreedBy, wakeLanes } from "./held-lanes.js";
import type { JournalFile, Writing } from "./journal-file.js";
import type { Sql } from "./sql.js";
import { NO_CAMPAIGN } from "./tally.js";

/** Enters what was learned, all in one transaction. Answers which of the changes changed something. */
export function apply(file: JournalFile, changes: readonly JournalChange[], now: number): readonly boolean[] {
  if (changes.length === 0) return [];
  return file.write((writing) => {
    const freed = new Set<FreedBy>();
    const applied = changes.map((change) =>
      change.kind === "contact"
        ? moveQueued(writing, change, now)
        : changeAttempt(writing, change, now, freed),
    );
    wakeLanes(writing.sql, freed, now);
    return applied;
  });
}

/**
 * Makes a change of an attempt, of its lease and of its contact, in the transaction that is open.
 *
 * @param freed Gets what may have freed a number.
 */
export function changeAttempt(
  writing: Writing,
  change: AttemptChange,
  now: number,
  freed: Set<FreedBy>,
): boolean {
  const { sql, tally, leases } = writing;
  const attempt = attemptStanding(sql, change.attemptId);
  if (attempt === undefined) return false;
  if (change.kind === "placed" && isCallKnown(sql, change.callId)) return false;
  const step = attemptStep(attempt, change, now);
  if (step === undefined) return false;
  const next: AttemptStanding = { ...attempt, ...step.row };
  writeColumns(sql, attempt.sequence, isLate(writing, attempt, next) ? { ...step.row, late: 1 } : step.row);
  if (next.state !== attempt.state) {
    const campaign = attempt.campaign ?? NO_CAMPAIGN;
    tally.add(campaign, "attempt", attempt.state, -1);
    tally.add(campaign, "attempt", next.state, 1);
  }
  if (step.settle !== undefined) {
    leases.settle({ leaseId: attempt.lease_id, ...step.settle, now });
    const { to } = step.settle;
    if (to === "ended" || to === "released") freed.add(to);
  }
  if (step.move !== undefined) moveContact(writing, next, step.move);
  return true;
}

/** Whether it takes the callee's place beside an attempt that has it already. */
function isLate({ sql }: Writing, before: AttemptStanding, after: AttemptStanding): boolean {
  if (isOpenState(before.state) || !isOpenState(after.state)) return false;
  return openAttemptRow(sql, before.callee) !== undefined;
}

function writeColumns(sql: Sql, sequence: number, row: AttemptStep["row"]): void {
  const columns = Object.keys(row).map((column) => `${column} = ?`);
  sql.run(
    `UPDATE dialer_attempt SET ${columns.join(", ")} WHERE sequence = ?`,
    ...Object.values(row),
    sequence,
  );
}

/** Outcomes are the contact's, whichever attempt had them; the latest attempt alone moves it. */
function moveContact(
  writing: Writing,
  { campaign, line, sequence, state, outcome }: AttemptStanding,
  move: ContactMove | { readonly to: "open" },
): void {
  if (campaign === null || line === null) return;
  const before = contactStanding(writing.sql, campaign, line);
  if (before === undefined) return;
  let standing = before;
  if (state === "ended" && outcome !== null) standing = withOutcome(standing, outcome);
  if (before.last_attempt === sequence)
    standing =
      move.to === "open"
        ? { ...standing, state: "open", due_at: null, waits_for: null, reason: null }
        : moved(standing, move);
  restate(writing, { campaign, line }, before, standing);
}

/** A contact that is open or final is moved by its attempts alone; one that was put off stays so until it is due. */
function moveQueued(
  writing: Writing,
  { move, ...ref }: Extract<JournalChange, { readonly kind: "contact" }>,
  now: number,
): boolean {
  const contact = contactRowOf(writing.sql, ref);
  if (contact === undefined || !isDue(contact, now)) return false;
  if (move.to === "queued" && move.dueAt === contact.due_at && move.waitsFor === contact.waits_for)
    return false;
  restate(writing, contact, contact, moved(contact, move));
  return true;
}
