import { stickyNumber, stickyUntil, usedNumbers } from "./affinity.js";
import { isAllowed } from "./limits/allowed-countries.js";
import { calleeFreeAt } from "./limits/callee-frequency.js";
import type { PickRequest } from "./orders/order.js";
import type { SelectableBucket, SelectableChain, SelectablePool, SelectionPlace } from "./selectable.js";
import { traceOf } from "./trace.js";
import type {
  AffinityOutcome,
  Link,
  Place,
  PoolNumber,
  Reasons,
  Refusal,
  RefusalCode,
  SkippedLink,
  SkipReason,
  Tags,
} from "./types.js";

const HOUR_MS = 3_600_000;

/** A call that needs a caller ID, with its input checked and its time clamped. */
export interface SelectionRequest {
  readonly callee: string;
  /** The callee's digits. */
  readonly calleeKey: number;
  readonly tags: Tags | undefined;
  readonly now: number;
  /** As many as the pool's order draws. */
  readonly draws: readonly number[];
  /** Numbers a link in the trace; `undefined` for no trace. */
  readonly traceNumbers: number | undefined;
}

/** A member chosen, and why. Its turn is taken; whoever enters the call fills in the rest. */
export interface MemberChoice {
  readonly ok: true;
  readonly member: number;
  readonly reasons: Reasons;
  /** Whether the route and the order chose it: neither affinity nor overflow. */
  readonly isOrdered: boolean;
  /** Under `fresh`: the numbers that count as used for the callee from now on, this one last. */
  readonly used: readonly number[] | undefined;
  /** The number's id. */
  readonly number: number;
  sequence: number;
  /** What the order learns the outcome by; 0 when it learns nothing from it. */
  stepCode: number;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type MutableReasons = Mutable<Reasons>;

const NONE_SKIPPED: readonly SkippedLink[] = Object.freeze([]);
const NONE_USED: readonly number[] = Object.freeze([]);
const NOWHERE: Place = Object.freeze({});
const NO_TAGS: Tags = Object.freeze({});

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

/** Written out, so that equal kinds of reasons have the same shape from the start. */
function reasonsOf(
  affinity: AffinityOutcome,
  previous: string | undefined,
  pool: SelectablePool,
  skipped: readonly SkippedLink[],
  chosen?: Link,
): MutableReasons {
  const order = pool.policy.order.name;
  if (chosen === undefined)
    return previous === undefined ? { affinity, order, skipped } : { affinity, previous, order, skipped };
  const { name: link, step } = chosen;
  return previous === undefined
    ? { affinity, link, step, order, skipped }
    : { affinity, previous, link, step, order, skipped };
}

/** The first link of the chain whose bucket holds a member; −1 when none does. */
function homeOf(member: number, pool: SelectablePool, { buckets }: SelectableChain): number {
  for (let index = 0; index < buckets.length; index++) {
    const bucket = buckets[index];
    if (bucket !== undefined && pool.placeIn(bucket, member) >= 0) return index;
  }
  return -1;
}

/** One pass through the chain. */
interface Pass {
  /** −1 when no link gave a member. */
  readonly member: number;
  readonly linkIndex: number;
  readonly skipped: readonly SkippedLink[];
  /** Whether a free member was passed over because it was used before. */
  readonly isAnyExcluded: boolean;
}

/** What the chain gives, with what is used before forgotten step by step, and overflow at the end. */
function choose(
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

function tryLinks(
  pool: SelectablePool,
  { links, buckets }: SelectableChain,
  request: SelectionRequest,
  used: readonly number[],
): Pass {
  let skipped: SkippedLink[] | undefined;
  let isAnyExcluded = false;
  for (let index = 0; index < links.length; index++) {
    const link = links[index] as Link;
    const bucket = buckets[index];
    let reason: SkipReason = "no_number";
    if (bucket !== undefined) {
      reason = "all_at_limit";
      if (bucket.order.available > 0) {
        const excluded = used.length === 0 ? undefined : placesOf(used, pool, bucket);
        const place = bucket.order.take(pickRequest(pool, link, request, excluded));
        if (place >= 0)
          return {
            member: bucket.memberAt(place),
            linkIndex: index,
            skipped: skipped ?? NONE_SKIPPED,
            isAnyExcluded,
          };
        reason = "all_used_before";
        isAnyExcluded = true;
      }
    }
    skipped ??= [];
    skipped.push({ link: link.name, step: link.step, reason, size: bucket?.size ?? 0 });
  }
  return { member: -1, linkIndex: -1, skipped: skipped ?? NONE_SKIPPED, isAnyExcluded };
}

/** One object for all picks: a pick ends before the next begins. */
const PICK: Mutable<PickRequest> = {
  callee: "",
  tags: NO_TAGS,
  place: NOWHERE,
  link: { name: "", step: "any" },
  now: 0,
  draws: [],
  excluded: undefined,
};

function pickRequest(
  pool: SelectablePool,
  link: Link,
  { callee, tags, now, draws }: SelectionRequest,
  excluded: ReadonlySet<number> | undefined,
): PickRequest {
  PICK.callee = callee;
  PICK.tags = tags ?? NO_TAGS;
  PICK.place = pool.kind.name === "custom" ? pool.route.placeOf(callee) : NOWHERE;
  PICK.link = link;
  PICK.now = now;
  PICK.draws = draws;
  PICK.excluded = excluded;
  return PICK;
}

function placesOf(
  used: readonly number[],
  pool: SelectablePool,
  bucket: SelectableBucket,
): ReadonlySet<number> {
  const places = new Set<number>();
  for (const id of used) {
    const member = pool.memberOf(id);
    const place = member < 0 ? -1 : pool.placeIn(bucket, member);
    if (place >= 0) places.add(place);
  }
  return places;
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

function refuse(
  code: RefusalCode,
  reasons: Reasons,
  retryAt = Number.POSITIVE_INFINITY,
  isAtLatest = false,
): Refusal {
  if (retryAt === Number.POSITIVE_INFINITY) return { ok: false, code, reasons };
  return { ok: false, code, retryAt, ...(isAtLatest ? { atLatest: true } : {}), reasons };
}

/** A refusal for which no link was looked at. */
function refuseEarly(
  code: RefusalCode,
  pool: SelectablePool,
  { traceNumbers }: SelectionRequest,
  retryAt?: number,
): Refusal {
  const reasons = reasonsOf("none", undefined, pool, NONE_SKIPPED);
  if (traceNumbers !== undefined) reasons.trace = { links: [] };
  return refuse(code, reasons, retryAt);
}

/** Adds what was seen, if it was asked for. `reasons.skipped` says what became of the links that were tried. */
function addTrace(
  reasons: MutableReasons,
  pool: SelectablePool,
  chain: SelectableChain,
  { traceNumbers }: SelectionRequest,
  chosenLink: number,
  chosen: number,
  used: readonly number[],
): void {
  if (traceNumbers === undefined) return;
  const { skipped } = reasons;
  reasons.trace = traceOf(pool, chain, { bound: traceNumbers, skipped, chosenLink, chosen, used });
}
