import type { ContactMove, JournalChange } from "../journal.js";
import { type AttemptChange, attemptStep, isOpenState } from "./attempt-life.js";
import { type AttemptRow, attemptRow, attemptRowOfCall, openAttemptRow } from "./attempt-rows.js";
import {
  type ContactStanding,
  contactRow,
  contactRowOf,
  moved,
  restate,
  withOutcome,
} from "./contact-rows.js";
import type { JournalFile, Writing } from "./journal-file.js";
import type { SqliteValue } from "./journal-store.js";
import { NO_CAMPAIGN } from "./tally.js";

/** Enters what was learned, all in one transaction. Answers which of the changes changed something. */
export function apply(file: JournalFile, changes: readonly JournalChange[], now: number): readonly boolean[] {
  if (changes.length === 0) return [];
  return file.write((writing) =>
    changes.map((change) =>
      change.kind === "contact" ? moveQueued(writing, change) : changeAttempt(writing, change, now),
    ),
  );
}

/** Makes a change of an attempt, of its lease and of its contact, in the transaction that is open. */
export function changeAttempt(writing: Writing, change: AttemptChange, now: number): boolean {
  const { sql, tally, leases } = writing;
  const attempt = attemptRow(sql, change.attemptId);
  if (attempt === undefined) return false;
  if (change.kind === "placed" && attemptRowOfCall(sql, change.callId) !== undefined) return false;
  const step = attemptStep(attempt, change, now);
  if (step === undefined) return false;
  const next: AttemptRow = { ...attempt, ...step.row };
  writeAttempt(writing, { ...next, late: isLate(writing, attempt, next) ? 1 : attempt.late });
  if (next.state !== attempt.state) {
    const campaign = attempt.campaign ?? NO_CAMPAIGN;
    tally.add(campaign, "attempt", attempt.state, -1);
    tally.add(campaign, "attempt", next.state, 1);
  }
  if (step.settle !== undefined) leases.settle({ leaseId: attempt.lease_id, ...step.settle, now });
  if (step.move !== undefined) moveContact(writing, next, step.move);
  return true;
}

/** Whether it takes the callee's place beside an attempt that has it already. */
function isLate({ sql }: Writing, before: AttemptRow, after: AttemptRow): boolean {
  if (isOpenState(before.state) || !isOpenState(after.state)) return false;
  return openAttemptRow(sql, before.callee) !== undefined;
}

function writeAttempt({ sql }: Writing, row: AttemptRow): void {
  const values: readonly SqliteValue[] = [
    row.state,
    row.late,
    row.redialled,
    row.call_id,
    row.placed_at,
    row.ended_at,
    row.outcome,
    row.status,
    row.reason,
    row.missed_reads,
    row.missed_at,
    row.corrections,
  ];
  sql.run(
    `UPDATE dialer_attempt SET state = ?, late = ?, redialled = ?, call_id = ?, placed_at = ?, ended_at = ?,
       outcome = ?, status = ?, reason = ?, missed_reads = ?, missed_at = ?, corrections = ? WHERE sequence = ?`,
    ...values,
    row.sequence,
  );
}

/** Outcomes are the contact's, whichever attempt had them; the latest attempt alone moves it. */
function moveContact(
  { sql, tally }: Writing,
  attempt: AttemptRow,
  move: ContactMove | { readonly to: "open" },
): void {
  if (attempt.campaign === null || attempt.line === null) return;
  const contact = contactRow(sql, attempt.campaign, attempt.line);
  if (contact === undefined) return;
  let standing: ContactStanding = contact;
  if (attempt.state === "ended" && attempt.outcome !== null)
    standing = withOutcome(standing, attempt.outcome);
  if (contact.last_attempt === attempt.sequence)
    standing =
      move.to === "open"
        ? { ...standing, state: "open", due_at: null, waits_for: null, reason: null }
        : moved(standing, move);
  restate(sql, tally, contact, standing);
}

/** A contact that is open or final is moved by its attempts alone. */
function moveQueued(
  { sql, tally }: Writing,
  { move, ...ref }: Extract<JournalChange, { readonly kind: "contact" }>,
): boolean {
  const contact = contactRowOf(sql, ref);
  if (contact?.state !== "queued") return false;
  if (move.to === "queued" && move.dueAt === contact.due_at && move.waitsFor === contact.waits_for)
    return false;
  restate(sql, tally, contact, moved(contact, move));
  return true;
}
