import type { AcquireRequest, Lease, LinkStep, PoolNumber, Selection } from "@dialpool/pool-strategies";
import {
  checkAcquire,
  DRAWS,
  drawsFrom,
  leaseIdOf,
  type MemberChoice,
  select,
} from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import type { PoolShelf } from "../pools/pool-shelf.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { Changes } from "./changes.js";

/** Chooses a number and leases it, or refuses. */
export function acquire(
  books: Books,
  shelf: PoolShelf,
  changes: Changes,
  request: AcquireRequest,
): Selection {
  const { calleeKey, holdMs } = checkAcquire(request);
  const { poolId, callee, tags, random, traceNumbers } = request;
  return books.connection.transaction(() => {
    changes.begin(request.now);
    const pool = shelf.named(poolId);
    const chain = pool.chainOf(callee, tags);
    const draws = drawsFrom(random, DRAWS[pool.kind.name]);
    const now = changes.lapse();
    pool.advance();
    const choice = select(books, pool, chain, { callee, calleeKey, tags, now, draws, traceNumbers });
    if (!choice.ok) return choice;
    const sequence = grant(books, pool, choice, calleeKey, holdMs);
    changes.changed(choice.number);
    const number = pool.numbers[choice.member] as PoolNumber;
    const lease: Lease = {
      id: leaseIdOf(sequence),
      sequence,
      poolId,
      slug: number.slug,
      callee,
      state: "held",
      acquiredAt: now,
      holdUntil: now + holdMs,
    };
    return { ok: true, callerId: number.number, number, reasons: choice.reasons, lease };
  });
}

/** Enters a choice. Returns its sequence. */
function grant(
  { namespace, numbers, callees, calls }: Books,
  pool: StoredPool,
  { number, used, isOrdered, reasons }: MemberChoice,
  callee: number,
  holdMs: number,
): number {
  const { now, maxCallMs } = namespace;
  const sequence = namespace.nextSequence();
  if (used !== undefined) callees.setUsed(callee, used, now);
  if (namespace.countsCallees) callees.addCall(callee, now);
  const state = numbers.at(number);
  state.changeCalls(now, 1, now);
  state.lastSequence = sequence;
  state.lastSelectedAt = now;
  const liveUntil = now + Math.max(maxCallMs, holdMs);
  state.beginCall(liveUntil);
  const isLearnt = isOrdered && pool.kind.name === "answer-rate";
  calls.open(
    sequence,
    pool.key,
    number,
    callee,
    now,
    now + holdMs,
    liveUntil,
    isLearnt ? (reasons.step as LinkStep) : undefined,
  );
  return sequence;
}
