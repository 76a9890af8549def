/** A count that a cell cannot hold by itself: the rest is kept beside it. */
const FULL = 65_535;
/** So many cells are cleared faster one by one than by a call. */
const FEW = 24;

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
    this.#clear(id * this.length, (id + 1) * this.length);
  }

  slotOf(instant: number): number {
    return Math.floor(instant / this.slotMs);
  }

  /** The instant from which a call made in `slot` no longer counts in the rolling window. */
  leavesAt(slot: number): number {
    return (slot + this.window) * this.slotMs;
  }

  /**
   * Moves a number's latest slot on.
   *
   * @param total Calls of its rolling window so far.
   * @returns How many of them leave it by that.
   */
  advance(id: number, from: number, to: number, total: number): number {
    const { length, window } = this;
    const base = id * length;
    const steps = to - from;
    let left = steps < window ? 0 : total;
    if (left < total) {
      let at = positive(from - window + 1, length);
      for (let step = 0; step < steps && left < total; step++) {
        left += this.#at(base + at);
        if (++at === length) at = 0;
      }
    }
    const first = steps < length ? (from + 1) % length : 0;
    const end = first + Math.min(steps, length);
    this.#clear(base + first, base + Math.min(end, length));
    if (end > length) this.#clear(base, base + end - length);
    return left;
  }

  callsIn(id: number, slot: number): number {
    return this.#at(id * this.length + (slot % this.length));
  }

  /** Calls of the slots from one to another, both included. */
  callsBetween(id: number, first: number, last: number): number {
    let calls = 0;
    for (let slot = Math.max(0, first); slot <= last; slot++) calls += this.callsIn(id, slot);
    return calls;
  }

  change(id: number, slot: number, by: number): void {
    const at = id * this.length + (slot % this.length);
    this.#set(at, this.#at(at) + by);
  }

  #clear(from: number, to: number): void {
    const cells = this.#cells;
    if (this.#beyond.size > 0) for (let cell = from; cell < to; cell++) this.#beyond.delete(cell);
    if (to - from > FEW) cells.fill(0, from, to);
    else for (let cell = from; cell < to; cell++) cells[cell] = 0;
  }

  #at(cell: number): number {
    const calls = this.#cells[cell] as number;
    return calls < FULL ? calls : FULL + (this.#beyond.get(cell) ?? 0);
  }

  #set(cell: number, calls: number): void {
    if (calls >= FULL) this.#beyond.set(cell, calls - FULL);
    else if (this.#beyond.size > 0) this.#beyond.delete(cell);
    this.#cells[cell] = Math.min(calls, FULL);
  }
}

function positive(slot: number, length: number): number {
  const rest = slot % length;
  return rest < 0 ? rest + length : rest;
}
