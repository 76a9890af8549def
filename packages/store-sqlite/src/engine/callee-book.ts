import type { Connection, Row } from "./connection.js";
import { keptList } from "./kept-list.js";
import type { Namespace } from "./namespace.js";
import { RowWrites } from "./row-writes.js";

const MAX_CALLS = 16;
const MAX_USED = 64;
/** Callees that are remembered from one verb to the next. */
const MAX_REMEMBERED = 5000;
const NONE: readonly number[] = Object.freeze([]);

/** A call that a callee is remembered by. */
export interface RememberedCall {
  /** The number's id. */
  readonly number: number;
  readonly sequence: number;
  readonly at: number;
}

/** What is remembered of one callee. */
interface CalleeState {
  readonly callee: number;
  reached: RememberedCall | undefined;
  answered: RememberedCall | undefined;
  /** Oldest first. */
  calls: readonly number[];
  /** Ids, the latest last. */
  used: readonly number[];
  usedAt: number;
  /** The columns as the file has them; `undefined` for a callee that it does not have. */
  kept: readonly unknown[] | undefined;
  isDirty: boolean;
  /** Whether it is now the one written to last. */
  isTouched: boolean;
}

const COLUMNS = [
  "reached_number",
  "reached_sequence",
  "reached_at",
  "answered_number",
  "answered_sequence",
  "answered_at",
  "calls",
  "used",
  "used_at",
  "written",
] as const;
/** Where among them `written` is. */
const WRITTEN = 9;

/** What is remembered of callees. A callee is meant by its digits as a number; a verb has to do with one or two. */
export class CalleeBook {
  readonly #namespace: Namespace;
  readonly #maxCallees: number;
  readonly #states = new Map<number, CalleeState>();
  /** Those that were asked for since the last were written. */
  readonly #touched = new Set<CalleeState>();
  readonly #select;
  readonly #rows;
  readonly #trim;
  #current: CalleeState | undefined;

  constructor(connection: Connection, namespace: Namespace, maxCallees: number) {
    this.#namespace = namespace;
    this.#maxCallees = maxCallees;
    this.#select = connection.prepare(`SELECT ${COLUMNS.join(", ")} FROM callee WHERE callee = ?`);
    this.#rows = new RowWrites(connection, "callee", "callee", COLUMNS);
    this.#trim = connection.prepare(
      "DELETE FROM callee WHERE callee IN (SELECT callee FROM callee ORDER BY written LIMIT ?)",
    );
  }

  /** Makes a callee the one that is asked about; −1 when nothing is remembered of it. */
  find(callee: number): number {
    this.#current = this.#at(callee);
    return this.#current.kept === undefined ? -1 : 0;
  }

  kthLatestCall(_: number, k: number): number {
    return this.#current?.calls.at(-k) ?? Number.NEGATIVE_INFINITY;
  }

  reached(_: number, after: number): number {
    return numberIfAfter(this.#current?.reached, after);
  }

  answered(_: number, after: number): number {
    return numberIfAfter(this.#current?.answered, after);
  }

  latestAt(_: number, kind: "reached" | "answered"): number {
    return this.#current?.[kind]?.at ?? Number.NEGATIVE_INFINITY;
  }

  used(_: number, after: number): readonly number[] {
    const current = this.#current;
    return current !== undefined && current.usedAt > after ? current.used : NONE;
  }

  /** Remembers a call that reached the callee, or was answered. What is learned late of an earlier call does not replace a later one. */
  remember(callee: number, kind: "reached" | "answered", call: RememberedCall): void {
    if (this.#maxCallees === 0) return;
    const state = this.#at(callee);
    if ((state[kind]?.sequence ?? 0) > call.sequence) return;
    state[kind] = call;
    this.#touch(state);
  }

  /** Remembers the instant of a call. Past the latest 16, the earliest is forgotten. */
  addCall(callee: number, at: number): void {
    if (this.#maxCallees === 0) return;
    const state = this.#at(callee);
    const calls = [...state.calls];
    let index = calls.length;
    while (index > 0 && (calls[index - 1] as number) > at) index--;
    calls.splice(index, 0, at);
    state.calls = calls.slice(-MAX_CALLS);
    this.#touch(state);
  }

  /** Takes a call back. Not a write that would keep the callee from being forgotten. */
  removeCall(callee: number, at: number): void {
    const state = this.#at(callee);
    const index = state.calls.lastIndexOf(at);
    if (index < 0) return;
    state.calls = state.calls.toSpliced(index, 1);
    state.isDirty = true;
  }

  /** Remembers which numbers were used for the callee, the latest last. Past 64, the earliest are forgotten. */
  setUsed(callee: number, numbers: readonly number[], at: number): void {
    if (this.#maxCallees === 0) return;
    const state = this.#at(callee);
    state.used = numbers.slice(-MAX_USED);
    state.usedAt = at;
    this.#touch(state);
  }

  save(): void {
    for (const state of this.#touched) {
      if (!state.isDirty) continue;
      state.isDirty = false;
      this.#write(state);
      state.isTouched = false;
    }
    this.#touched.clear();
    this.#current = undefined;
    if (this.#states.size > MAX_REMEMBERED) this.forgetRead();
    this.#trimIfFull();
  }

  forgetRead(): void {
    this.#states.clear();
    this.#touched.clear();
    this.#current = undefined;
  }

  #at(callee: number): CalleeState {
    let state = this.#states.get(callee);
    if (state === undefined) {
      state = stateOf(callee, this.#select.get(callee));
      this.#states.set(callee, state);
    }
    this.#touched.add(state);
    return state;
  }

  #write(state: CalleeState): void {
    const before = state.kept;
    const columns = columnsOf(
      state,
      state.isTouched ? this.#namespace.nextCalleeWrite() : (before?.[WRITTEN] as number),
    );
    state.kept = columns;
    if (before !== undefined) {
      this.#rows.update(state.callee, before, columns);
      return;
    }
    this.#namespace.addCallees(1);
    this.#rows.insert(state.callee, columns);
  }

  /** Makes the callee the one that was written to last. */
  #touch(state: CalleeState): void {
    state.isDirty = true;
    state.isTouched = true;
    this.#touched.delete(state);
    this.#touched.add(state);
  }

  /** Looks for the oldest once for many new ones: an index by age would cost every call a page. */
  #trimIfFull(): void {
    const surplus = this.#namespace.callees - this.#maxCallees;
    if (surplus <= Math.max(1000, this.#maxCallees / 20)) return;
    this.#namespace.addCallees(-this.#trim.change(surplus));
    this.forgetRead();
  }
}

function columnsOf(
  { reached, answered, calls, used, usedAt }: CalleeState,
  written: number,
): readonly unknown[] {
  return [
    reached?.number ?? null,
    reached?.sequence ?? null,
    reached?.at ?? null,
    answered?.number ?? null,
    answered?.sequence ?? null,
    answered?.at ?? null,
    calls.length === 0 ? null : JSON.stringify(calls),
    used.length === 0 ? null : JSON.stringify(used),
    used.length === 0 ? null : usedAt,
    written,
  ];
}

function stateOf(callee: number, row: Row | undefined): CalleeState {
  const [calls = null, used = null, usedAt = null] = row?.slice(6, WRITTEN) ?? [];
  return {
    callee,
    reached: rememberedIn(row, 0),
    answered: rememberedIn(row, 3),
    calls: calls === null ? NONE : keptList<number>(calls as string),
    used: used === null ? NONE : keptList<number>(used as string),
    usedAt: (usedAt as number | null) ?? 0,
    kept: row,
    isDirty: false,
    isTouched: false,
  };
}

function rememberedIn(row: Row | undefined, first: number): RememberedCall | undefined {
  const number = row?.[first];
  if (row === undefined || number === null || number === undefined) return undefined;
  return { number: number as number, sequence: row[first + 1] as number, at: row[first + 2] as number };
}

function numberIfAfter(call: RememberedCall | undefined, after: number): number {
  return call !== undefined && call.at > after ? call.number : -1;
}
