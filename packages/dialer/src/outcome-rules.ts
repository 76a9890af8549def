import type { CallOutcome } from "@dialpool/pool-strategies";
import type { Contact, ContactMove } from "./journal.js";
import { nextAttemptAt, type RetryRules } from "./retry-rules.js";

/** What becomes of a contact whose call ended. Pure. */
export function moveAfterOutcome(
  contact: Pick<Contact, "outcomes">,
  outcome: CallOutcome,
  rules: RetryRules,
  now: number,
): ContactMove {
  const dueAt = nextAttemptAt(rules, contact.outcomes, outcome, now);
  return dueAt === undefined ? { to: "finished" } : { to: "queued", dueAt, waitsFor: "retry" };
}
