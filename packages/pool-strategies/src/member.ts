import type { Bucket } from "./bucket.js";
import { callsPerDayFreeAt } from "./limits/calls-per-day.js";
import { DAY_WINDOW, RollingWindow } from "./limits/rolling-window.js";
import type { OrderMember } from "./orders/order.js";
import type { PoolNumber } from "./types.js";
import type { NumberRecord } from "./usage.js";

/** What a number carried, over all pools of the namespace. */
export class NumberState {
  readonly calls: RollingWindow;
  /** Sequence of its latest selection; 0 when there was none since it came into the namespace. */
  lastSequence: number;
  /** Its instant. */
  lastSelectedAt: number | undefined;
  /** Leases held, unknown or placed. */
  inFlight = 0;
  /** Its membership in each pool that has it. */
  members: readonly Member[] = [];

  constructor(record?: NumberRecord) {
    this.calls = new RollingWindow(DAY_WINDOW, record?.calls);
    this.lastSequence = record?.lastSequence ?? 0;
    this.lastSelectedAt = record?.lastSelectedAt;
  }

  /** Enters its latest selection. */
  select(sequence: number, now: number): void {
    this.calls.add(now);
    this.lastSequence = sequence;
    this.lastSelectedAt = now;
    for (let at = 0; at < this.members.length; at++) this.members[at]?.selected(sequence, now);
  }

  /**
   * Enters a call that was placed at `at` without being selected here. It may be one of the past.
   * A number in no pool has no turn that it could take.
   */
  record(sequence: number, at: number, now: number): void {
    this.calls.add(at);
    if (this.members.length === 0) return;
    this.lastSequence = sequence;
    this.lastSelectedAt = Math.max(this.lastSelectedAt ?? 0, at);
    for (const member of this.members) member.selected(sequence, now);
  }

  /** Takes back a call made at `acquiredAt`. Its turn stays taken. */
  giveBack(acquiredAt: number, now: number): void {
    this.calls.count(now);
    this.calls.giveBack(acquiredAt);
    for (const member of this.members) member.refresh(now);
  }
}

/** A member's place in one bucket. */
export interface Seat {
  readonly bucket: Bucket<Member>;
  readonly place: number;
}

/** A number as a member of one pool: its attributes there, and whether it may be used. */
export class Member implements OrderMember {
  readonly number: PoolNumber;
  readonly state: NumberState;
  readonly weight: number;
  readonly #maxCallsPerDay: number | null;
  /** Told when the instant changes at which the number is free. */
  readonly #onFreeAt: (freeAt: number) => void;
  readonly bucketNames: readonly string[];
  /** One for each of the bucket names, in that order. */
  readonly seats: Seat[] = [];
  /** 0 while it may be used; else it is parked until then, `Infinity` for good. */
  #freeAt = 0;

  constructor(
    number: PoolNumber,
    state: NumberState,
    bucketNames: readonly string[],
    maxCallsPerDay: number | null,
    onFreeAt: (freeAt: number) => void,
  ) {
    this.number = number;
    this.state = state;
    this.bucketNames = bucketNames;
    this.weight = number.weight ?? 1;
    this.#maxCallsPerDay = maxCallsPerDay;
    this.#onFreeAt = onFreeAt;
  }

  get slug(): string {
    return this.number.slug;
  }

  get lastSequence(): number {
    return this.state.lastSequence;
  }

  get isParked(): boolean {
    return this.#freeAt > 0;
  }

  /** Learns that the number was selected, from whichever pool. */
  selected(sequence: number, now: number): void {
    for (let at = 0; at < this.seats.length; at++) {
      const seat = this.seats[at];
      seat?.bucket.order.used(seat.place, sequence);
    }
    this.refresh(now);
  }

  /** Comes into its buckets, or is parked at once. */
  enter(now: number, arrivalIn: (bucket: Bucket<Member>) => "joins" | "stays"): void {
    for (const { bucket, place } of this.seats) bucket.admit(place, arrivalIn(bucket));
    this.refresh(now);
  }

  /** Parks or wakes the number as its limits say at `now`. Called whenever its count changed, or its time has come. */
  refresh(now: number): void {
    const freeAt = callsPerDayFreeAt(this.state.calls, this.#maxCallsPerDay, now);
    const before = this.#freeAt;
    if (freeAt === before) return;
    this.#freeAt = freeAt;
    this.#onFreeAt(freeAt);
    for (const { bucket, place } of this.seats) {
      if (freeAt > 0) bucket.park(place, freeAt);
      else bucket.admit(place, "joins");
    }
  }
}
