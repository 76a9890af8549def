import { refuse } from "./refuse.js";
import { addTrace, reasonsOf } from "./select-reasons.js";
import type { SelectableChain, SelectablePool } from "./selectable.js";
import type { MemberChoice, SelectionRequest } from "./selection-request.js";
import { tryLinks } from "./try-links.js";
import type { AffinityOutcome, Reasons, Refusal } from "./types.js";

/** No number counts as used for the callee. */
export const NONE_USED: readonly number[] = Object.freeze([]);

/** What the chain gives, with what is used before forgotten step by step, and overflow at the end. */
export function choose(
  pool: SelectablePool,
  chain: SelectableChain,
  request: SelectionRequest,
  affinity: AffinityOutcome,
  previous: string | undefined,
  usedBefore: readonly number[],
): MemberChoice | Refusal {
  let used = usedBefore;
  let pass = tryLinks(pool, chain, request, used);
  while (pass.member < 0 && pass.isAnyExcluded) {
    used = used.length > 1 ? used.slice(-1) : NONE_USED;
    pass = tryLinks(pool, chain, request, used);
  }
  let { member, linkIndex } = pass;
  const isOverflow = member < 0 && pool.policy.limits.whenExhausted === "overflow";
  if (isOverflow) ({ member, linkIndex } = overflow(pool, chain));
  const reasons = reasonsOf(affinity, previous, pool, pass.skipped, chain.links[linkIndex]);
  addTrace(reasons, pool, chain, request, linkIndex, member, used);
  if (member < 0) return refuseExhausted(pool, chain, reasons);
  if (isOverflow) reasons.overflow = true;
  const number = pool.idOf(member);
  const isFresh = pool.policy.affinity.mode === "fresh";
  return {
    ok: true,
    member,
    reasons,
    isOrdered: !isOverflow,
    used: isFresh ? withLatest(used, number) : undefined,
    number,
    sequence: 0,
    stepCode: 0,
  };
}

function withLatest(used: readonly number[], id: number): readonly number[] {
  return [...used.filter((other) => other !== id), id];
}

/** Beyond limits, but never out of quarantine: the least recently used of the first link that has any. */
function overflow(
  pool: SelectablePool,
  { buckets }: SelectableChain,
): { readonly member: number; readonly linkIndex: number } {
  for (const [linkIndex, bucket] of buckets.entries()) {
    const member = bucket === undefined ? -1 : pool.leastRecentlyUsed(bucket);
    if (member >= 0) return { member, linkIndex };
  }
  return { member: -1, linkIndex: -1 };
}

function refuseExhausted(pool: SelectablePool, { buckets }: SelectableChain, reasons: Reasons): Refusal {
  if (buckets.every((bucket) => bucket === undefined)) return refuse("no_match", reasons);
  let first = -1;
  for (const bucket of buckets) {
    const member = bucket?.firstToWake() ?? -1;
    if (member < 0) continue;
    if (first < 0 || isBefore(pool, member, first)) first = member;
  }
  if (first < 0) return refuse("exhausted", reasons);
  const isAtLatest = pool.decidingLimit(first)?.name === "concurrent-calls";
  return refuse("exhausted", reasons, pool.freeAtOf(first), isAtLatest);
}

function isBefore(pool: SelectablePool, a: number, b: number): boolean {
  const [freeAtOfA, freeAtOfB] = [pool.freeAtOf(a), pool.freeAtOf(b)];
  return freeAtOfA < freeAtOfB || (freeAtOfA === freeAtOfB && a < b);
}
