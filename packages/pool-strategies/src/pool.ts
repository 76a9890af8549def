import { Bucket } from "./bucket.js";
import { IndexedHeap } from "./indexed-heap.js";
import { maxCallsPerDayOf } from "./limits/calls-per-day.js";
import { Member, type NumberState } from "./member.js";
import type { Route } from "./routes/compile.js";
import type { Policy, PoolNumber } from "./types.js";
import type { BucketTurns, Turns } from "./usage.js";

/** What a pool is built from. */
export interface PoolParts {
  readonly policy: Policy;
  readonly route: Route;
  readonly numbers: readonly PoolNumber[];
  readonly stateOf: (slug: string) => NumberState;
  readonly now: number;
  /** From the pool as it was before, to go on from there. */
  readonly turns: Turns | undefined;
}

/**
 * A pool, ready for selection: its members by slug, its buckets, and when its
 * parked members wake.
 *
 * A pool that changes is built anew from the turns of the old one: one way for
 * a first load, a reload and a snapshot, O(n log n).
 */
export class Pool {
  readonly policy: Policy;
  readonly route: Route;
  /** By slug. */
  readonly members: readonly Member[];
  readonly buckets: ReadonlyMap<string, Bucket<Member>>;
  readonly #bySlug: ReadonlyMap<string, Member>;
  readonly #wakes: IndexedHeap;

  constructor({ policy, route, numbers, stateOf, now, turns }: PoolParts) {
    this.policy = policy;
    this.route = route;
    const wakes = new IndexedHeap(numbers.length);
    this.#wakes = wakes;
    this.members = [...numbers].sort(bySlug).map((number, index) => {
      const onFreeAt = (freeAt: number) => (freeAt > 0 ? wakes.set(index, freeAt) : wakes.delete(index));
      const limit = maxCallsPerDayOf(number, policy.limits);
      return new Member(number, stateOf(number.slug), route.bucketsOf(number), limit, onFreeAt);
    });
    this.#bySlug = new Map(this.members.map((member) => [member.slug, member]));

    const earlier = turns?.order === policy.order ? turns : undefined;
    const before = new Map(Object.entries(earlier?.buckets ?? {}));
    this.buckets = this.#seat(before);
    const wasParked = new Set(earlier?.parked);
    for (const member of this.members) {
      const { slug } = member;
      member.enter(now, ({ name }) =>
        wasParked.has(slug) || !hadSeat(before.get(name), slug) ? "joins" : "stays",
      );
    }
  }

  member(slug: string): Member | undefined {
    return this.#bySlug.get(slug);
  }

  /** Makes every member available whose time has come. */
  wake(now: number): void {
    while (this.#wakes.firstKey() <= now) this.members[this.#wakes.first()]?.refresh(now);
  }

  /** What a pool built after this one goes on from. */
  turns(): Turns {
    const buckets: [string, BucketTurns][] = [];
    for (const { name, order } of this.buckets.values()) {
      const turns = order.turns();
      if (turns !== undefined) buckets.push([name, turns]);
    }
    return {
      order: this.policy.order,
      parked: this.members.filter(({ isParked }) => isParked).map(({ slug }) => slug),
      buckets: Object.fromEntries(buckets),
    };
  }

  #seat(before: ReadonlyMap<string, BucketTurns>): ReadonlyMap<string, Bucket<Member>> {
    const membersOf = new Map<string, Member[]>();
    for (const member of this.members) {
      for (const name of member.bucketNames) {
        const members = membersOf.get(name);
        if (members === undefined) membersOf.set(name, [member]);
        else members.push(member);
      }
    }
    const buckets = new Map<string, Bucket<Member>>();
    for (const [name, members] of membersOf) {
      const bucket = new Bucket(name, members, this.policy.order, before.get(name));
      buckets.set(name, bucket);
    }
    this.#handOutSeats(buckets);
    return buckets;
  }

  /** Places follow from the slug order that members and buckets share. */
  #handOutSeats(buckets: ReadonlyMap<string, Bucket<Member>>): void {
    const taken = new Map<string, number>();
    for (const { bucketNames, seats } of this.members) {
      for (const name of bucketNames) {
        const bucket = buckets.get(name);
        const place = taken.get(name) ?? 0;
        taken.set(name, place + 1);
        if (bucket !== undefined) seats.push({ bucket, place });
      }
    }
  }
}

function hadSeat(turns: BucketTurns | undefined, slug: string): boolean {
  return turns !== undefined && Object.hasOwn(turns.starts, slug);
}

function bySlug(a: PoolNumber, b: PoolNumber): number {
  return a.slug < b.slug ? -1 : a.slug > b.slug ? 1 : 0;
}
