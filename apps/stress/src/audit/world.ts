import type { Extensions, PoolDefinition } from "@dialpool/pool-strategies";
import { type AuditedPool, auditedPool } from "./audited-pool.js";
import { CalleeBook } from "./callee-book.js";
import type { GrantStep, SettleStep } from "./history.js";
import { NumberBook } from "./number-book.js";
import { lawOf } from "./orders/law-of.js";
import type { OrderLaw } from "./orders/order-law.js";

/** A lease as it stands. */
export interface AuditedLease {
  readonly grant: GrantStep;
  state: "open" | "ended" | "released";
}

/** A pool and the law of its order. */
export interface LawfulPool extends AuditedPool {
  readonly law: OrderLaw;
}

/** The namespace as the merged history tells it: numbers, callees, leases, pools. */
export class World {
  readonly #maxCallMs: number;
  readonly #books = new Map<string, NumberBook>();
  readonly callees = new CalleeBook();
  readonly leases = new Map<string, AuditedLease>();
  readonly pools = new Map<string, LawfulPool>();

  constructor(maxCallMs: number) {
    this.#maxCallMs = maxCallMs;
  }

  load(definition: PoolDefinition, draws: readonly number[], extensions: Extensions): void {
    const pool = auditedPool(definition, (slug) => this.bookOf(slug));
    this.pools.set(pool.poolId, { ...pool, law: lawOf(pool, draws, extensions) });
  }

  bookOf(slug: string): NumberBook {
    const book = this.#books.get(slug) ?? new NumberBook();
    this.#books.set(slug, book);
    return book;
  }

  /** Places of the pool's numbers that are free, rising. */
  freeAt({ members }: AuditedPool, now: number): readonly number[] {
    const free: number[] = [];
    for (const [place, { book, limits }] of members.entries()) if (book.isFree(limits, now)) free.push(place);
    return free;
  }

  grant(step: GrantStep): void {
    const { lease, sequence, now } = step;
    const liveUntil = Math.max(lease.acquiredAt + this.#maxCallMs, lease.holdUntil);
    this.bookOf(lease.slug).enter(lease.id, sequence, lease.acquiredAt, liveUntil);
    this.callees.enter(lease.callee, lease.acquiredAt);
    this.leases.set(lease.id, { grant: step, state: "open" });
    for (const { placeOf, members, law } of this.pools.values()) {
      const place = placeOf.get(lease.slug);
      const member = place === undefined ? undefined : members[place];
      if (place !== undefined && member !== undefined && !member.book.isFree(member.limits, now))
        law.parked(place);
    }
  }

  settle({ begun: { leaseId, to, outcome = "unknown" }, now }: SettleStep): void {
    const lease = this.leases.get(leaseId);
    if (lease === undefined || lease.state !== "open") return;
    const { slug, poolId, callee, acquiredAt } = lease.grant.lease;
    const book = this.bookOf(slug);
    if (to === "released") {
      lease.state = "released";
      book.giveBack(leaseId, acquiredAt);
      this.callees.takeBack(callee, acquiredAt);
    }
    if (to !== "ended") return;
    lease.state = "ended";
    book.end(leaseId);
    if (outcome === "failed" || outcome === "blocked") book.failuresInRow++;
    else if (outcome !== "canceled" && outcome !== "unknown") book.failuresInRow = 0;
    const pool = this.pools.get(poolId);
    const place = pool?.placeOf.get(slug);
    if (place !== undefined) pool?.law.ended?.(place, outcome, now);
  }
}
