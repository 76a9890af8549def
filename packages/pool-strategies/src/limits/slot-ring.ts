/** A count that a cell cannot hold by itself: the rest is kept beside it. */
const FULL = 65_535;

/**
 * Calls by slot for many numbers: each has a ring of so many 16-bit cells, all
 * in one array.
 *
 * Slots are aligned to the epoch, and slot s lies in cell `s mod length`. A
 * cell counts only while its slot is among the latest `length`; the caller
 * knows each number's latest slot and moves it on by {@link advance}.
 */
export class SlotRing {
  readonly slotMs: number;
  /** Slots of the rolling window: those of its length, and the one that is filling. */
  readonly window: number;
  readonly length: number;
  #cells = new Uint16Array(0);
  /** By cell: calls beyond {@link FULL}. Only a number without limits gets there. */
  readonly #beyond = new Map<number, number>();

  constructor(slotMs: number, window: number, length: number) {
    this.slotMs = slotMs;
    this.window = window;
    this.length = length;
  }

  /** Makes room for numbers 0 to `capacity − 1`. */
  reserve(capacity: number): void {
    const cells = new Uint16Array(capacity * this.length);
    cells.set(this.#cells);
    this.#cells = cells;
  }

  /** Forgets all calls of a number. */
  clear(id: number): void {
    for (let slot = 0; slot < this.length; slot++) this.#set(id, slot, 0);
  }

  slotOf(instant: number): number {
    return Math.floor(instant / this.slotMs);
  }

  /** The instant from which a call made in `slot` no longer counts in the rolling window. */
  leavesAt(slot: number): number {
    return (slot + this.window) * this.slotMs;
  }

  /** Moves a number's latest slot on. Returns the calls that leave the rolling window by it. */
  advance(id: number, from: number, to: number): number {
    let left = 0;
    const lastToLeave = Math.min(from, to - this.window);
    for (let slot = Math.max(0, from - this.window + 1); slot <= lastToLeave; slot++)
      left += this.callsIn(id, slot);
    for (let slot = Math.max(from + 1, to - this.length + 1); slot <= to; slot++) this.#set(id, slot, 0);
    return left;
  }

  callsIn(id: number, slot: number): number {
    const at = id * this.length + (slot % this.length);
    const calls = this.#cells[at] as number;
    return calls < FULL ? calls : FULL + (this.#beyond.get(at) ?? 0);
  }

  /** Calls of the slots from one to another, both included. */
  callsBetween(id: number, first: number, last: number): number {
    let calls = 0;
    for (let slot = Math.max(0, first); slot <= last; slot++) calls += this.callsIn(id, slot);
    return calls;
  }

  change(id: number, slot: number, by: number): void {
    this.#set(id, slot, this.callsIn(id, slot) + by);
  }

  #set(id: number, slot: number, calls: number): void {
    const at = id * this.length + (slot % this.length);
    if (calls >= FULL) this.#beyond.set(at, calls - FULL);
    else if (this.#beyond.size > 0) this.#beyond.delete(at);
    this.#cells[at] = Math.min(calls, FULL);
  }
}
