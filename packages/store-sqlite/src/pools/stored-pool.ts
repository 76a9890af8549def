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
import type { Membership } from "../engine/membership.js";
import type { NumberState } from "../engine/number-state.js";
import { ScoreDue } from "../orders/score-due.js";
import type { Seating } from "../orders/seating.js";
import { seatingOf } from "../orders/seating-of.js";
import type { DefinitionParts, PoolDefinition } from "./definition.js";
import { FirstToWake } from "./first-to-wake.js";
import { Parking } from "./parking.js";
import { StoredBucket } from "./stored-bucket.js";

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
  readonly parking: Parking;
  readonly kind: { readonly name: Policy["order"]["name"] };
  readonly #ids: readonly number[];
  readonly #memberOf: ReadonlyMap<number, number>;
  readonly #buckets: ReadonlyMap<string, StoredBucket>;
  readonly #lists: readonly (readonly StoredBucket[])[];
  readonly #context: LimitContext;
  /** Whether the order has a key for each bucket of a member. */
  readonly #hasKeysByBucket: boolean;
  readonly #chains = new WeakMap<object, SelectableChain<StoredBucket>>();
  readonly #scoreDue: ScoreDue | undefined;
  readonly #firstToWake: FirstToWake;
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
    this.#leastRecentlyUsed = connection.prepare(
      `SELECT number.number FROM json_each(?) AS wanted CROSS JOIN number ON number.number = wanted.value
        WHERE quarantined_until <= ? ORDER BY last_sequence, wanted.key LIMIT 1`,
    );
    this.#hasKeysByBucket = ["round-robin", "weighted-round-robin", "weighted-random"].includes(
      this.kind.name,
    );
    this.seating = seatingOf(this, parts.extensions);
    this.parking = new Parking(this);
    this.#scoreDue = this.kind.name === "least-used" ? new ScoreDue(this) : undefined;
    this.#firstToWake = new FirstToWake(this);
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

  stateOf(member: number): NumberState {
    return this.books.numbers.at(this.idOf(member));
  }

  membershipOf(member: number): Membership {
    return this.stateOf(member).membershipIn(this.key);
  }

  /** Whether a member is at a limit; those that are due are awake. */
  isParked({ freeAt }: Membership): boolean {
    return freeAt > this.books.namespace.now;
  }

  freeAtOf(member: number): number {
    const membership = this.membershipOf(member);
    return this.isParked(membership) ? membership.freeAt : 0;
  }

  /**
   * One of the keys by which a member stands in the order.
   *
   * @throws PolicyError when there is no such key: whoever loaded the pool had it in other buckets.
   */
  keyOf({ member, keys }: Membership, index: number): number {
    const key = keys[index];
    const isOther = this.#hasKeysByBucket && keys.length !== this.bucketsOf(member).length;
    if (key === undefined || isOther) throw differentBuckets(this.poolId, this.numbers[member]?.slug ?? "");
    return key;
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

  /** Wakes every member whose time has come, and counts anew for orders that go by calls of the rolling day. */
  advance(): void {
    this.parking.advance();
    this.#scoreDue?.advance();
  }

  /** What is read of the file is read anew. */
  forgetRead(): void {
    this.parking.forgetRead();
    this.seating.forgetRead?.();
  }

  /** Looks anew at a member of whose number something changed. */
  refresh(membership: Membership, state: NumberState): void {
    this.parking.refresh(membership, state);
    this.#scoreDue?.schedule(membership, state);
  }

  firstToWake(bucket: StoredBucket): number {
    return this.#firstToWake.of(bucket);
  }

  /** Looks at every member of the bucket: only when a call goes beyond limits. */
  leastRecentlyUsed(bucket: StoredBucket): number {
    const { numbers, namespace } = this.books;
    numbers.save();
    const row = this.#leastRecentlyUsed.get(bucket.numbersText, namespace.now);
    return row === undefined ? -1 : this.memberOf(row[0] as number);
  }

  /** A member is parked for a moment (1), or no longer (−1). */
  countAway(member: number, by: 1 | -1): void {
    const units = by * this.definition.unitsOf(member);
    for (const { away } of this.bucketsOf(member)) {
      away.members += by;
      away.units += units;
    }
  }

  /** A member of each of its buckets wakes (1) or parks (−1). */
  count(member: number, by: 1 | -1): void {
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

function differentBuckets(poolId: string, slug: string): PolicyError {
  const message = `Here the number "${slug}" of the pool "${poolId}" is in other buckets than for the process that loaded it. Use the same geography and extensions everywhere, or load the pool again.`;
  return new PolicyError([{ path: "route", message }]);
}
