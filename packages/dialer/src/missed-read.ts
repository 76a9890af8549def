import type { Attempt, ContactMove, JournalChange } from "./journal.js";

/** Complete reads that must miss an attempt before it is taken for absent. */
const READS_TO_MISS = 2;

/** A complete read of the records that does not show an attempt's call, or more than one that may be it. */
export interface MissedRead {
  /** Records that may be its call. */
  readonly candidates: number;
  /** When the read began, epoch ms. */
  readonly readAt: number;
  /** How long after the attempt's deadline its record may still show up, ms. */
  readonly graceMs: number;
  /** Whether its contact is called again once it is absent. */
  readonly redial: boolean;
}

/** What becomes of an attempt that knows no call: after the time of grace, such a read counts. Pure. */
export function afterMissedRead(
  { id: attemptId, contact: ref, state, deadline, missedReads }: Attempt,
  { candidates, readAt, graceMs, redial }: MissedRead,
): readonly JournalChange[] {
  if (readAt < deadline + graceMs) return [];
  const again: ContactMove = { to: "queued", dueAt: readAt, waitsFor: "retry" };
  // One that was left is called again after all, if that is what is wanted now.
  if (state === "absent" && redial && candidates === 0)
    return [{ kind: "absent", attemptId, redial, ...moveTo(ref, again) }];
  if (state !== "unknown") return [];
  if (missedReads + 1 < READS_TO_MISS) return [{ kind: "missed", attemptId, at: readAt }];
  if (candidates > 0) {
    const reason = `${candidates === 1 ? "a record" : `${candidates} records`} may be its call`;
    return [{ kind: "unclear", attemptId, reason, ...moveTo(ref, { to: "unclear", reason }) }];
  }
  const move: ContactMove = redial ? again : { to: "absent", reason: "no record shows its call" };
  return [{ kind: "absent", attemptId, redial, ...moveTo(ref, move) }];
}

function moveTo(ref: Attempt["contact"], contact: ContactMove): { readonly contact?: ContactMove } {
  return ref === undefined ? {} : { contact };
}
