import type { Contact, ContactMove, ContactState } from "../../../src/journal.js";

/** A contact that changes in place. */
export type NaiveContact = { -readonly [Key in keyof Contact]: Contact[Key] };

/** Whether it may be begun now. */
export function isDue(contact: Contact | undefined, now: number): boolean {
  return contact?.state === "queued" && (contact.dueAt ?? 0) <= now;
}

/** Leaves what it waited for, or why it was final, behind. */
export function moveTo(contact: NaiveContact | undefined, state: ContactState): void {
  if (contact === undefined) return;
  contact.state = state;
  delete contact.dueAt;
  delete contact.waitsFor;
  delete contact.reason;
}

/** The same, with what the move says. */
export function moveBy(contact: NaiveContact, move: ContactMove): void {
  moveTo(contact, move.to);
  if (move.to === "queued") {
    contact.dueAt = move.dueAt;
    contact.waitsFor = move.waitsFor;
  } else if (move.reason !== undefined) contact.reason = move.reason;
}
