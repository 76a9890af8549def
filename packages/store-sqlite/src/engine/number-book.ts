import type { LimitContext, SlotCount } from "@dialpool/pool-strategies/store-kit";
import { nameOf, textOf } from "../texts.js";
import type { Connection, Row } from "./connection.js";
import { keptList } from "./kept-json.js";
import { MINUTES, QUARTERS, rollingCalls, withCall } from "./slots.js";

const NONE: readonly never[] = Object.freeze([]);
/** Numbers that are remembered from one verb to the next. */
const MAX_REMEMBERED = 5000;
/** Live leases of one number whose ends are kept with it. */
const MAX_LIVE_UNTILS = 32;

/** How a number stands in a pool. */
export interface Membership {
  /** The pool's row. */
  readonly pool: number;
  readonly member: number;
  freeAt: number;
}

/** Counts by slot, as a list and as the text that is kept of it: either is made when it is asked for. */
class KeptCounts {
  #text: string | undefined;
  #list: readonly SlotCount[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    this.#text ??= JSON.stringify(this.#list);
    return this.#text;
  }

  get list(): readonly SlotCount[] {
    this.#list ??= keptList<SlotCount>(this.#text as string);
    return this.#list;
  }

  set list(counts: readonly SlotCount[]) {
    this.#list = counts;
    this.#text = undefined;
  }
}

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
  /** The pools that have it; absent until somebody asked. */
  memberships: readonly Membership[] | undefined;
  isBlank = true;
  isDirty = false;
  /** What the orders were told last. */
  scoredSequence = 0;
  scoredInFlight = 0;
  readonly #quarters: KeptCounts;
  readonly #minutes: KeptCounts;

  constructor(id: number, quarters: string, minutes: string) {
    this.id = id;
    this.#quarters = new KeptCounts(quarters);
    this.#minutes = new KeptCounts(minutes);
  }

  get quarters(): readonly SlotCount[] {
    return this.#quarters.list;
  }

  set quarters(counts: readonly SlotCount[]) {
    this.#quarters.list = counts;
  }

  get minutes(): readonly SlotCount[] {
    return this.#minutes.list;
  }

  set minutes(counts: readonly SlotCount[]) {
    this.#minutes.list = counts;
  }

  get quartersText(): string {
    return this.#quarters.text;
  }

  get minutesText(): string {
    return this.#minutes.text;
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
}

/** The columns of a number's state, in the order in which {@link stateOf} reads them. */
export const STATE_COLUMNS =
  "number, last_sequence, last_selected_at, in_flight, failures_in_row, resting_until, quarantined_until, blocks, quarters, minutes, is_blank, live_untils";

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
  if (blocks !== null) state.blocks = keptList<number>(blocks);
  state.isBlank = row[first + 10] === 1;
  const liveUntils = row[first + 11] as string;
  if (liveUntils !== "[]") state.liveUntils = keptList<number>(liveUntils);
  state.scoredSequence = state.lastSequence;
  state.scoredInFlight = state.inFlight;
  return state;
}

/**
 * The numbers that a verb touches: each is read at most once and written once, at its end. They are remembered until another
 * process changes anything. Numbers are meant by id, and
 * their rows are never deleted, for callees and old calls may remember a number that is long gone.
 */
export class NumberBook implements Pick<LimitContext["numbers"], "lastSelectedAt" | "inFlight"> {
  readonly #states = new Map<number, NumberState>();
  /** Those that were asked for since the last were written. */
  readonly #touched = new Set<NumberState>();
  readonly #select;
  readonly #update;
  readonly #find;
  readonly #insert;
  readonly #slug;

  constructor(connection: Connection) {
    this.#select = connection.prepare(`SELECT ${STATE_COLUMNS} FROM number WHERE number = ?`);
    this.#update = connection.prepare(
      `UPDATE number SET last_sequence = ?, last_selected_at = ?, in_flight = ?, failures_in_row = ?, resting_until = ?,
        quarantined_until = ?, blocks = ?, quarters = ?, minutes = ?, is_blank = ?, live_untils = ? WHERE number = ?`,
    );
    this.#find = connection.prepare("SELECT number FROM number WHERE slug = ?");
    this.#insert = connection.prepare(
      `INSERT INTO number (slug, pools, is_blank, last_sequence, in_flight, failures_in_row, resting_until, quarantined_until,
        quarters, minutes, live_untils) VALUES (?, 0, 1, 0, 0, 0, 0, 0, '[]', '[]', '[]') RETURNING number`,
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
    return known >= 0 ? known : this.add(slug);
  }

  /** A new id for a slug that is not known. */
  add(slug: string): number {
    return this.#insert.returning(textOf(slug))?.[0] as number;
  }

  slug(id: number): string {
    return nameOf(this.#slug.get(id)?.[0] as string);
  }

  at(id: number): NumberState {
    const state = this.#states.get(id) ?? this.keep(stateOf(this.#select.get(id) as Row));
    this.#touched.add(state);
    return state;
  }

  /** Takes a state that was read with something else, unless it is known already. */
  keep(state: NumberState): NumberState {
    const known = this.#states.get(state.id);
    if (known !== undefined) return known;
    this.#states.set(state.id, state);
    return state;
  }

  save(): void {
    for (const state of this.#dirty()) this.#write(state);
    if (this.#states.size > MAX_REMEMBERED) this.forgetRead();
  }

  /** The number's state, if it is remembered. */
  peek(id: number): NumberState | undefined {
    return this.#states.get(id);
  }

  /** Whatever was read is read anew. */
  forgetRead(): void {
    this.#states.clear();
    this.#touched.clear();
  }

  *#dirty(): Generator<NumberState> {
    for (const state of this.#touched) if (state.isDirty) yield state;
    this.#touched.clear();
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
      state.quartersText,
      state.minutesText,
      state.isBlank ? 1 : 0,
      state.liveUntils.length === 0 ? "[]" : JSON.stringify(state.liveUntils),
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
