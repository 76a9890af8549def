import type { Numbers } from "../numbers.js";
import type { CallOutcome, QuarantineRule, RestRule } from "../types.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Instants of blocks that are kept of one number: the most that a rule may count. */
export const MAX_BLOCKS = 16;

/** Counts how a call ended in the number's failures in a row. Returns them. */
export function countFailure(
  numbers: Pick<Numbers, "failuresInRow" | "setFailuresInRow">,
  id: number,
  outcome: CallOutcome,
): number {
  const before = numbers.failuresInRow(id);
  if (outcome === "canceled" || outcome === "unknown") return before;
  const failures = outcome === "failed" || outcome === "blocked" ? before + 1 : 0;
  if (failures !== before) numbers.setFailuresInRow(id, failures);
  return failures;
}

/**
 * Until when a number is to rest after failures in a row, unless too many of its pool rest already.
 *
 * @param resting Members of the pool that rest now.
 * @returns 0 when it is not to rest.
 */
export function restAfterFailures(
  numbers: Pick<Numbers, "failuresInRow" | "restingUntil">,
  id: number,
  { failures, restMinutes, maxRestingShare }: RestRule,
  resting: number,
  members: number,
  now: number,
): number {
  if (numbers.failuresInRow(id) < failures || numbers.restingUntil(id) > now) return 0;
  return resting < Math.floor(maxRestingShare * members) ? now + restMinutes * MINUTE_MS : 0;
}

/** Counts a block, and quarantines the number when there were enough of them. A longer quarantine stays. */
export function countBlock(
  numbers: Pick<Numbers, "blocks" | "setBlocks" | "quarantinedUntil" | "setQuarantinedUntil">,
  id: number,
  rule: QuarantineRule | null,
  now: number,
): void {
  const blocks = [...numbers.blocks(id), now].slice(-MAX_BLOCKS);
  numbers.setBlocks(id, blocks);
  if (rule === null) return;
  const counting = blocks.filter((instant) => instant > now - rule.withinHours * HOUR_MS);
  if (counting.length < rule.blocks) return;
  const until = now + rule.quarantineDays * DAY_MS;
  if (until > numbers.quarantinedUntil(id)) numbers.setQuarantinedUntil(id, until);
}
