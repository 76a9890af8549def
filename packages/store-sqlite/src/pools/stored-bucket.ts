import type { PickRequest, SelectableBucket } from "@dialpool/pool-strategies/store-kit";
import { type BucketState, virtualTimeOf } from "../engine/bucket-book.js";
import type { BucketDefinition } from "./definition.js";
import type { StoredPool } from "./stored-pool.js";

/** A bucket of a pool whose state lies in the file. Members stand for places, which keeps ties in slug order all the same. */
export class StoredBucket implements SelectableBucket {
  readonly id: number;
  readonly name: string;
  readonly members: Int32Array;
  /** Different spans of its members, under orders with turns. */
  readonly spans: readonly number[];
  /** Members that are parked for a moment, and their weights: the file counts them as free. */
  readonly away = { members: 0, units: 0 };
  readonly #pool: StoredPool;
  #numbersText: string | undefined;

  constructor(id: number, { name, members }: BucketDefinition, spans: readonly number[], pool: StoredPool) {
    this.id = id;
    this.name = name;
    this.members = members;
    this.spans = spans;
    this.#pool = pool;
  }

  get size(): number {
    return this.members.length;
  }

  /** The order is the pool's; the bucket only says which of its seats it is about. */
  get order(): this {
    return this;
  }

  get #state(): BucketState {
    return this.#pool.books.buckets.at(this.id);
  }

  get available(): number {
    return this.#state.available - this.away.members;
  }

  get virtualTime(): number {
    return virtualTimeOf(this.#state);
  }

  /** Virtual time goes on from here. */
  setVirtualTime(base: number): void {
    Object.assign(this.#state, { base, picks: 0, isDirty: true });
  }

  /** A turn is taken: virtual time moves on by the weight that is free. */
  passTurn(): void {
    const state = this.#state;
    const freeUnits = state.freeUnits - this.away.units;
    if (state.rate !== freeUnits) {
      state.base = virtualTimeOf(state);
      state.picks = 0;
      state.rate = freeUnits;
    }
    state.picks++;
    state.isDirty = true;
  }

  take(request: PickRequest): number {
    return this.#pool.seating.take(this, request);
  }

  charge(member: number): void {
    this.#pool.seating.charge(this, member);
  }

  memberAt(place: number): number {
    return place;
  }

  firstToWake(): number {
    return this.#pool.firstToWake(this);
  }

  has(member: number): boolean {
    return this.#pool.bucketsOf(member).includes(this);
  }

  /** Its numbers' ids as JSON, for statements. */
  get numbersText(): string {
    this.#numbersText ??= `[${Array.from(this.members, (member) => this.#pool.idOf(member)).join()}]`;
    return this.#numbersText;
  }
}
