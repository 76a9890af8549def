import { drawFrom } from "./check-input.js";
import type { Member, Seat } from "./member.js";
import { isDrawn } from "./orders/order-names.js";
import type { Pool } from "./pool.js";
import type { AffinityOutcome, E164, OrderName, Reasons, Refusal, SkippedLink, Tags } from "./types.js";

/** A call that needs a caller ID, with its input checked and its time clamped. */
export interface SelectionRequest {
  readonly callee: E164;
  readonly tags: Tags | undefined;
  readonly now: number;
  readonly random: () => number;
}

/** A member chosen, and why. Its turn is taken; its call is still to be counted. */
export interface MemberChoice {
  readonly ok: true;
  readonly member: Member;
  readonly reasons: Reasons;
}

/** What became of the callee's earlier number; where it may be used again, itself and its seat. */
type Sticky =
  | { readonly outcome: "none" | "gone" | "at_limit" }
  | { readonly outcome: "kept"; readonly member: Member; readonly seat: Seat };

/**
 * Affinity, route, order and limits put together: the callee's earlier number
 * if it fits, or else the first number of the first link that has one available.
 *
 * Limits need no test here: a number at a limit is parked, and no order holds it.
 */
export function select(
  pool: Pool,
  previous: string | undefined,
  request: SelectionRequest,
): MemberChoice | Refusal {
  const { order, affinity } = pool.policy;
  // Drawn for every selection, even one that affinity decides, so that equal draws stay in step on every store.
  const draw = isDrawn(order) ? drawFrom(request.random) : 0;
  if (pool.members.length === 0) return refuse("pool_empty", { affinity: "none", order, skipped: [] });

  const chain = pool.route.chainOf(request.callee, request.tags);
  const sticky = stickTo(affinity === "sticky" ? previous : undefined, pool, chain);
  if (sticky.outcome === "kept") {
    const { member, seat } = sticky;
    seat.bucket.order.charge(seat.place);
    return {
      ok: true,
      member,
      reasons: { affinity: "kept", previous: member.slug, order, skipped: NONE_SKIPPED },
    };
  }
  return firstOf(pool, chain, draw, reasonsOf(sticky.outcome, previous, order));
}

const NONE_SKIPPED: readonly SkippedLink[] = Object.freeze([]);

/** Reasons that begin with affinity; the route adds to them. */
type MutableReasons = { -readonly [Key in keyof Reasons]: Reasons[Key] };

function reasonsOf(
  affinity: AffinityOutcome,
  previous: string | undefined,
  order: OrderName,
): MutableReasons {
  if (affinity === "none" || previous === undefined) return { affinity, order, skipped: NONE_SKIPPED };
  return { affinity, previous, order, skipped: NONE_SKIPPED };
}

/** Takes from the first link that has a number available. */
function firstOf(
  pool: Pool,
  chain: readonly string[],
  draw: number,
  reasons: MutableReasons,
): MemberChoice | Refusal {
  const skipped: SkippedLink[] = [];
  let retryAt = Number.POSITIVE_INFINITY;
  for (const link of chain) {
    const bucket = pool.buckets.get(link);
    if (bucket === undefined) {
      skipped.push({ link, reason: "no_number", size: 0 });
    } else if (bucket.order.available === 0) {
      skipped.push({ link, reason: "all_at_limit", size: bucket.size });
      retryAt = Math.min(retryAt, bucket.firstFreeAt);
    } else {
      reasons.link = link;
      if (skipped.length > 0) reasons.skipped = skipped;
      return { ok: true, member: bucket.take(draw), reasons };
    }
  }
  reasons.skipped = skipped;
  const isExhausted = skipped.some(({ reason }) => reason === "all_at_limit");
  return refuse(isExhausted ? "exhausted" : "no_match", reasons, retryAt);
}

/** A number used again takes its turn in the first bucket of the chain that it belongs to. */
function stickTo(previous: string | undefined, pool: Pool, chain: readonly string[]): Sticky {
  if (previous === undefined) return { outcome: "none" };
  const member = pool.member(previous);
  const seat = member === undefined ? undefined : firstSeat(member, chain);
  if (member === undefined || seat === undefined) return { outcome: "gone" };
  return member.isParked ? { outcome: "at_limit" } : { outcome: "kept", member, seat };
}

function firstSeat({ bucketNames, seats }: Member, chain: readonly string[]): Seat | undefined {
  const first = chain.find((link) => bucketNames.includes(link));
  return first === undefined ? undefined : seats[bucketNames.indexOf(first)];
}

function refuse(code: Refusal["code"], reasons: Reasons, retryAt = Number.POSITIVE_INFINITY): Refusal {
  return { ok: false, code, ...(Number.isFinite(retryAt) ? { retryAt } : {}), reasons };
}
