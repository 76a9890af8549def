import type { Connection } from "./connection.js";

/** Buckets that are remembered from one verb to the next. */
const MAX_REMEMBERED = 5000;
const UNITS_PER_WEIGHT = 1_000_000;

/** Virtual time of a bucket: it moves on by the weight that is free. */
export interface VirtualTime {
  readonly base: number;
  readonly picks: number;
  readonly rate: number;
}

export function virtualTimeOf({ base, picks, rate }: VirtualTime): number {
  return picks === 0 ? base : base + (picks * UNITS_PER_WEIGHT) / rate;
}

/** What is kept of one bucket. */
export interface BucketState {
  /** Free members, and their weights together in millionths. */
  available: number;
  freeUnits: number;
  /** Virtual time, under orders that have one. */
  base: number;
  picks: number;
  rate: number;
  isDirty: boolean;
  /** What the file has of the first two: as many members may come as go. */
  keptAvailable: number;
  keptFreeUnits: number;
}

/** Members that came and went since the row was read or written. */
interface Moves {
  members: number;
  units: number;
}

/**
 * The buckets that a verb touches. Mostly as many members of a kind wake in it as park, and nothing is left to be written
 * of buckets that were not chosen from.
 */
export class BucketBook {
  readonly #states = new Map<number, BucketState>();
  /** Those that were asked for since the last were written. */
  readonly #touched = new Map<number, BucketState>();
  readonly #moves = new Map<number, Moves>();
  readonly #select;
  readonly #update;
  readonly #count;
  readonly #move;

  constructor(connection: Connection) {
    this.#select = connection.prepare(
      "SELECT available, free_units, base, picks, rate FROM bucket_state WHERE bucket = ?",
    );
    this.#update = connection.prepare(
      "UPDATE bucket_state SET available = ?, free_units = ?, base = ?, picks = ?, rate = ? WHERE bucket = ?",
    );
    this.#count = connection.prepare(
      "UPDATE bucket_state SET available = ?, free_units = ? WHERE bucket = ?",
    );
    this.#move = connection.prepare(
      "UPDATE bucket_state SET available = available + ?, free_units = free_units + ? WHERE bucket = ?",
    );
  }

  at(bucket: number): BucketState {
    const known = this.#states.get(bucket);
    if (known !== undefined) {
      this.#touched.set(bucket, known);
      return known;
    }
    const [available, freeUnits, base, picks, rate] = this.#select.get(bucket) as readonly [
      number,
      number,
      number,
      number,
      number,
    ];
    const kept = { keptAvailable: available, keptFreeUnits: freeUnits };
    const state = { available, freeUnits, base, picks, rate, isDirty: false, ...kept };
    const moves = this.#moves.get(bucket);
    if (moves !== undefined) {
      this.#moves.delete(bucket);
      enter(state, moves.members, moves.units);
    }
    this.#states.set(bucket, state);
    this.#touched.set(bucket, state);
    return state;
  }

  /** Members wake (above 0) or park, of so many units of weight together. */
  change(bucket: number, members: number, units: number): void {
    const state = this.#states.get(bucket);
    if (state !== undefined) {
      this.#touched.set(bucket, state);
      enter(state, members, units);
      return;
    }
    const moves = this.#moves.get(bucket);
    if (moves === undefined) this.#moves.set(bucket, { members, units });
    else {
      moves.members += members;
      moves.units += units;
    }
  }

  /** Writes what changed, so that statements see it. */
  save(): void {
    for (const [bucket, state] of this.#touched) {
      const { available, freeUnits, base, picks, rate } = state;
      if (state.isDirty) this.#update.run(available, freeUnits, base, picks, rate, bucket);
      else if (available !== state.keptAvailable || freeUnits !== state.keptFreeUnits)
        this.#count.run(available, freeUnits, bucket);
      state.isDirty = false;
      state.keptAvailable = available;
      state.keptFreeUnits = freeUnits;
    }
    for (const [bucket, { members, units }] of this.#moves)
      if (members !== 0 || units !== 0) this.#move.run(members, units, bucket);
    this.#moves.clear();
    this.#touched.clear();
    if (this.#states.size > MAX_REMEMBERED) this.#states.clear();
  }

  forgetRead(): void {
    this.#states.clear();
    this.#touched.clear();
    this.#moves.clear();
  }
}

function enter(state: BucketState, members: number, units: number): void {
  state.available += members;
  state.freeUnits += units;
}
