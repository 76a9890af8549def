import type { StateRows } from "./state-rows.js";

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

/**
 * The buckets that a verb touches. Mostly as many members of a kind wake in it as park, and nothing is left to be written
 * of buckets that were not chosen from.
 */
export class BucketBook {
  readonly #rows: StateRows;
  readonly #states = new Map<number, BucketState>();
  /** Those that were asked for since the last were written. */
  readonly #touched = new Map<number, BucketState>();

  constructor(rows: StateRows) {
    this.#rows = rows;
  }

  at(bucket: number): BucketState {
    const state = this.#states.get(bucket) ?? this.#read(bucket);
    this.#touched.set(bucket, state);
    return state;
  }

  /** Members wake (above 0) or park, of so many units of weight together. */
  change(bucket: number, members: number, units: number): void {
    const state = this.at(bucket);
    state.available += members;
    state.freeUnits += units;
  }

  save(): void {
    for (const [bucket, state] of this.#touched) {
      const { available, freeUnits, base, picks, rate } = state;
      const isSame = available === state.keptAvailable && freeUnits === state.keptFreeUnits;
      if (isSame && !state.isDirty) continue;
      this.#rows.set(bucket, [available, freeUnits, base, picks, rate]);
      state.isDirty = false;
      state.keptAvailable = available;
      state.keptFreeUnits = freeUnits;
    }
    this.#touched.clear();
    if (this.#states.size > MAX_REMEMBERED) this.#states.clear();
  }

  forgetRead(): void {
    this.#states.clear();
    this.#touched.clear();
  }

  #read(bucket: number): BucketState {
    const [available = 0, freeUnits = 0, base = 0, picks = 0, rate = 0] = this.#rows.read(bucket);
    const kept = { keptAvailable: available, keptFreeUnits: freeUnits };
    const state = { available, freeUnits, base, picks, rate, isDirty: false, ...kept };
    this.#states.set(bucket, state);
    return state;
  }
}
