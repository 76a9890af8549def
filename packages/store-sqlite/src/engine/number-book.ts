import type { LimitContext } from "@dialpool/pool-strategies/store-kit";
import { nameOf, textOf } from "../texts.js";
import { BatchInsert } from "./batch-insert.js";
import type { Connection, Row } from "./connection.js";
import { NumberState, STATE, STATE_COLUMNS } from "./number-state.js";
import { RowWrites } from "./row-writes.js";

/** Numbers that are remembered from one verb to the next. */
const MAX_REMEMBERED = 5000;

/**
 * The numbers that a verb touches: each is read at most once and written once, at its end. They are remembered until another
 * process changes anything. Numbers are meant by id, and
 * their rows are never deleted, for callees and old calls may remember a number that is long gone.
 */
export class NumberBook implements Pick<LimitContext["numbers"], "lastSelectedAt" | "inFlight"> {
  readonly #connection: Connection;
  readonly #states = new Map<number, NumberState>();
  /** Those that were asked for since the last were written. */
  readonly #touched = new Set<NumberState>();
  readonly #select;
  readonly #rows;
  readonly #find;
  readonly #insert;
  readonly #slug;
  readonly #highest;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#select = connection.prepare(`SELECT ${STATE} FROM number WHERE number = ?`);
    this.#rows = new RowWrites(connection, "number", "number", STATE_COLUMNS);
    this.#find = connection.prepare("SELECT number FROM number WHERE slug = ?");
    this.#insert = connection.prepare(
      `INSERT INTO number (slug, pools, is_blank, last_sequence, in_flight, failures_in_row, resting_until, quarantined_until,
        quarters, minutes, live_untils, places) VALUES (?, 0, 1, 0, 0, 0, 0, 0, '[]', '[]', '[]', '[]') RETURNING number`,
    );
    this.#slug = connection.prepare("SELECT slug FROM number WHERE number = ?");
    this.#highest = connection.prepare("SELECT max(number) FROM number");
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

  /** States of numbers that join a pool, by slug; `finish` writes those that are new. */
  joining(): { readonly of: (slug: string) => NumberState; readonly finish: () => void } {
    let highest = (this.#highest.get()?.[0] as number | null) ?? 0;
    const added: (readonly [slug: string, state: NumberState])[] = [];
    const of = (slug: string): NumberState => {
      const known = this.find(slug);
      if (known >= 0) return this.at(known);
      const state = new NumberState(++highest);
      this.#states.set(state.id, state);
      added.push([slug, state]);
      return state;
    };
    const finish = () => {
      const insert = new BatchInsert(this.#connection, "number", ["number", "slug", ...STATE_COLUMNS]);
      for (const [slug, state] of added) {
        insert.add(state.id, textOf(slug), ...state.keep());
      }
      insert.finish();
    };
    return { of, finish };
  }

  slug(id: number): string {
    return nameOf(this.#slug.get(id)?.[0] as string);
  }

  at(id: number): NumberState {
    const state = this.#states.get(id) ?? this.keep(NumberState.from(this.#select.get(id) as Row));
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
    for (const state of this.#touched) if (state.isDirty) this.#write(state);
    this.#touched.clear();
    if (this.#states.size > MAX_REMEMBERED) this.forgetRead();
  }

  /** Writes what changed once so many are remembered that a verb with very many numbers should let go of them. */
  saveIfMany(): void {
    if (this.#states.size > MAX_REMEMBERED) this.save();
  }

  /** Whatever was read is read anew. */
  forgetRead(): void {
    this.#states.clear();
    this.#touched.clear();
  }

  #write(state: NumberState): void {
    const before = state.kept;
    this.#rows.update(state.id, before, state.keep());
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
