import { Bucket, type MemberColumns } from "./bucket.js";
import { drawFrom, rejectNoDraw } from "./check-input.js";
import type { Extensions } from "./extensions.js";
import { InstantHeap } from "./instant-heap.js";
import type { LeaseBook } from "./leases.js";
import { callWindows } from "./limits/call-windows.js";
import {
  type DecidingLimit,
  decidingLimitOf,
  freeAtOf,
  type LimitContext,
  type OnLimit,
} from "./limits/free-at.js";
import { type MemberLimits, memberLimitsOf } from "./limits/member-limits.js";
import type { Numbers } from "./numbers.js";
import { createOrderKind } from "./orders/create-order.js";
import type { OrderKind } from "./orders/order.js";
import type { Route } from "./routes/compile.js";
import type { SelectableChain, SelectablePool } from "./selectable.js";
import type { Link, Policy, PoolNumber, Tags } from "./types.js";
import type { BucketTurns, Turns } from "./usage.js";

// What one member's record holds: 32 bytes, half a cache line, as doubles and as 32-bit integers.
const DOUBLES = 4;
const FREE_AT = 0;
const WEIGHT = 1;
const INTEGERS = 8;
const ID = 4;
const LIST = 5;
const FIRST_PLACE = 6;
const LIMITS = 7;

/** A member that is free again within this time waits in a heap of its own, which minimum gaps keep small. */
const SOON_MS = 60_000;

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
  readonly #doubles: Float64Array;
  readonly #integers: Int32Array;
  /** Members by id, from the least id on; −1 for numbers of other pools. Absent where ids rise one by one with slugs. */
  readonly #memberOf: Int32Array | undefined;
  readonly #leastId: number;
  readonly #context: LimitContext & { readonly numbers: Numbers };
  /** Different limits, of which each member has the index. */
  readonly #limits: readonly MemberLimits[];
  /** `NaN` where a number needs no warm-up; absent when none does. */
  readonly #activeSince: Float64Array | undefined;
  readonly #buckets: ReadonlyMap<string, Bucket>;
  /** Different lists of buckets, of which each member has the index. */
  readonly #lists: readonly (readonly Bucket[])[];
  /** Each member's place in each bucket of its list; members one after the other. */
  readonly #places: Int32Array;
  readonly #chains = new WeakMap<readonly Link[], BoundChain>();
  readonly #soon = new InstantHeap();
  readonly #later = new InstantHeap();
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
    const { length } = members;
    this.#context = { numbers, leases: parts.leases, ...callWindows(numbers, policy.limits.window) };
    const limits = internLimits(this.numbers, policy);
    this.#limits = limits.different;
    this.#activeSince = this.numbers.some(({ activeSince }) => activeSince !== undefined)
      ? Float64Array.from(this.numbers, ({ activeSince }) => activeSince ?? Number.NaN)
      : undefined;

    const before = new Map(Object.entries(earlier?.buckets ?? {}));
    const seating = seat(this.numbers, route);
    this.#doubles = new Float64Array(length * DOUBLES);
    this.#integers = new Int32Array(this.#doubles.buffer);
    for (const [member, { weight = 1 }] of this.numbers.entries()) {
      this.#doubles[member * DOUBLES + WEIGHT] = weight;
      this.#integers[member * INTEGERS + LIST] = seating.listOf[member] as number;
      this.#integers[member * INTEGERS + FIRST_PLACE] = seating.firstPlace[member] as number;
      this.#integers[member * INTEGERS + LIMITS] = limits.index[member] as number;
    }
    this.#places = seating.places;
    this.#buckets = new Map(
      [...seating.members].map(([name, positions]) => [name, new Bucket(name, positions, this)]),
    );
    this.#lists = seating.lists.map((names) => names.map((name) => this.#buckets.get(name) as Bucket));

    const draws = this.kind.drawsOnJoin ? this.#drawForNewcomers(before, parts.random) : undefined;
    // Nothing above changes the namespace: whatever is wrong with the input has been thrown by now.
    numbers.reserve(this.numbers.filter(({ slug }) => numbers.find(slug) < 0).length);
    let leastId = Number.POSITIVE_INFINITY;
    let greatestId = -1;
    let isContiguous = true;
    for (const [member, { slug }] of this.numbers.entries()) {
      const id = numbers.intern(slug);
      this.#integers[member * INTEGERS + ID] = id;
      isContiguous &&= member === 0 || id === this.idOf(member - 1) + 1;
      leastId = Math.min(leastId, id);
      greatestId = Math.max(greatestId, id);
    }
    this.#leastId = length === 0 ? 0 : leastId;
    if (!isContiguous) {
      const memberOf = new Int32Array(greatestId - leastId + 1).fill(-1);
      for (let member = 0; member < length; member++) memberOf[this.idOf(member) - leastId] = member;
      this.#memberOf = memberOf;
    }
    this.#told = this.kind.watches
      ? Int32Array.from(this.numbers, (_, member) => this.callsInDayOf(member))
      : undefined;

    for (const bucket of this.#buckets.values()) {
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
    const at = id - this.#leastId;
    if (this.#memberOf === undefined) return at >= 0 && at < this.size ? at : -1;
    return at >= 0 && at < this.#memberOf.length ? (this.#memberOf[at] as number) : -1;
  }

  idOf(member: number): number {
    return this.#integers[member * INTEGERS + ID] as number;
  }

  /** When a member is free; 0 if it is. */
  freeAtOf(member: number): number {
    return this.#doubles[member * DOUBLES + FREE_AT] as number;
  }

  isParked(member: number): boolean {
    return this.freeAtOf(member) !== 0;
  }

  weightOf(member: number): number {
    return this.#doubles[member * DOUBLES + WEIGHT] as number;
  }

  lastSequenceOf(member: number): number {
    return this.#context.numbers.lastSequence(this.idOf(member));
  }

  inFlightOf(member: number): number {
    return this.#context.numbers.inFlight(this.idOf(member));
  }

  callsInDayOf(member: number): number {
    return this.#context.numbers.callsInDay(this.idOf(member), this.#now);
  }

  /** The limits that hold a member, each with the instant at which it ends. */
  eachLimit(member: number, onLimit: OnLimit): void {
    freeAtOf(
      this.#context,
      this.idOf(member),
      this.#limitsOf(member),
      this.#activeSinceOf(member),
      this.#now,
      onLimit,
    );
  }

  /** The limit that decides when a member is free; `undefined` when it is. */
  decidingLimit(member: number): DecidingLimit | undefined {
    return decidingLimitOf(
      this.#context,
      this.idOf(member),
      this.#limitsOf(member),
      this.#activeSinceOf(member),
      this.#now,
    );
  }

  /** Looks at every member of the bucket: only when a call goes beyond limits. */
  leastRecentlyUsed({ members }: Bucket): number {
    let least = -1;
    for (const member of members) {
      if (this.#context.numbers.quarantinedUntil(this.idOf(member)) > this.#now) continue;
      if (least < 0 || this.lastSequenceOf(member) < this.lastSequenceOf(least)) least = member;
    }
    return least;
  }

  /** The links that may serve a call, in the order to try, with their buckets. */
  chainOf(callee: string, tags: Tags | undefined): BoundChain {
    const links = this.route.chainOf(callee, tags);
    const known = this.#chains.get(links);
    if (known !== undefined) return known;
    const chain = { links, buckets: links.map(({ name }) => this.#buckets.get(name)) };
    this.#chains.set(links, chain);
    return chain;
  }

  /** A member's place in a bucket; −1 when it is not in it. */
  placeIn(bucket: Bucket, member: number): number {
    const index = this.#bucketsOf(member).indexOf(bucket);
    return index < 0 ? -1 : this.#placeAt(member, index);
  }

  /** Moves the pool's time on, and wakes every member whose time has come. */
  advance(now: number): void {
    this.#now = now;
    this.#wakeFrom(this.#soon, now);
    this.#wakeFrom(this.#later, now);
    if (this.#told !== undefined) this.#tellCallsThatLeft(this.#told);
  }

  /** Parks or wakes a member as its limits say at `now`. Called whenever something of its number changed, or its time has come. */
  refresh(member: number, now: number): void {
    this.#now = now;
    const freeAt = freeAtOf(
      this.#context,
      this.idOf(member),
      this.#limitsOf(member),
      this.#activeSinceOf(member),
      now,
    );
    let before = this.freeAtOf(member);
    // Its time had come before what has just changed.
    if (before > 0 && before <= now) {
      this.#admit(member);
      before = 0;
    }
    if (freeAt === before) return;
    if (freeAt === 0) {
      this.#admit(member);
      return;
    }
    this.#setFreeAt(member, freeAt);
    if (before === 0) this.#park(member, freeAt);
    else this.#tellMoved(member, freeAt);
    this.#schedule(member, freeAt, now);
  }

  /** Tells the orders that a number's sequence, load or leases changed, if they want to know. */
  tell(member: number): void {
    if (this.#told === undefined) return;
    this.#told[member] = this.callsInDayOf(member);
    const buckets = this.#bucketsOf(member);
    for (let index = 0; index < buckets.length; index++)
      (buckets[index] as Bucket).order.changed(this.#placeAt(member, index));
  }

  /** What a pool built after this one goes on from. */
  turns(): Turns {
    const buckets: [string, BucketTurns][] = [];
    for (const { name, order } of this.#buckets.values()) {
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
      const freeAt = freeAtOf(
        this.#context,
        this.idOf(member),
        this.#limitsOf(member),
        this.#activeSinceOf(member),
        this.#now,
      );
      const weight = this.weightOf(member);
      const isStaying = ({ name }: Bucket) => !wasParked.has(slug) && hadSeat(before.get(name), slug);
      for (const [index, bucket] of this.#bucketsOf(member).entries()) {
        const place = this.#placeAt(member, index);
        if (isStaying(bucket)) {
          this.#setFreeAt(member, 0);
          bucket.order.add(place, "stays", weight);
          this.#setFreeAt(member, freeAt);
          if (freeAt > 0) bucket.order.remove(place, weight);
        } else {
          this.#setFreeAt(member, freeAt);
          if (freeAt === 0) bucket.order.add(place, "joins", weight);
        }
      }
      this.#setFreeAt(member, freeAt);
      if (freeAt > 0) this.#schedule(member, freeAt, this.#now);
    }
  }

  /** One draw for each member that is new to at least one of its buckets, in slug order. */
  #drawForNewcomers(
    before: ReadonlyMap<string, BucketTurns>,
    random: (() => number) | undefined,
  ): Float64Array {
    const draws = new Float64Array(this.size);
    for (const [member, { slug }] of this.numbers.entries()) {
      if (this.#bucketsOf(member).every(({ name }) => hadSeat(before.get(name), slug))) continue;
      if (random === undefined) rejectNoDraw();
      draws[member] = drawFrom(random);
    }
    return draws;
  }

  #admit(member: number): void {
    this.#setFreeAt(member, 0);
    const buckets = this.#bucketsOf(member);
    const weight = this.weightOf(member);
    for (let index = 0; index < buckets.length; index++) {
      const bucket = buckets[index] as Bucket;
      const place = this.#placeAt(member, index);
      bucket.moved(place, 0);
      bucket.order.add(place, "joins", weight);
    }
  }

  #park(member: number, freeAt: number): void {
    const buckets = this.#bucketsOf(member);
    const weight = this.weightOf(member);
    for (let index = 0; index < buckets.length; index++) {
      const bucket = buckets[index] as Bucket;
      const place = this.#placeAt(member, index);
      bucket.moved(place, freeAt);
      bucket.order.remove(place, weight);
    }
  }

  #tellMoved(member: number, freeAt: number): void {
    const buckets = this.#bucketsOf(member);
    for (let index = 0; index < buckets.length; index++)
      (buckets[index] as Bucket).moved(this.#placeAt(member, index), freeAt);
  }

  #setFreeAt(member: number, freeAt: number): void {
    this.#doubles[member * DOUBLES + FREE_AT] = freeAt;
  }

  #schedule(member: number, freeAt: number, now: number): void {
    if (freeAt === Number.POSITIVE_INFINITY) return;
    const heap = freeAt - now <= SOON_MS ? this.#soon : this.#later;
    heap.push(freeAt, member);
    // Entries of members that were parked anew in the meantime would pile up.
    if (heap.size > 2 * this.size + 64) heap.retain((at, item) => this.freeAtOf(item) === at);
  }

  #wakeFrom(heap: InstantHeap, now: number): void {
    while (heap.firstAt <= now) {
      const at = heap.firstAt;
      const member = heap.first;
      heap.pop();
      if (this.freeAtOf(member) === at) this.refresh(member, now);
    }
  }

  #tellCallsThatLeft(told: Int32Array): void {
    const slot = this.#context.numbers.day.slotOf(this.#now);
    if (slot === this.#toldSlot) return;
    this.#toldSlot = slot;
    for (let member = 0; member < this.size; member++)
      if (told[member] !== this.callsInDayOf(member)) this.tell(member);
  }

  #bucketsOf(member: number): readonly Bucket[] {
    return this.#lists[this.#integers[member * INTEGERS + LIST] as number] as readonly Bucket[];
  }

  /** Its place in the bucket that stands at `index` of its list. */
  #placeAt(member: number, index: number): number {
    return this.#places[(this.#integers[member * INTEGERS + FIRST_PLACE] as number) + index] as number;
  }

  #limitsOf(member: number): MemberLimits {
    return this.#limits[this.#integers[member * INTEGERS + LIMITS] as number] as MemberLimits;
  }

  #activeSinceOf(member: number): number {
    return this.#activeSince === undefined ? Number.NaN : (this.#activeSince[member] as number);
  }
}

/** Who is in which bucket, and where. */
interface Seating {
  readonly members: ReadonlyMap<string, Int32Array>;
  readonly lists: readonly (readonly string[])[];
  readonly listOf: Int32Array;
  readonly firstPlace: Int32Array;
  readonly places: Int32Array;
}

/** Numbers alike are in the same buckets, so each different list of names is kept once. */
function seat(numbers: readonly PoolNumber[], route: Route): Seating {
  const indexOf = new Map<readonly string[], number>();
  const listOf = Int32Array.from(numbers, (number) => {
    const names = route.bucketsOf(number);
    const known = indexOf.get(names) ?? indexOf.size;
    indexOf.set(names, known);
    return known;
  });
  const lists = [...indexOf.keys()];
  const sizes = new Map<string, number>();
  const firstPlace = new Int32Array(numbers.length);
  let seats = 0;
  for (const [member, list] of listOf.entries()) {
    firstPlace[member] = seats;
    for (const name of lists[list] as readonly string[]) {
      sizes.set(name, (sizes.get(name) ?? 0) + 1);
      seats++;
    }
  }
  const members = new Map([...sizes].map(([name, size]) => [name, new Int32Array(size)]));
  const taken = new Map<string, number>();
  const places = new Int32Array(seats);
  seats = 0;
  for (const [member, list] of listOf.entries()) {
    for (const name of lists[list] as readonly string[]) {
      const place = taken.get(name) ?? 0;
      taken.set(name, place + 1);
      (members.get(name) as Int32Array)[place] = member;
      places[seats++] = place;
    }
  }
  return { members, lists, listOf, firstPlace, places };
}

/** Numbers with the same limits of their own share them. */
function internLimits(
  numbers: readonly PoolNumber[],
  policy: Policy,
): { readonly different: readonly MemberLimits[]; readonly index: Int32Array } {
  const indexOf = new Map<string, number>();
  const different: MemberLimits[] = [];
  const index = Int32Array.from(numbers, ({ limits }) => {
    const key = limits === undefined ? "" : JSON.stringify(limits);
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    indexOf.set(key, different.length);
    return different.push(memberLimitsOf(limits, policy.limits)) - 1;
  });
  return { different, index };
}

function hadSeat(turns: BucketTurns | undefined, slug: string): boolean {
  return turns !== undefined && Object.hasOwn(turns.starts, slug);
}

function bySlug(a: PoolNumber, b: PoolNumber): number {
  return a.slug < b.slug ? -1 : a.slug > b.slug ? 1 : 0;
}
