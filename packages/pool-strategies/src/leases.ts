import { InstantHeap } from "./instant-heap.js";
import { CHUNK, CHUNK_BITS, LeaseChunk, LeaseColumns } from "./lease-chunk.js";
import type { Numbers } from "./numbers.js";
import type { LeaseState, Settlement } from "./store.js";

const MAX_SPARE = 16;

const STATES: readonly LeaseState[] = ["held", "unknown", "placed", "ended", "released"];
// A state's code is its place above plus 1; 0 stands for a sequence without a lease.
const HELD = 1;
const UNKNOWN = 2;
const PLACED = 3;
const ENDED = 4;
const RELEASED = 5;
const CODES: Readonly<Record<Settlement["to"], number>> = {
  unknown: UNKNOWN,
  placed: PLACED,
  ended: ENDED,
  released: RELEASED,
};

/**
 * The leases of a namespace, by sequence, in chunks of typed arrays.
 *
 * Nothing is kept as an object, for there may be millions: about 50 bytes for
 * a lease, and one for those of a chunk that are all final. A lease is
 * forgotten when its call has left the rolling day.
 */
export class LeaseBook {
  readonly #numbers: Numbers;
  readonly #maxCallMs: number;
  readonly #chunks: LeaseChunk[] = [];
  /** Columns to be used again. */
  readonly #spare: LeaseColumns[] = [];
  /** The sequence that the first chunk begins with, and the first that is not forgotten. */
  #base: number;
  #first: number;
  /** The last sequence entered. */
  #last: number;
  /** The 15-minute slots in which sequences were given, oldest first, each with its last. */
  readonly slots: { readonly slot: number; last: number }[] = [];
  /** Up to which sequence leases were looked at for the end of their life. */
  #lapsed: number;
  /** Before this instant no lease stops being live. */
  #nextLapseAt = Number.POSITIVE_INFINITY;
  /** Those that are held for longer than a call may last. */
  readonly #longHeld = new InstantHeap();

  /** @param last The last sequence that was given before. */
  constructor(numbers: Numbers, maxCallMs: number, last: number) {
    this.#numbers = numbers;
    this.#maxCallMs = maxCallMs;
    this.#base = last + 1;
    this.#first = last + 1;
    this.#last = last;
    this.#lapsed = last;
  }

  /**
   * Enters a lease: held, and live. Sequences come without gaps.
   *
   * @param number Its id.
   * @param callee Its digits.
   * @param pool Its position in the namespace.
   * @param step What the order learns the outcome by; 0 when it learns nothing from it.
   */
  open(
    sequence: number,
    number: number,
    callee: number,
    pool: number,
    acquiredAt: number,
    holdMs: number,
    step: number,
  ): void {
    const chunk = this.#enter(sequence, acquiredAt);
    const columns = chunk.columns as LeaseColumns;
    const at = this.#indexOf(sequence);
    chunk.states[at] = HELD;
    chunk.open++;
    chunk.held++;
    columns.callees[at] = callee;
    columns.acquiredAts[at] = acquiredAt;
    columns.numbers[at] = number;
    columns.pools[at] = pool;
    columns.holdMs[at] = holdMs;
    columns.steps[at] = step;
    const newest = this.#numbers.newestLive(number);
    columns.older[at] = newest;
    columns.newer[at] = 0;
    if (newest > 0) this.#columnsOf(newest).newer[this.#indexOf(newest)] = sequence;
    this.#numbers.setNewestLive(number, sequence);
    this.#numbers.changeInFlight(number, 1);
    if (holdMs > this.#maxCallMs) this.#longHeld.push(acquiredAt + holdMs, sequence);
    this.#nextLapseAt = Math.min(this.#nextLapseAt, acquiredAt + this.#maxCallMs);
  }

  /**
   * Passes over a sequence that was given to a call without a lease.
   *
   * @param final The state of its lease, if it had one of which no more is known.
   */
  skip(sequence: number, now: number, final?: "ended" | "released"): void {
    const { states } = this.#enter(sequence, now);
    if (final !== undefined) states[this.#indexOf(sequence)] = CODES[final];
  }

  /** The first sequence that is not forgotten. */
  get first(): number {
    return this.#first;
  }

  /** The lease's state; `undefined` when there is no such lease, or it is forgotten. */
  stateOf(sequence: number): LeaseState | undefined {
    if (sequence < this.#first || sequence > this.#last) return undefined;
    return STATES[(this.#chunkOf(sequence).states[this.#indexOf(sequence)] as number) - 1];
  }

  // The following are for leases that are not final.

  numberOf(sequence: number): number {
    return this.#columnsOf(sequence).numbers[this.#indexOf(sequence)] as number;
  }

  calleeOf(sequence: number): number {
    return this.#columnsOf(sequence).callees[this.#indexOf(sequence)] as number;
  }

  poolOf(sequence: number): number {
    return this.#columnsOf(sequence).pools[this.#indexOf(sequence)] as number;
  }

  acquiredAtOf(sequence: number): number {
    return this.#columnsOf(sequence).acquiredAts[this.#indexOf(sequence)] as number;
  }

  holdMsOf(sequence: number): number {
    return this.#columnsOf(sequence).holdMs[this.#indexOf(sequence)] as number;
  }

  stepOf(sequence: number): number {
    return this.#columnsOf(sequence).steps[this.#indexOf(sequence)] as number;
  }

  liveUntilOf(sequence: number): number {
    return this.acquiredAtOf(sequence) + Math.max(this.#maxCallMs, this.holdMsOf(sequence));
  }

  /** Moves a lease on. Only forward, and not from a final state. */
  move(sequence: number, to: Settlement["to"], now: number): void {
    const isLive = this.liveUntilOf(sequence) > now;
    const chunk = this.#chunkOf(sequence);
    const at = this.#indexOf(sequence);
    if (chunk.states[at] === HELD) chunk.held--;
    chunk.states[at] = CODES[to];
    if (to !== "ended" && to !== "released") return;
    if (isLive) this.#unlink(sequence);
    chunk.open--;
    this.#release(chunk);
  }

  /** The next lease that stops being live by `now`, taken out of its number's; 0 when there is none. */
  nextLapsed(now: number): number {
    if (now < this.#nextLapseAt) return 0;
    while (this.#longHeld.firstAt <= now) {
      const sequence = this.#longHeld.first;
      this.#longHeld.pop();
      if (this.#isOpen(sequence)) return this.#unlink(sequence);
    }
    while (this.#lapsed < this.#last) {
      const sequence = this.#lapsed + 1;
      const isOpen = this.#isOpen(sequence);
      if (isOpen && this.acquiredAtOf(sequence) + this.#maxCallMs > now) {
        this.#nextLapseAt = Math.min(this.acquiredAtOf(sequence) + this.#maxCallMs, this.#longHeld.firstAt);
        return 0;
      }
      this.#lapsed = sequence;
      if (isOpen && this.holdMsOf(sequence) <= this.#maxCallMs) return this.#unlink(sequence);
    }
    this.#nextLapseAt = this.#longHeld.firstAt;
    return 0;
  }

  /** The k-th least instant at which live leases of a number stop being so; 1 ≤ k ≤ their count. */
  kthLiveUntil(number: number, k: number): number {
    const untils: number[] = [];
    let sequence = this.#numbers.newestLive(number);
    while (sequence > 0) {
      untils.push(this.liveUntilOf(sequence));
      sequence = this.#columnsOf(sequence).older[this.#indexOf(sequence)] as number;
    }
    return untils.sort((a, b) => a - b)[k - 1] as number;
  }

  /** Sequences of held leases past their deadline, in the order granted. */
  overdue(now: number): readonly number[] {
    const sequences: number[] = [];
    for (const [index, { held, states }] of this.#chunks.entries()) {
      if (held === 0) continue;
      for (let at = 0; at < CHUNK; at++) {
        const sequence = this.#base + index * CHUNK + at;
        if (states[at] !== HELD || sequence < this.#first) continue;
        if (this.acquiredAtOf(sequence) + this.holdMsOf(sequence) <= now) sequences.push(sequence);
      }
    }
    return sequences;
  }

  /** Forgets the leases whose calls have left the rolling day. */
  forget(now: number): void {
    const { day } = this.#numbers;
    let oldest = this.slots[0];
    while (oldest !== undefined && day.leavesAt(oldest.slot) <= now) {
      this.#first = oldest.last + 1;
      this.slots.shift();
      oldest = this.slots[0];
    }
    while (this.#base + CHUNK <= this.#first) {
      const gone = this.#chunks.shift();
      if (gone?.columns !== undefined && this.#spare.length < MAX_SPARE) this.#spare.push(gone.columns);
      this.#base += CHUNK;
    }
  }

  #enter(sequence: number, now: number): LeaseChunk {
    const slot = this.#numbers.day.slotOf(now);
    const latest = this.slots.at(-1);
    if (latest?.slot === slot) latest.last = sequence;
    else this.slots.push({ slot, last: sequence });
    this.#last = sequence;
    if (sequence - this.#base === this.#chunks.length * CHUNK) {
      const full = this.#chunks.at(-1);
      this.#chunks.push(new LeaseChunk(this.#spare.pop() ?? new LeaseColumns()));
      if (full !== undefined) this.#release(full);
    }
    return this.#chunkOf(sequence);
  }

  /** Lets the columns of a full chunk go when nothing needs them any more. */
  #release(chunk: LeaseChunk): void {
    if (chunk.open > 0 || chunk.columns === undefined || chunk === this.#chunks.at(-1)) return;
    if (this.#spare.length < MAX_SPARE) this.#spare.push(chunk.columns);
    chunk.columns = undefined;
  }

  #isOpen(sequence: number): boolean {
    const state = this.#chunkOf(sequence).states[this.#indexOf(sequence)] as number;
    return state >= HELD && state <= PLACED;
  }

  /** Takes a lease out of its number's live ones. */
  #unlink(sequence: number): number {
    const columns = this.#columnsOf(sequence);
    const at = this.#indexOf(sequence);
    const number = columns.numbers[at] as number;
    const older = columns.older[at] as number;
    const newer = columns.newer[at] as number;
    if (newer > 0) this.#columnsOf(newer).older[this.#indexOf(newer)] = older;
    else this.#numbers.setNewestLive(number, older);
    if (older > 0) this.#columnsOf(older).newer[this.#indexOf(older)] = newer;
    this.#numbers.changeInFlight(number, -1);
    return sequence;
  }

  #indexOf(sequence: number): number {
    return (sequence - this.#base) & (CHUNK - 1);
  }

  #chunkOf(sequence: number): LeaseChunk {
    return this.#chunks[(sequence - this.#base) >> CHUNK_BITS] as LeaseChunk;
  }

  #columnsOf(sequence: number): LeaseColumns {
    return this.#chunkOf(sequence).columns as LeaseColumns;
  }
}
