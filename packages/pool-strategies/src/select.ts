import { stickyNumber, stickyUntil, usedNumbers } from "./affinity.js";
import { choose, NONE_USED } from "./choose.js";
import { isAllowed } from "./limits/allowed-countries.js";
import { calleeFreeAt } from "./limits/callee-frequency.js";
import { refuse, refuseEarly } from "./refuse.js";
import { addTrace, NONE_SKIPPED, reasonsOf } from "./select-reasons.js";
import type { SelectableBucket, SelectableChain, SelectablePool, SelectionPlace } from "./selectable.js";
import type { MemberChoice, SelectionRequest } from "./selection-request.js";
import type { AffinityOutcome, PoolNumber, Reasons, Refusal } from "./types.js";

const HOUR_MS = 3_600_000;

/**
 * Affinity, route, order and limits put together: the callee's earlier number
 * if it fits, or else the first number of the first link that has one free.
 *
 * Limits of numbers need no test here: a number at a limit is parked, and no order gives it.
 */
export function select(
  place: SelectionPlace,
  pool: SelectablePool,
  chain: SelectableChain,
  request: SelectionRequest,
): MemberChoice | Refusal {
  const { numbers, callees } = place;
  const { affinity, limits } = pool.policy;
  const { allowedCountries, maxCallsPerCallee } = limits;
  const { now } = request;
  if (pool.size === 0) return refuseEarly("pool_empty", pool, request);
  if (allowedCountries !== null && !isAllowed(allowedCountries, pool.route.placeOf(request.callee)))
    return refuseEarly("country_not_allowed", pool, request);
  const row = callees.find(request.calleeKey);
  if (maxCallsPerCallee !== null) {
    const retryAt = calleeFreeAt(callees, row, maxCallsPerCallee, now);
    if (retryAt > 0) return refuseEarly("callee_limit", pool, request, retryAt);
  }
  const sticky = stickyNumber(affinity, callees, row, now);
  if (sticky >= 0) return stickTo(sticky, row, place, pool, chain, request);
  const used = usedNumbers(affinity, callees, row, now);
  return used.length === 0
    ? choose(pool, chain, request, "none", undefined, used)
    : choose(pool, chain, request, "fresh", numbers.slug(used.at(-1) as number), used);
}

/** The callee's own number: chosen, waited for, insisted on, or given up for the route's choice. */
function stickTo(
  id: number,
  row: number,
  { numbers, callees }: SelectionPlace,
  pool: SelectablePool,
  chain: SelectableChain,
  request: SelectionRequest,
): MemberChoice | Refusal {
  const { affinity } = pool.policy;
  const { whenGone, whenAtLimit, maxWaitHours } = affinity;
  const member = pool.memberOf(id);
  const slug = member < 0 ? numbers.slug(id) : (pool.numbers[member] as PoolNumber).slug;
  const home = member < 0 ? -1 : homeOf(member, pool, chain);
  if (home < 0) {
    if (whenGone === "fall-through") return choose(pool, chain, request, "gone", slug, NONE_USED);
    return refuse("sticky_gone", stuck("gone", slug, pool, chain, request));
  }
  const freeAt = pool.freeAtOf(member);
  if (freeAt > 0) {
    if (whenAtLimit === "fall-through" || freeAt - request.now > maxWaitHours * HOUR_MS)
      return choose(pool, chain, request, "at_limit", slug, NONE_USED);
    const isAtLatest = pool.decidingLimit(member)?.name === "concurrent-calls";
    // Forgotten before it is free, the callee's number no longer stands in the way.
    const retryAt = Math.min(freeAt, stickyUntil(affinity, callees, row));
    return refuse("sticky_at_limit", stuck("at_limit", slug, pool, chain, request), retryAt, isAtLatest);
  }
  const bucket = chain.buckets[home] as SelectableBucket;
  const reasons = reasonsOf("kept", slug, pool, NONE_SKIPPED, chain.links[home]);
  addTrace(reasons, pool, chain, request, home, member, NONE_USED);
  bucket.order.charge(pool.placeIn(bucket, member), pool.weightOf(member));
  return {
    ok: true,
    member,
    reasons,
    isOrdered: false,
    used: undefined,
    number: id,
    sequence: 0,
    stepCode: 0,
  };
}

/** Reasons of a refusal for the sake of the callee's own number: no link was tried. */
function stuck(
  affinity: AffinityOutcome,
  previous: string,
  pool: SelectablePool,
  chain: SelectableChain,
  request: SelectionRequest,
): Reasons {
  const reasons = reasonsOf(affinity, previous, pool, NONE_SKIPPED);
  addTrace(reasons, pool, chain, request, -1, -1, NONE_USED);
  return reasons;
}

/** The first link of the chain whose bucket holds a member; −1 when none does. */
function homeOf(member: number, pool: SelectablePool, { buckets }: SelectableChain): number {
  for (let index = 0; index < buckets.length; index++) {
    const bucket = buckets[index];
    if (bucket !== undefined && pool.placeIn(bucket, member) >= 0) return index;
  }
  return -1;
}
