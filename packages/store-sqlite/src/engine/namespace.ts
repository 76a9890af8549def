import type { Connection } from "./connection.js";

/** What holds for all pools together: one row, read at the beginning of a verb and written at its end. */
export class Namespace {
  now = 0;
  /** Whether instants of calls are kept of callees: since a pool first limited their frequency. */
  countsCallees = false;
  maxCallMs = 0;
  callees = 0;
  /** Whether a lease stops being live by now. */
  isAnyLapsing = false;
  #sequence = 0;
  #calleeWrites = 0;
  #isDirty = false;
  #revision = 0;
  /** The revision that this process wrote last. */
  #ownRevision = -1;
  readonly #connection: Connection;
  #writes = 0;
  /** Whether the verb that is under way has read the row. */
  #isRead = false;
  readonly #select;
  readonly #update;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#select = connection.prepare(
      `SELECT now, sequence, counts_callees, max_call_ms, callee_writes, callees,
        EXISTS (SELECT 1 FROM calls WHERE live = 1 AND live_until <= max(now, ?)), revision FROM namespace`,
    );
    this.#update = connection.prepare(
      `UPDATE namespace SET now = ?, sequence = ?, counts_callees = ?, max_call_ms = ?, callee_writes = ?, callees = ?, revision = ?`,
    );
  }

  get sequence(): number {
    return this.#sequence;
  }

  /**
   * Reads the row, and moves the clock on, never back.
   *
   * @returns Whether nobody else has changed anything since this process did: what it remembers still holds.
   */
  read(callerNow: number): boolean {
    const [now, sequence, countsCallees, maxCallMs, calleeWrites, callees, isAnyLapsing, revision] =
      this.#select.get(callerNow) as readonly number[];
    this.now = Math.max(now as number, callerNow);
    this.#sequence = sequence as number;
    this.countsCallees = countsCallees === 1;
    this.maxCallMs = maxCallMs as number;
    this.#calleeWrites = calleeWrites as number;
    this.callees = callees as number;
    this.isAnyLapsing = isAnyLapsing === 1;
    this.#isDirty = this.now !== now;
    this.#revision = revision as number;
    this.#writes = this.#connection.writes;
    this.#isRead = true;
    return revision === this.#ownRevision;
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
    this.#calleeWrites = 0;
    this.isAnyLapsing = false;
    this.#isDirty = true;
  }

  /** Lets go of what a verb that was undone had read. */
  forgetRead(): void {
    this.#isDirty = false;
    this.#isRead = false;
    this.#ownRevision = -1;
  }

  save(): void {
    const { writes } = this.#connection;
    if (!this.#isRead || (!this.#isDirty && this.#writes === writes)) return;
    this.#isRead = false;
    this.#isDirty = false;
    this.#ownRevision = ++this.#revision;
    this.#update.run(
      this.now,
      this.#sequence,
      this.countsCallees ? 1 : 0,
      this.maxCallMs,
      this.#calleeWrites,
      this.callees,
      this.#revision,
    );
  }
}
