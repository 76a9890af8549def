import type { Bucket, MemberColumns } from "./bucket.js";
import { drawFrom, rejectNoDraw } from "./check-input.js";
import type { Extensions } from "./extensions.js";
import type { LeaseBook } from "./leases.js";
import { callWindows } from "./limits/call-windows.js";
import { type DecidingLimit, decidingOf, type OnLimit } from "./limits/free-at.js";
import { internLimits, type MemberFreeAt, memberFreeAt } from "./limits/pool-limits.js";
import type { Numbers } from "./numbers.js";
import { createOrderKind } from "./orders/create-order.js";
import type { OrderKind } from "./orders/order.js";
import { PoolMembers } from "./pool-members.js";
import { seat } from "./pool-seating.js";
import type { Route } from "./routes/compile.js";
import type { SelectableChain, SelectablePool } from "./selectable.js";
import type { Link, Policy, PoolNumber, Tags } from "./types.js";
import type { BucketTurns, Turns } from "./usage.js";
import { WakeQueue } from "./wake-queue.js";

/** What a pool is built from. */
export interface PoolParts {
  readonly policy: Policy;
  readonly route: Route;
  readonly members: readonly PoolNumber[];
  readonly numbers: Numbers;
  readonly leases: LeaseBook;
  readonly extensions: Extensions;
  readonly now: number;
  /** For newcomers under an order that draws for them. */
  readonly random: (() => number) | undefined;
  /** From the pool as it was before, to go on from there. */
  readonly turns: Turns | undefined;
}

/** A chain of links with their buckets: `undefined` where the pool has none. */
export type BoundChain = SelectableChain<Bucket>;

/**
 * A pool, ready for selection: its members by slug in columns, its buckets, and
 * when its parked members wake.
 *
 * A member is meant by its position in slug order. Parking and waking are told to
 * the orders of all its buckets, for whom it is arithmetic; nothing is searched.
 * A pool that changes is built anew from the turns of the old one: one way for
 * a first load, a reload and a snapshot, O(n log n).
 */
export class Pool implements MemberColumns, SelectablePool<Bucket> {
  readonly policy: Policy;
  readonly route: Route;
  readonly kind: OrderKind;
  /** By slug. */
  readonly numbers: readonly PoolNumber[];
  /** Members that rest now; the namespace keeps it up to date. */
  resting = 0;
  readonly #namespace: Numbers;
  readonly #members: PoolMembers;
  readonly #judge: MemberFreeAt;
  readonly #chains = new WeakMap<readonly Link[], BoundChain>();
  readonly #wakes: WakeQueue;
  /** Rolling calls in the day as the orders know them; absent unless the order's kind watches. */
  readonly #told: Int32Array | undefined;
  /** The 15-minute slot up to which orders were told what left the rolling day. */
  #toldSlot: number;
  #now: number;

  constructor(parts: PoolParts) {
    const { policy, route, members, numbers, now, turns } = parts;
    const earlier = turns?.order === policy.order.name ? turns : undefined;
    this.policy = policy;
    this.route = route;
    this.numbers = [...members].sort(bySlug);
    const slugs = new Set(earlier?.learned === undefined ? [] : members.map(({ slug }) => slug));
    const learned = earlier?.learned?.filter(([slug]) => slugs.has(slug));
    this.kind = createOrderKind(policy.order, parts.extensions.orders, learned);
    this.#now = now;
    this.#toldSlot = numbers.day.slotOf(now);
    this.#namespace = numbers;
    const limits = internLimits(this.numbers, policy);
    const before = new Map(Object.entries(earlier?.buckets ?? {}));
    this.#members = new PoolMembers(this.numbers, seat(this.numbers, route), limits.index, this);
    this.#wakes = new WakeQueue(this.#members);
    this.#judge = memberFreeAt(this.numbers, limits.different, this.#members, {
      numbers,
      leases: parts.leases,
      ...callWindows(numbers, policy.limits.window),
    });

    const draws = this.kind.drawsOnJoin ? this.#drawForNewcomers(before, parts.random) : undefined;
    // Nothing above changes the namespace: whatever is wrong with the input has been thrown by now.
    numbers.reserve(this.numbers.filter(({ slug }) => numbers.find(slug) < 0).length);
    this.#members.identify((member) => numbers.intern((this.numbers[member] as PoolNumber).slug));
    this.#told = this.kind.watches
      ? Int32Array.from(this.numbers, (_, member) => this.callsInDayOf(member))
      : undefined;

    for (const bucket of this.#members.buckets.values()) {
      bucket.order = this.kind.create({
        members: bucket,
        turns: before.get(bucket.name),
        joinDraw: (place) => draws?.[bucket.memberAt(place)] ?? 0,
      });
    }
    this.#admitAll(before, new Set(earlier?.parked));
  }

  get size(): number {
    return this.numbers.length;
  }

  /** The member that a number is; −1 when it is none. */
  memberOf(id: number): number {
    return this.#members.memberOf(id);
  }

  idOf(member: number): number {
    return this.#members.idOf(member);
  }

  /** When a member is free; 0 if it is. */
  freeAtOf(member: number): number {
    return this.#members.freeAtOf(member);
  }

  isParked(member: number): boolean {
    return this.freeAtOf(member) !== 0;
  }

  weightOf(member: number): number {
    return this.#members.weightOf(member);
  }

  lastSequenceOf(member: number): number {
    return this.#namespace.lastSequence(this.idOf(member));
  }

  inFlightOf(member: number): number {
    return this.#namespace.inFlight(this.idOf(member));
  }

  callsInDayOf(member: number): number {
    return this.#namespace.callsInDay(this.idOf(member), this.#now);
  }

  /** The limits that hold a member, each with the instant at which it ends. */
  eachLimit(member: number, onLimit: OnLimit): void {
    this.#judge(member, this.#now, onLimit);
  }

  /** The limit that decides when a member is free; `undefined` when it is. */
  decidingLimit(member: number): DecidingLimit | undefined {
    return decidingOf((onLimit) => this.eachLimit(member, onLimit));
  }

  /** Looks at every member of the bucket: only when a call goes beyond limits. */
  leastRecentlyUsed({ members }: Bucket): number {
    let least = -1;
    for (const member of members) {
      if (this.#namespace.quarantinedUntil(this.idOf(member)) > this.#now) continue;
      if (least < 0 || this.lastSequenceOf(member) < this.lastSequenceOf(least)) least = member;
    }
    return least;
  }

  /** The links that may serve a call, in the order to try, with their buckets. */
  chainOf(callee: string, tags: Tags | undefined): BoundChain {
    const links = this.route.chainOf(callee, tags);
    const known = this.#chains.get(links);
    if (known !== undefined) return known;
    const chain = { links, buckets: links.map(({ name }) => this.#members.buckets.get(name)) };
    this.#chains.set(links, chain);
    return chain;
  }

  /** A member's place in a bucket; −1 when it is not in it. */
  placeIn(bucket: Bucket, member: number): number {
    return this.#members.placeIn(bucket, member);
  }

  /** Moves the pool's time on, and wakes every member whose time has come. */
  advance(now: number): void {
    this.#now = now;
    for (let due = this.#wakes.pop(now); due >= 0; due = this.#wakes.pop(now)) this.refresh(due, now);
    if (this.#told !== undefined) this.#tellCallsThatLeft(this.#told);
  }

  /** Parks or wakes a member as its limits say at `now`. Called whenever something of its number changed, or its time has come. */
  refresh(member: number, now: number): void {
    this.#now = now;
    const freeAt = this.#judge(member, now);
    let before = this.freeAtOf(member);
    // Its time had come before what has just changed.
    if (before > 0 && before <= now) {
      this.#members.admit(member);
      before = 0;
    }
    if (freeAt === before) return;
    if (freeAt === 0) {
      this.#members.admit(member);
      return;
    }
    if (before === 0) this.#members.park(member, freeAt);
    else this.#members.moved(member, freeAt);
    this.#wakes.push(member, freeAt, now);
  }

  /** Tells the orders that a number's sequence, load or leases changed, if they want to know. */
  tell(member: number): void {
    if (this.#told === undefined) return;
    this.#told[member] = this.callsInDayOf(member);
    this.#members.changed(member);
  }

  /** What a pool built after this one goes on from. */
  turns(): Turns {
    const buckets: [string, BucketTurns][] = [];
    for (const { name, order } of this.#members.buckets.values()) {
      const turns = order.turns();
      if (turns !== undefined) buckets.push([name, turns]);
    }
    const learned = this.kind.learned();
    return {
      order: this.policy.order.name,
      parked: this.numbers.filter((_, member) => this.isParked(member)).map(({ slug }) => slug),
      buckets: Object.fromEntries(buckets),
      ...(learned === undefined ? {} : { learned }),
    };
  }

  #admitAll(before: ReadonlyMap<string, BucketTurns>, wasParked: ReadonlySet<string>): void {
    for (const [member, { slug }] of this.numbers.entries()) {
      const freeAt = this.#judge(member, this.#now);
      this.#members.enter(
        member,
        freeAt,
        ({ name }) => !wasParked.has(slug) && hadSeat(before.get(name), slug),
      );
      if (freeAt > 0) this.#wakes.push(member, freeAt, this.#now);
    }
  }

  /** One draw for each member that is new to at least one of its buckets, in slug order. */
  #drawForNewcomers(
    before: ReadonlyMap<string, BucketTurns>,
    random: (() => number) | undefined,
  ): Float64Array {
    const draws = new Float64Array(this.size);
    for (const [member, { slug }] of this.numbers.entries()) {
      if (this.#members.bucketsOf(member).every(({ name }) => hadSeat(before.get(name), slug))) continue;
      if (random === undefined) rejectNoDraw();
      draws[member] = drawFrom(random);
    }
    return draws;
  }

  #tellCallsThatLeft(told: Int32Array): void {
    const slot = this.#namespace.day.slotOf(this.#now);
    if (slot === this.#toldSlot) return;
    this.#toldSlot = slot;
    for (let member = 0; member < this.size; member++)
      if (told[member] !== this.callsInDayOf(member)) this.tell(member);
  }
}

function hadSeat(turns: BucketTurns | undefined, slug: string): boolean {
  return turns !== undefined && Object.hasOwn(turns.starts, slug);
}

function bySlug(a: PoolNumber, b: PoolNumber): number {
  return a.slug < b.slug ? -1 : a.slug > b.slug ? 1 : 0;
}
