import { isPoolStrategiesError, type Selection } from "@dialpool/pool-strategies";
import { DialerConfigError } from "../../../src/errors.js";
import type { Attempt, BeginRequest, BeginResult } from "../../../src/journal.js";
import { isDue, moveTo } from "./naive-contacts.js";
import type { NaiveParts } from "./naive-parts.js";

/** Begins one attempt, or says what is in the way, the first thing first. */
export function beginAttempt(
  { store, campaigns, attempts, pacer }: NaiveParts,
  {
    attemptId,
    contact: ref,
    agentId,
    acquire,
    deadline,
    sendBy,
    concurrency,
    areLinesLimited = false,
  }: BeginRequest,
  now: number,
): BeginResult {
  const contact = ref === undefined ? undefined : campaigns.contact(ref);
  if (ref !== undefined && (campaigns.sealed(ref.campaignId)?.wish !== "run" || !isDue(contact, now)))
    return { outcome: "not_queued" };
  if (attempts.find(attemptId) !== undefined) {
    const issue = {
      path: "attemptId",
      message: "Another attempt has this id. Give each attempt an id of its own.",
    };
    return { outcome: "failed", error: new DialerConfigError("The attempt", [issue]) };
  }
  const others = attempts.open().filter(({ callee }) => callee === acquire.callee);
  const other = others.find(({ id }) => attempts.entry(id)?.isLate !== true) ?? others[0];
  if (other !== undefined) return { outcome: "callee_open", attempt: other };
  if (attempts.open().length >= concurrency) return { outcome: "no_room" };
  const nextSlotAt = pacer.nextSlotAt(now);
  if (nextSlotAt > sendBy) return { outcome: "paced", nextSlotAt };
  let selection: Selection;
  try {
    selection = store.acquire(acquire);
  } catch (error) {
    if (isPoolStrategiesError(error)) return { outcome: "failed", error };
    throw error;
  }
  const lanes = ref === undefined ? undefined : campaigns.sealed(ref.campaignId)?.lanes;
  if (!selection.ok) {
    const until =
      contact === undefined ? undefined : lanes?.refused(contact, selection, areLinesLimited, now);
    if (until !== undefined) return { outcome: "exhausted", refusal: selection, until };
    return { outcome: "refused", refusal: selection };
  }
  if (contact !== undefined) lanes?.granted(contact);
  const attempt: Attempt = {
    id: attemptId,
    ...(ref === undefined ? {} : { contact: { campaignId: ref.campaignId, line: ref.line } }),
    agentId,
    callee: acquire.callee,
    callerId: selection.callerId,
    slug: selection.lease.slug,
    leaseId: selection.lease.id,
    state: "intended",
    intendedAt: now,
    deadline,
    missedReads: 0,
    corrections: [],
  };
  attempts.add(attempt);
  if (contact !== undefined) {
    moveTo(contact, "open");
    contact.attempts++;
  }
  return { outcome: "begun", attempt, grant: selection, slot: pacer.claim(now) };
}
