import type { LimitContext, SlotCount } from "@dialpool/pool-strategies/store-kit";
import { nameOf, textOf } from "../texts.js";
import type { Connection, Row } from "./connection.js";
import { MINUTES, QUARTERS, rollingCalls, withCall } from "./slots.js";

const NONE: readonly never[] = Object.freeze([]);

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
  isBlank = true;
  isDirty = false;
  /** What the orders were told last. */
  scoredSequence = 0;
  scoredInFlight = 0;
  #quarters: readonly SlotCount[] | string;
  #minutes: readonly SlotCount[] | string;

  constructor(id: number, quarters: string, minutes: string) {
    this.id = id;
    this.#quarters = quarters;
    this.#minutes = minutes;
  }

  /** Read when they are asked for: not every verb needs them. */
  get quarters(): readonly SlotCount[] {
    if (typeof this.#quarters === "string") this.#quarters = JSON.parse(this.#quarters) as SlotCount[];
    return this.#quarters;
  }

  set quarters(counts: readonly SlotCount[]) {
    this.#quarters = counts;
  }

  get minutes(): readonly SlotCount[] {
    if (typeof this.#minutes === "string") this.#minutes = JSON.parse(this.#minutes) as SlotCount[];
    return this.#minutes;
  }

  set minutes(counts: readonly SlotCount[]) {
    this.#minutes = counts;
  }

  quartersText(): string {
    return typeof this.#quarters === "string" ? this.#quarters : JSON.stringify(this.#quarters);
  }

  minutesText(): string {
    return typeof this.#minutes === "string" ? this.#minutes : JSON.stringify(this.#minutes);
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
}

/** The columns of a number's state, in the order in which {@link stateOf} reads them. */
export const STATE_COLUMNS =
  "number, last_sequence, last_selected_at, in_flight, failures_in_row, resting_until, quarantined_until, blocks, quarters, minutes, is_blank";

/** The state in a row, from a column on. */
export function stateOf(row: Row, first = 0): NumberState {
  const state = new NumberState(row[first] as number, row[first + 8] as string, row[first + 9] as string);
  state.lastSequence = row[first + 1] as number;
  state.lastSelectedAt = (row[first + 2] as number | null) ?? Number.NaN;
  state.inFlight = row[first + 3] as number;
  state.failuresInRow = row[first + 4] as number;
  state.restingUntil = row[first + 5] as number;
  state.quarantinedUntil = row[first + 6] as number;
  const blocks = row[first + 7] as string | null;
  if (blocks !== null) state.blocks = JSON.parse(blocks) as number[];
  state.isBlank = row[first + 10] === 1;
  state.scoredSequence = state.lastSequence;
  state.scoredInFlight = state.inFlight;
  return state;
}

/**
 * The numbers that a verb touches: each is read once and written once, at its end. Numbers are meant by id, and
 * their rows are never deleted, for callees and old calls may remember a number that is long gone.
 */
export class NumberBook implements Pick<LimitContext["numbers"], "lastSelectedAt" | "inFlight"> {
  readonly #states = new Map<number, NumberState>();
  readonly #select;
  readonly #update;
  readonly #find;
  readonly #insert;
  readonly #slug;

  constructor(connection: Connection) {
    this.#select = connection.prepare(`SELECT ${STATE_COLUMNS} FROM number WHERE number = ?`);
    this.#update = connection.prepare(
      `UPDATE number SET last_sequence = ?, last_selected_at = ?, in_flight = ?, failures_in_row = ?, resting_until = ?,
        quarantined_until = ?, blocks = ?, quarters = ?, minutes = ?, is_blank = ? WHERE number = ?`,
    );
    this.#find = connection.prepare("SELECT number FROM number WHERE slug = ?");
    this.#insert = connection.prepare(
      `INSERT INTO number (slug, pools, is_blank, last_sequence, in_flight, failures_in_row, resting_until, quarantined_until,
        quarters, minutes) VALUES (?, 0, 1, 0, 0, 0, 0, 0, '[]', '[]') RETURNING number`,
    );
    this.#slug = connection.prepare("SELECT slug FROM number WHERE number = ?");
  }

  /** The number's id; −1 when the slug is not known. */
  find(slug: string): number {
    return (this.#find.get(textOf(slug))?.[0] as number | undefined) ?? -1;
  }

  /** The slug's id, a new one if need be. */
  intern(slug: string): number {
    const known = this.find(slug);
    return known >= 0 ? known : (this.#insert.get(textOf(slug))?.[0] as number);
  }

  slug(id: number): string {
    return nameOf(this.#slug.get(id)?.[0] as string);
  }

  at(id: number): NumberState {
    const known = this.#states.get(id);
    return known ?? this.keep(stateOf(this.#select.get(id) as Row));
  }

  /** Takes a state that was read with something else, unless it is known already. */
  keep(state: NumberState): NumberState {
    const known = this.#states.get(state.id);
    if (known !== undefined) return known;
    this.#states.set(state.id, state);
    return state;
  }

  save(): void {
    for (const state of this.#states.values()) if (state.isDirty) this.#write(state);
    this.forgetRead();
  }

  /** Whatever was read is read anew. */
  forgetRead(): void {
    this.#states.clear();
  }

  #write(state: NumberState): void {
    const { id, lastSequence, lastSelectedAt, inFlight, failuresInRow, restingUntil, quarantinedUntil } =
      state;
    state.isDirty = false;
    this.#update.run(
      lastSequence,
      Number.isNaN(lastSelectedAt) ? null : lastSelectedAt,
      inFlight,
      failuresInRow,
      restingUntil,
      quarantinedUntil,
      state.blocks.length === 0 ? null : JSON.stringify(state.blocks),
      state.quartersText(),
      state.minutesText(),
      state.isBlank ? 1 : 0,
      id,
    );
  }

  // What the limits and the rules for outcomes ask.

  lastSelectedAt(id: number): number {
    return this.at(id).lastSelectedAt;
  }

  inFlight(id: number): number {
    return this.at(id).inFlight;
  }

  restingUntil(id: number): number {
    return this.at(id).restingUntil;
  }

  quarantinedUntil(id: number): number {
    return this.at(id).quarantinedUntil;
  }

  setQuarantinedUntil(id: number, until: number): void {
    const state = this.at(id);
    state.quarantinedUntil = until;
    state.isBlank = false;
    state.isDirty = true;
  }

  failuresInRow(id: number): number {
    return this.at(id).failuresInRow;
  }

  setFailuresInRow(id: number, failures: number): void {
    const state = this.at(id);
    state.failuresInRow = failures;
    state.isBlank = false;
    state.isDirty = true;
  }

  blocks(id: number): readonly number[] {
    return this.at(id).blocks;
  }

  setBlocks(id: number, blocks: readonly number[]): void {
    const state = this.at(id);
    state.blocks = blocks;
    state.isBlank = false;
    state.isDirty = true;
  }
}
