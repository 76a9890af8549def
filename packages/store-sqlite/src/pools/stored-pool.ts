import type { Policy, PoolNumber, Tags } from "@dialpool/pool-strategies";
import {
  type DecidingLimit,
  decidingLimitOf,
  freeAtOf,
  type LimitContext,
  type OnLimit,
  PolicyError,
  type Route,
  type SelectableChain,
  type SelectablePool,
} from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import { callWindows } from "../engine/call-windows.js";
import type { NumberState } from "../engine/number-book.js";
import { firstCounting, leavesAt, QUARTERS } from "../engine/slots.js";
import type { Seating } from "../orders/seating.js";
import { seatingOf } from "../orders/seating-of.js";
import type { DefinitionParts, PoolDefinition } from "./definition.js";
import { StoredBucket } from "./stored-bucket.js";

/** A member that is free again within this time may stay listed. */
const MOMENT_MS = 10_000;
/** Parked members looked at together. */
const PAGE = 64;

/** Which pool, and which of its members is which number. */
export interface PoolIdentity {
  /** Its row. */
  readonly key: number;
  readonly poolId: string;
  readonly version: number;
  /** The number's id, by member. */
  readonly ids: readonly number[];
  /** The bucket's row, by name. */
  readonly bucketIds: ReadonlyMap<string, number>;
}

/** A pool whose state lies in the file, in the form that choosing asks for. */
export class StoredPool implements SelectablePool<StoredBucket> {
  readonly key: number;
  readonly poolId: string;
  readonly version: number;
  readonly definition: PoolDefinition;
  readonly books: Books;
  readonly seating: Seating;
  readonly kind: { readonly name: Policy["order"]["name"] };
  readonly #ids: readonly number[];
  readonly #memberOf: ReadonlyMap<number, number>;
  readonly #buckets: ReadonlyMap<string, StoredBucket>;
  readonly #lists: readonly (readonly StoredBucket[])[];
  readonly #context: LimitContext;
  readonly #chains = new WeakMap<object, SelectableChain<StoredBucket>>();
  readonly #selectFreeAt;
  readonly #updateFreeAt;
  readonly #due;
  readonly #scoreDue;
  readonly #updateScoreDue;
  readonly #parkedAfter;
  readonly #firstParkedOf;
  readonly #leastRecentlyUsed;

  constructor(identity: PoolIdentity, definition: PoolDefinition, books: Books, parts: DefinitionParts) {
    this.key = identity.key;
    this.poolId = identity.poolId;
    this.version = identity.version;
    this.definition = definition;
    this.books = books;
    this.kind = definition.policy.order;
    this.#ids = identity.ids;
    this.#memberOf = new Map(identity.ids.map((id, member) => [id, member]));
    this.#buckets = new Map(
      [...definition.buckets.values()].map((bucket) => [
        bucket.name,
        new StoredBucket(
          rowOf(bucket.name, identity),
          bucket,
          [...new Set(Array.from(bucket.members, (member) => definition.spanOf(member)))],
          this,
        ),
      ]),
    );
    const lists = new Map<readonly string[], readonly StoredBucket[]>();
    this.#lists = definition.numbers.map((_, member) => {
      const names = definition.namesOf(member);
      const known = lists.get(names) ?? names.map((name) => this.#buckets.get(name) as StoredBucket);
      lists.set(names, known);
      return known;
    });
    const { connection, numbers, calls } = books;
    const leases = {
      kthLiveUntil: (id: number, k: number): number => {
        const { liveUntils, inFlight } = numbers.at(id);
        if (liveUntils.length < inFlight) return calls.kthLiveUntil(id, k);
        return liveUntils.toSorted((a, b) => a - b)[k - 1] as number;
      },
    };
    this.#context = { numbers, leases, ...callWindows(numbers, definition.policy.limits.window) };
    this.#selectFreeAt = connection.prepare("SELECT free_at FROM member WHERE pool = ? AND member = ?");
    this.#updateFreeAt = connection.prepare("UPDATE member SET free_at = ? WHERE pool = ? AND member = ?");
    this.#due = connection.prepare(
      "SELECT member FROM member WHERE pool = ? AND free_at > 0 AND free_at <= ? ORDER BY free_at LIMIT 1",
    );
    this.#scoreDue = connection.prepare(
      "SELECT member FROM member WHERE pool = ? AND score_due_at > 0 AND score_due_at <= ?",
    );
    this.#updateScoreDue = connection.prepare(
      "UPDATE member SET score_due_at = ? WHERE pool = ? AND member = ?",
    );
    this.#parkedAfter = connection.prepare(
      `SELECT member, free_at FROM member WHERE pool = ? AND free_at > 0 AND (free_at, member) > (?, ?)
        ORDER BY free_at, member LIMIT ${PAGE}`,
    );
    this.#firstParkedOf = connection.prepare(
      `SELECT member.member FROM json_each(?) AS wanted CROSS JOIN member ON pool = ? AND member.member = wanted.value
        WHERE free_at > 0 AND free_at < 9e999 ORDER BY free_at, member.member LIMIT 1`,
    );
    this.#leastRecentlyUsed = connection.prepare(
      `SELECT member.member FROM json_each(?) AS wanted CROSS JOIN member ON pool = ? AND member.member = wanted.value
        CROSS JOIN number ON number.number = member.number WHERE quarantined_until <= ?
        ORDER BY last_sequence, member.member LIMIT 1`,
    );
    this.seating = seatingOf(this, parts.extensions);
  }

  get policy(): Policy {
    return this.definition.policy;
  }

  get route(): Route {
    return this.definition.route;
  }

  get numbers(): readonly PoolNumber[] {
    return this.definition.numbers;
  }

  get size(): number {
    return this.definition.numbers.length;
  }

  memberOf(id: number): number {
    return this.#memberOf.get(id) ?? -1;
  }

  idOf(member: number): number {
    return this.#ids[member] as number;
  }

  weightOf(member: number): number {
    return this.definition.weightOf(member);
  }

  bucketsOf(member: number): readonly StoredBucket[] {
    return this.#lists[member] as readonly StoredBucket[];
  }

  get buckets(): readonly StoredBucket[] {
    return [...this.#buckets.values()];
  }

  bucketNamed(name: string): StoredBucket | undefined {
    return this.#buckets.get(name);
  }

  placeIn(bucket: StoredBucket, member: number): number {
    return bucket.has(member) ? member : -1;
  }

  /** The links that may serve a call, in the order to try, with their buckets. */
  chainOf(callee: string, tags: Tags | undefined): SelectableChain<StoredBucket> {
    const links = this.route.chainOf(callee, tags);
    const known = this.#chains.get(links);
    if (known !== undefined) return known;
    const chain = { links, buckets: links.map(({ name }) => this.#buckets.get(name)) };
    this.#chains.set(links, chain);
    return chain;
  }

  freeAtOf(member: number): number {
    return this.#selectFreeAt.get(this.key, member)?.[0] as number;
  }

  decidingLimit(member: number): DecidingLimit | undefined {
    const { definition } = this;
    return decidingLimitOf(
      this.#context,
      this.idOf(member),
      definition.limitsOf(member),
      definition.activeSinceOf(member),
      this.books.namespace.now,
    );
  }

  /** From when a member is free, as its limits say now: 0, or an instant to come. */
  limitsFreeAt(member: number, onLimit?: OnLimit): number {
    const { definition } = this;
    return freeAtOf(
      this.#context,
      this.idOf(member),
      definition.limitsOf(member),
      definition.activeSinceOf(member),
      this.books.namespace.now,
      onLimit,
    );
  }

  /**
   * Wakes every member whose time has come, and counts anew for orders that go by calls of the rolling day. Nothing that a
   * member was parked for can have grown since, for every change looks at it: it is free.
   */
  advance(): void {
    const { now } = this.books.namespace;
    for (let due = this.#due.get(this.key, now); due !== undefined; due = this.#due.get(this.key, now))
      this.#admit(due[0] as number);
    if (this.kind.name !== "least-used") return;
    for (const [due] of this.#scoreDue.all(this.key, now)) {
      const member = due as number;
      const state = this.books.numbers.at(this.idOf(member));
      this.seating.rescore(member, state);
      this.scheduleScore(member, state);
    }
  }

  /** Parks or wakes a member as its limits say. Called whenever something of its number changed. */
  refresh(member: number, parkedUntil: number, state: NumberState): void {
    const { now } = this.books.namespace;
    this.seating.rescore(member, state);
    if (this.kind.name === "least-used") this.scheduleScore(member, state);
    let before = parkedUntil;
    // Its time had come before what has just changed.
    if (before > 0 && before <= now) {
      this.#admit(member);
      before = 0;
    }
    const freeAt = this.limitsFreeAt(member);
    if (freeAt === before) return;
    if (freeAt === 0) {
      this.#admit(member);
      return;
    }
    this.#setFreeAt(member, freeAt);
    if (before > 0) return;
    this.seating.park(member, freeAt - now > MOMENT_MS);
    this.#move(member, -1);
  }

  /** When calls next leave the rolling day, so that the score is to be made anew; 0: none will. */
  scoreDueAt(state: NumberState): number {
    const slot = firstCounting(QUARTERS, state.quarters, this.books.namespace.now);
    return slot === undefined ? 0 : leavesAt(QUARTERS, slot);
  }

  scheduleScore(member: number, state: NumberState): void {
    this.#updateScoreDue.run(this.scoreDueAt(state), this.key, member);
  }

  /**
   * Looks at whichever are fewer: the members of the bucket, or the members of the pool that wake first, one of
   * which is soon one of the bucket's.
   */
  firstToWake(bucket: StoredBucket): number {
    if (bucket.size * bucket.size <= this.size)
      return (this.#firstParkedOf.get(bucket.membersText, this.key)?.[0] as number | undefined) ?? -1;
    let after: readonly [freeAt: number, member: number] = [0, -1];
    for (;;) {
      const page = this.#parkedAfter.all(this.key, ...after) as readonly (readonly [number, number])[];
      for (const [member, freeAt] of page) {
        if (freeAt === Number.POSITIVE_INFINITY) return -1;
        if (bucket.has(member)) return member;
        after = [freeAt, member];
      }
      if (page.length < PAGE) return -1;
    }
  }

  /** Looks at every member of the bucket: only when a call goes beyond limits. */
  leastRecentlyUsed(bucket: StoredBucket): number {
    const { numbers, namespace } = this.books;
    numbers.save();
    const row = this.#leastRecentlyUsed.get(bucket.membersText, this.key, namespace.now);
    return (row?.[0] as number | undefined) ?? -1;
  }

  #setFreeAt(member: number, freeAt: number): void {
    this.#updateFreeAt.run(freeAt, this.key, member);
    const memberships = this.books.numbers.peek(this.idOf(member))?.memberships;
    const membership = memberships?.find(({ pool }) => pool === this.key);
    if (membership !== undefined) membership.freeAt = freeAt;
  }

  #admit(member: number): void {
    this.#setFreeAt(member, 0);
    this.seating.admit(member);
    this.#move(member, 1);
  }

  #move(member: number, by: 1 | -1): void {
    const units = by * this.definition.unitsOf(member);
    for (const { id } of this.bucketsOf(member)) this.books.buckets.change(id, by, units);
  }
}

function rowOf(name: string, { poolId, bucketIds }: PoolIdentity): number {
  const row = bucketIds.get(name);
  if (row !== undefined) return row;
  const message = `Here the numbers of the pool "${poolId}" are in the bucket "${name}", which they are not for the process that loaded it. Use the same geography and extensions everywhere, or load the pool again.`;
  throw new PolicyError([{ path: "route", message }]);
}
