import type { Connection } from "./connection.js";
import type { StateRows } from "./state-rows.js";

/** Its row. */
const ID = 0;

/** What holds for all pools together: one row, read when a verb begins and written when it ends. */
export class Namespace {
  now = 0;
  /** Whether instants of calls are kept of callees: since a pool first limited their frequency. */
  countsCallees = false;
  maxCallMs = 0;
  callees = 0;
  #sequence = 0;
  #firstLive = 0;
  #firstHeld = 0;
  #calleeWrites = 0;
  #isDirty = false;
  /** The version of the file's data that this process knows. */
  #dataVersion = -1;
  readonly #connection: Connection;
  readonly #rows: StateRows;

  constructor(connection: Connection, rows: StateRows) {
    this.#connection = connection;
    this.#rows = rows;
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** No call before this sequence is live in the order of grants: with `live` 1. */
  get firstLive(): number {
    return this.#firstLive;
  }

  set firstLive(sequence: number) {
    this.#isDirty ||= sequence !== this.#firstLive;
    this.#firstLive = sequence;
  }

  /** No call before this sequence is held, of those that are live in the order of grants. */
  get firstHeld(): number {
    return Math.max(this.#firstHeld, this.#firstLive);
  }

  set firstHeld(sequence: number) {
    this.#isDirty ||= sequence !== this.#firstHeld;
    this.#firstHeld = sequence;
  }

  /**
   * Reads the row unless it is known, and moves the clock on, never back.
   *
   * @returns Whether nobody else has changed anything since this process did: what it remembers still holds.
   */
  read(callerNow: number): boolean {
    const version = this.#connection.dataVersion;
    const isOwn = version === this.#dataVersion;
    if (!isOwn) this.#readRow();
    this.#dataVersion = version;
    if (callerNow > this.now) {
      this.now = callerNow;
      this.#isDirty = true;
    }
    return isOwn;
  }

  #readRow(): void {
    const [now, sequence, countsCallees, maxCallMs, callees, firstLive, firstHeld, calleeWrites] =
      this.#rows.read(ID);
    this.now = now as number;
    this.#sequence = sequence as number;
    this.countsCallees = countsCallees === 1;
    this.maxCallMs = maxCallMs as number;
    this.callees = callees as number;
    this.#firstLive = firstLive as number;
    this.#firstHeld = firstHeld as number;
    this.#calleeWrites = calleeWrites as number;
  }

  nextSequence(): number {
    this.#isDirty = true;
    return ++this.#sequence;
  }

  nextCalleeWrite(): number {
    this.#isDirty = true;
    return ++this.#calleeWrites;
  }

  addCallees(count: number): void {
    this.#isDirty = true;
    this.callees += count;
  }

  countCallees(): void {
    this.#isDirty ||= !this.countsCallees;
    this.countsCallees = true;
  }

  setMaxCallMs(maxCallMs: number): void {
    this.#isDirty ||= this.maxCallMs !== maxCallMs;
    this.maxCallMs = maxCallMs;
  }

  /** Goes on from where another store was; callees are still to come. */
  restore(now: number, sequence: number, countsCallees: boolean): void {
    this.now = now;
    this.#sequence = sequence;
    this.countsCallees = countsCallees;
    this.callees = 0;
    this.#firstLive = 0;
    this.#firstHeld = 0;
    this.#calleeWrites = 0;
    this.#isDirty = true;
  }

  /** Lets go of what a verb that was undone had read. */
  forgetRead(): void {
    this.#isDirty = false;
    this.#dataVersion = -1;
  }

  save(): void {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    this.#rows.set(ID, [
      this.now,
      this.#sequence,
      this.countsCallees ? 1 : 0,
      this.maxCallMs,
      this.callees,
      this.#firstLive,
      this.#firstHeld,
      this.#calleeWrites,
    ]);
  }
}
