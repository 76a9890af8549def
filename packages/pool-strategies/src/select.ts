import { type Preference, preferenceOf } from "./affinity.js";
import type { Bucket } from "./bucket.js";
import type { Callees } from "./callees.js";
import { isAllowed } from "./limits/allowed-countries.js";
import { calleeFreeAt } from "./limits/callee-frequency.js";
import type { Numbers } from "./numbers.js";
import type { PickRequest } from "./orders/order.js";
import type { BoundChain, Pool } from "./pool.js";
import { traceOf } from "./trace.js";
import type { Link, Place, Reasons, Refusal, RefusalCode, SkippedLink, SkipReason, Tags } from "./types.js";

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

/** A member chosen, and why. Its turn is taken; its call is still to be counted. */
export interface MemberChoice {
  readonly ok: true;
  readonly member: number;
  readonly reasons: Reasons;
  /** Whether the route and the order chose it: neither affinity nor overflow. */
  readonly isOrdered: boolean;
  /** Under `fresh`: the numbers that count as used for the callee from now on, this one last. */
  readonly used: readonly number[] | undefined;
}

/** Where a selection is made. */
export interface SelectionPlace {
  readonly pool: Pool;
  readonly numbers: Numbers;
  readonly callees: Callees;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type MutableReasons = Mutable<Reasons>;

const NONE_SKIPPED: readonly SkippedLink[] = Object.freeze([]);
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
  chain: BoundChain,
  request: SelectionRequest,
): MemberChoice | Refusal {
  const { pool, callees, numbers } = place;
  const { policy } = pool;
  const { allowedCountries, maxCallsPerCallee } = policy.limits;
  const reasons: MutableReasons = { affinity: "none", order: policy.order.name, skipped: NONE_SKIPPED };
  const { now } = request;
  if (pool.size === 0) return refuseEarly("pool_empty", reasons, request);
  if (allowedCountries !== null && !isAllowed(allowedCountries, pool.route.placeOf(request.callee)))
    return refuseEarly("country_not_allowed", reasons, request);
  const row = callees.find(request.calleeKey);
  if (maxCallsPerCallee !== null) {
    const retryAt = calleeFreeAt(callees, row, maxCallsPerCallee, now);
    if (retryAt > 0) return refuseEarly("callee_limit", reasons, request, retryAt);
  }

  const preference = preferenceOf(policy.affinity, callees, row, now);
  if (preference.sticky >= 0) {
    const outcome = stickTo(preference.sticky, place, chain, request, reasons);
    if (outcome !== undefined) return outcome;
  }
  const isFresh = policy.affinity.mode === "fresh";
  if (preference.used.length > 0) {
    reasons.affinity = "fresh";
    reasons.previous = numbers.slug(preference.used.at(-1) as number);
  }
  return choose(place, chain, request, reasons, isFresh ? preference : undefined);
}

/** The callee's own number: chosen, refused for, or (`undefined`) given up for the route's choice. */
function stickTo(
  id: number,
  { pool, numbers }: SelectionPlace,
  chain: BoundChain,
  request: SelectionRequest,
  reasons: MutableReasons,
): MemberChoice | Refusal | undefined {
  const { whenGone, whenAtLimit, maxWaitHours } = pool.policy.affinity;
  reasons.previous = numbers.slug(id);
  const member = pool.memberOf(id);
  const home = member < 0 ? -1 : homeOf(member, pool, chain);
  if (home < 0) {
    reasons.affinity = "gone";
    if (whenGone === "fall-through") return undefined;
    addTrace(reasons, pool, chain, request, NONE_SKIPPED);
    return refuse("sticky_gone", reasons);
  }
  if (pool.isParked(member)) {
    reasons.affinity = "at_limit";
    const freeAt = pool.freeAts[member] as number;
    if (whenAtLimit === "fall-through" || freeAt - request.now > maxWaitHours * HOUR_MS) return undefined;
    addTrace(reasons, pool, chain, request, NONE_SKIPPED);
    return refuse("sticky_at_limit", reasons, freeAt, pool.decidingLimit(member)?.name === "concurrent-calls");
  }
  reasons.affinity = "kept";
  const bucket = chain.buckets[home] as Bucket;
  const { name, step } = chain.links[home] as Link;
  reasons.link = name;
  reasons.step = step;
  addTrace(reasons, pool, chain, request, NONE_SKIPPED, home, member);
  bucket.order.charge(pool.placeIn(bucket, member));
  return { ok: true, member, reasons, isOrdered: false, used: undefined };
}

/** The first link of the chain whose bucket holds a member; −1 when none does. */
function homeOf(member: number, pool: Pool, { buckets }: BoundChain): number {
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
  place: SelectionPlace,
  chain: BoundChain,
  request: SelectionRequest,
  reasons: MutableReasons,
  fresh: Preference | undefined,
): MemberChoice | Refusal {
  const { pool } = place;
  let used = fresh?.used ?? NONE_USED;
  let pass = tryLinks(pool, chain, request, used);
  while (pass.member < 0 && pass.isAnyExcluded) {
    used = used.length > 1 ? used.slice(-1) : NONE_USED;
    pass = tryLinks(pool, chain, request, used);
  }
  let { member, linkIndex } = pass;
  reasons.skipped = pass.skipped;
  const isOverflow = member < 0 && pool.policy.limits.whenExhausted === "overflow";
  if (isOverflow) ({ member, linkIndex } = overflow(pool, chain));
  if (request.traceNumbers !== undefined)
    addTrace(reasons, pool, chain, request, pass.skipped, linkIndex, member, used);
  if (member < 0) return refuseExhausted(pool, chain, reasons);
  const { name, step } = chain.links[linkIndex] as Link;
  reasons.link = name;
  reasons.step = step;
  if (isOverflow) reasons.overflow = true;
  return {
    ok: true,
    member,
    reasons,
    isOrdered: !isOverflow,
    used: fresh === undefined ? undefined : withLatest(used, pool.idOf(member)),
  };
}

const NONE_USED: readonly number[] = Object.freeze([]);

function withLatest(used: readonly number[], id: number): readonly number[] {
  return [...used.filter((other) => other !== id), id];
}

function tryLinks(
  pool: Pool,
  { links, buckets }: BoundChain,
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
          return { member: bucket.memberAt(place), linkIndex: index, skipped: skipped ?? NONE_SKIPPED, isAnyExcluded };
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
  pool: Pool,
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

function placesOf(used: readonly number[], pool: Pool, bucket: Bucket): ReadonlySet<number> {
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
  pool: Pool,
  { buckets }: BoundChain,
): { readonly member: number; readonly linkIndex: number } {
  for (const [linkIndex, bucket] of buckets.entries()) {
    let member = -1;
    for (const candidate of bucket?.members ?? []) {
      if (pool.isQuarantined(candidate)) continue;
      if (member < 0 || pool.lastSequenceOf(candidate) < pool.lastSequenceOf(member)) member = candidate;
    }
    if (member >= 0) return { member, linkIndex };
  }
  return { member: -1, linkIndex: -1 };
}

function refuseExhausted(pool: Pool, { buckets }: BoundChain, reasons: Reasons): Refusal {
  if (buckets.every((bucket) => bucket === undefined)) return refuse("no_match", reasons);
  let first = -1;
  for (const bucket of buckets) {
    const member = bucket?.firstToWake() ?? -1;
    if (member < 0) continue;
    if (first < 0 || isBefore(pool, member, first)) first = member;
  }
  if (first < 0) return refuse("exhausted", reasons);
  const isAtLatest = pool.decidingLimit(first)?.name === "concurrent-calls";
  return refuse("exhausted", reasons, pool.freeAts[first], isAtLatest);
}

function isBefore({ freeAts }: Pool, a: number, b: number): boolean {
  const [freeAtOfA, freeAtOfB] = [freeAts[a] as number, freeAts[b] as number];
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
  reasons: MutableReasons,
  { traceNumbers }: SelectionRequest,
  retryAt?: number,
): Refusal {
  if (traceNumbers !== undefined) reasons.trace = { links: [] };
  return refuse(code, reasons, retryAt);
}

function addTrace(
  reasons: MutableReasons,
  pool: Pool,
  chain: BoundChain,
  { traceNumbers }: SelectionRequest,
  skipped: readonly SkippedLink[],
  chosenLink = -1,
  chosen = -1,
  used: readonly number[] = NONE_USED,
): void {
  if (traceNumbers === undefined) return;
  reasons.trace = traceOf(pool, chain, { bound: traceNumbers, skipped, chosenLink, chosen, used });
}
