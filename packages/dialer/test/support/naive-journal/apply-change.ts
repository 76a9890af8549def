import type { Attempt, ContactMove, JournalChange } from "../../../src/journal.js";
import { isDue, moveBy, moveTo, type NaiveContact } from "./naive-contacts.js";
import type { NaiveParts } from "./naive-parts.js";

/** @returns Whether it changed anything. */
export function applyChange(parts: NaiveParts, change: JournalChange, now: number): boolean {
  const { store, campaigns, attempts } = parts;
  if (change.kind === "contact") {
    const contact = campaigns.contact(change);
    const { move } = change;
    if (contact === undefined || !isDue(contact, now)) return false;
    if (move.to === "queued" && move.dueAt === contact.dueAt && move.waitsFor === contact.waitsFor)
      return false;
    moveBy(contact, move);
    return true;
  }
  const entry = attempts.entry(change.attemptId);
  if (entry === undefined) return false;
  const { attempt } = entry;
  const { state } = attempt;
  const settle = (to: "placed" | "released" | "unknown") => {
    store.settle({ leaseId: attempt.leaseId, to, now });
    if (to === "released") campaigns.wake(to, now);
  };
  switch (change.kind) {
    case "placed": {
      if (state !== "intended" && state !== "unknown" && state !== "absent" && state !== "unclear")
        return false;
      if (attempts.ofCall(change.callId) !== undefined) return false;
      const wasClosed = state === "absent" || state === "unclear";
      if (wasClosed && attempts.open().some(({ callee }) => callee === attempt.callee)) entry.isLate = true;
      attempt.state = "placed";
      attempt.callId = change.callId;
      attempt.placedAt = change.at;
      delete attempt.reason;
      settle("placed");
      if (wasClosed && attempts.isLatest(attempt)) moveTo(contactOf(parts, attempt), "open");
      return true;
    }
    case "rejected":
      if (state !== "intended" && state !== "unknown") return false;
      attempt.state = "rejected";
      attempt.reason = change.reason;
      settle("released");
      moveContact(parts, attempt, change.contact ?? { to: "rejected", reason: change.reason });
      return true;
    case "unknown":
      if (state !== "intended") return false;
      attempt.state = "unknown";
      attempt.reason = change.reason;
      settle("unknown");
      return true;
    case "ended": {
      if (state === "rejected") return false;
      if (state === "ended") {
        if (change.status === attempt.status || attempt.corrections.includes(change.status)) return false;
        attempt.corrections = [...attempt.corrections, change.status];
        return true;
      }
      attempt.state = "ended";
      attempt.status = change.status;
      attempt.outcome = change.outcome;
      attempt.endedAt = change.at;
      delete attempt.reason;
      store.settle({ leaseId: attempt.leaseId, to: "ended", outcome: change.outcome, now });
      campaigns.wake("ended", now);
      const contact = contactOf(parts, attempt);
      if (contact !== undefined) {
        contact.outcomes = [...contact.outcomes, change.outcome];
        contact.outcome = change.outcome;
      }
      moveContact(parts, attempt, change.contact ?? { to: "finished" });
      return true;
    }
    case "missed":
      if (state !== "unknown" || change.at <= entry.missedAt) return false;
      attempt.missedReads++;
      entry.missedAt = change.at;
      return true;
    case "absent": {
      const wasLeft = state === "absent" && !entry.isRedialled;
      if (state !== "unknown" && !(wasLeft && change.redial)) return false;
      attempt.state = "absent";
      if (change.redial) {
        entry.isRedialled = true;
        settle("released");
      }
      const usual: ContactMove = change.redial
        ? { to: "queued", dueAt: now, waitsFor: "retry" }
        : { to: "absent" };
      moveContact(parts, attempt, change.contact ?? usual);
      return true;
    }
    case "unclear":
      if (state !== "unknown") return false;
      attempt.state = "unclear";
      attempt.reason = change.reason;
      moveContact(parts, attempt, change.contact ?? { to: "unclear", reason: change.reason });
      return true;
    default:
      return change satisfies never;
  }
}

/** Only the latest attempt moves its contact. */
function moveContact(parts: NaiveParts, attempt: Attempt, move: ContactMove): void {
  const contact = contactOf(parts, attempt);
  if (contact !== undefined && parts.attempts.isLatest(attempt)) moveBy(contact, move);
}

function contactOf({ campaigns }: NaiveParts, { contact }: Attempt): NaiveContact | undefined {
  return contact === undefined ? undefined : campaigns.contact(contact);
}
