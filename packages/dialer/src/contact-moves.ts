import type { Refusal } from "@dialpool/pool-strategies";
import type { ContactMove } from "./journal.js";
import type { Placement } from "./placement.js";

/** Why somebody on the do-not-call list is not called. */
export const SUPPRESSED = "it is on the do-not-call list";
/** A callee with another open attempt is asked for again after this time, ms. */
export const CALLEE_RETRY_MS = 30_000;
/** A number that a call in flight holds may be free at any moment. */
const LINE_RETRY_MS = 1_000;
/** Numbers that are not to be used until a person says so, such as those in quarantine without an end, are asked for again after this time, ms. */
const UNTIL_CHANGED_MS = 900_000;
/** After a 429 a contact waits for so long at least, ms. The pacer slows everybody down. */
const BACKOFF_MS = 1_000;

/** What becomes of a contact whose caller ID was refused. Pure. */
export function moveAfterRefusal(refusal: Refusal, now: number): ContactMove {
  const { code } = refusal;
  if (code === "pool_empty") return { to: "queued", dueAt: now, waitsFor: "number" };
  // What a person has done to the numbers, a person may take back: that is not the contact's end.
  if (refusal.retryAt === undefined && code !== "exhausted") return { to: "refused", reason: code };
  return {
    to: "queued",
    dueAt: askAgainAt(refusal, now),
    waitsFor: code === "callee_limit" ? "callee" : "number",
  };
}

/** When a number that was refused is worth asking for again, epoch ms. Pure. */
export function askAgainAt(
  { retryAt, atLatest }: Pick<Refusal, "retryAt" | "atLatest">,
  now: number,
): number {
  if (retryAt === undefined) return now + UNTIL_CHANGED_MS;
  return atLatest === true ? Math.min(retryAt, now + LINE_RETRY_MS) : retryAt;
}

/**
 * What becomes of a contact whose call was surely not placed. Pure.
 *
 * A 429 says nothing of the contact: it is tried again, however often; the run stops when the API gives nothing else.
 */
export function moveAfterRejection(
  placement: Extract<Placement, { readonly kind: "rejected" | "not_sent" | "withheld" }>,
  now: number,
): ContactMove {
  const again = (dueAt: number): ContactMove => ({ to: "queued", dueAt, waitsFor: "turn" });
  if (placement.kind !== "rejected" || placement.isDetached) return again(now);
  const { status, reason, retryAfterMs = 0 } = placement;
  // The key or the agent is at fault, not the contact: the run stops, and the contact stays.
  if (status === 401 || status === 403 || status === 404) return again(now);
  return status === 429 ? again(now + Math.max(retryAfterMs, BACKOFF_MS)) : { to: "rejected", reason };
}
