import type { SlotCount } from "@dialpool/pool-strategies/store-kit";
import type { Row } from "./connection.js";
import { KeptList, keptList } from "./kept-list.js";
import { type Membership, membershipsIn, textOfMemberships } from "./membership.js";
import { MINUTES, QUARTERS, rollingCalls, withCall } from "./slots.js";

const NONE: readonly never[] = Object.freeze([]);
/** Live leases of one number whose ends are kept with it. */
const MAX_LIVE_UNTILS = 32;

/** What one number carried, over all pools. */
export class NumberState {
  readonly id: number;
  lastSequence = 0;
  /** `NaN`: not since it came into the namespace. */
  lastSelectedAt = Number.NaN;
  inFlight = 0;
  failuresInRow = 0;
  restingUntil = 0;
  /** `Infinity`: until it is lifted. */
  quarantinedUntil = 0;
  blocks: readonly number[] = NONE;
  /** When its live leases stop being so; all of them if there are as many as are in flight. */
  liveUntils: readonly number[] = NONE;
  isBlank = true;
  isDirty = false;
  #kept: readonly unknown[] = [];
  readonly #quarters: KeptList<SlotCount>;
  readonly #minutes: KeptList<SlotCount>;
  #placesText: string | undefined;
  #pools = 0;
  #memberships: readonly Membership[] | undefined;

  constructor(id: number, quarters = "[]", minutes = "[]", places = "[]") {
    this.id = id;
    this.#quarters = new KeptList(quarters);
    this.#minutes = new KeptList(minutes);
    this.#placesText = places;
  }

  get quarters(): readonly SlotCount[] {
    return this.#quarters.items;
  }

  set quarters(counts: readonly SlotCount[]) {
    this.#quarters.items = counts;
  }

  get minutes(): readonly SlotCount[] {
    return this.#minutes.items;
  }

  set minutes(counts: readonly SlotCount[]) {
    this.#minutes.items = counts;
  }

  /** The pools that have it. Whoever changes one says so by {@link moved}. */
  get memberships(): readonly Membership[] {
    this.#memberships ??= membershipsIn(this.#placesText as string);
    return this.#memberships;
  }

  /** @throws TypeError for a number that the pool does not have. */
  membershipIn(pool: number): Membership {
    for (const membership of this.memberships) if (membership.pool === pool) return membership;
    throw new TypeError(`The number ${this.id} is not in the pool ${pool}.`);
  }

  /** Joins a pool, or takes another place in it. */
  join(membership: Membership): void {
    this.#memberships = [...this.memberships.filter(({ pool }) => pool !== membership.pool), membership];
    this.moved();
  }

  leave(pool: number): void {
    this.#memberships = this.memberships.filter((membership) => membership.pool !== pool);
    this.moved();
  }

  /** Something of a membership has changed. */
  moved(): void {
    this.#placesText = undefined;
    this.isDirty = true;
  }

  /** A lease of it becomes live. */
  beginCall(liveUntil: number): void {
    const isWhole = this.liveUntils.length === this.inFlight && this.inFlight < MAX_LIVE_UNTILS;
    this.liveUntils = isWhole ? [...this.liveUntils, liveUntil] : NONE;
    this.inFlight++;
    this.isDirty = true;
  }

  /** A lease of it stops being live. */
  endCall(liveUntil: number): void {
    const index = this.liveUntils.lastIndexOf(liveUntil);
    if (this.liveUntils.length === this.inFlight && index >= 0)
      this.liveUntils = this.liveUntils.toSpliced(index, 1);
    this.inFlight--;
    this.isDirty = true;
  }

  callsInDay(now: number): number {
    return rollingCalls(QUARTERS, this.quarters, now);
  }

  callsInHour(now: number): number {
    return rollingCalls(MINUTES, this.minutes, now);
  }

  /** Enters a call, or takes it out again. */
  changeCalls(instant: number, by: 1 | -1, now: number): void {
    this.quarters = withCall(QUARTERS, this.quarters, instant, by, now);
    this.minutes = withCall(MINUTES, this.minutes, instant, by, now);
    this.isBlank = false;
    this.isDirty = true;
  }

  /** How many pools it is in, as the file has it. */
  get pools(): number {
    return this.#pools;
  }

  /** The columns as the file has them. */
  get kept(): readonly unknown[] {
    return this.#kept;
  }

  /** The {@link STATE_COLUMNS}, which the file has from now on. */
  keep(): readonly unknown[] {
    this.isDirty = false;
    this.#kept = this.#columns();
    return this.#kept;
  }

  /** The state in a row that begins with {@link STATE}. */
  static from(row: Row): NumberState {
    const [lastSequence, lastSelectedAt, inFlight, failuresInRow, restingUntil, quarantinedUntil] =
      row as readonly [number, number | null, number, number, number, number];
    const blocks = row[6] as string | null;
    const liveUntils = row[10] as string;
    const state = new NumberState(row[13] as number, row[7] as string, row[8] as string, row[11] as string);
    state.lastSequence = lastSequence;
    state.lastSelectedAt = lastSelectedAt ?? Number.NaN;
    state.inFlight = inFlight;
    state.failuresInRow = failuresInRow;
    state.restingUntil = restingUntil;
    state.quarantinedUntil = quarantinedUntil;
    if (blocks !== null) state.blocks = keptList<number>(blocks);
    state.isBlank = row[9] === 1;
    state.liveUntils = keptList<number>(liveUntils);
    state.#pools = row[12] as number;
    state.#kept = row;
    return state;
  }

  #columns(): readonly unknown[] {
    if (this.#placesText === undefined) {
      this.#pools = this.memberships.length;
      this.#placesText = textOfMemberships(this.memberships);
    }
    return [
      this.lastSequence,
      Number.isNaN(this.lastSelectedAt) ? null : this.lastSelectedAt,
      this.inFlight,
      this.failuresInRow,
      this.restingUntil,
      this.quarantinedUntil,
      this.blocks.length === 0 ? null : JSON.stringify(this.blocks),
      this.#quarters.text,
      this.#minutes.text,
      this.isBlank ? 1 : 0,
      this.liveUntils.length === 0 ? "[]" : JSON.stringify(this.liveUntils),
      this.#placesText,
      this.#pools,
    ];
  }
}

const COLUMNS = [
  "last_sequence",
  "last_selected_at",
  "in_flight",
  "failures_in_row",
  "resting_until",
  "quarantined_until",
  "blocks",
  "quarters",
  "minutes",
  "is_blank",
  "live_untils",
  "places",
  "pools",
] as const;

/** The columns of a number's state. */
export const STATE_COLUMNS: readonly string[] = COLUMNS;

/** The state and the id, for a statement whose tables have a table `number` among them. */
export const STATE = [...COLUMNS, "number.number"].join(", ");

/** How many columns {@link STATE} has. */
export const STATE_WIDTH = COLUMNS.length + 1;
