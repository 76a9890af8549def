/**
 * Calls that count in a rolling window, by the slot rule: a call of slot s counts until the slot's end plus
 * the window's length, exclusively.
 */
export class SlotCounts {
  readonly #slotMs: number;
  readonly #lengthMs: number;
  readonly #bySlot = new Map<number, number>();
  #total = 0;

  constructor(slotMs: number, lengthMs: number) {
    this.#slotMs = slotMs;
    this.#lengthMs = lengthMs;
  }

  /** Calls come by rising time. */
  add(at: number): void {
    const slot = Math.floor(at / this.#slotMs);
    for (const [old, count] of this.#bySlot) {
      if (this.#leavesAt(old) > at) break;
      this.#bySlot.delete(old);
      this.#total -= count;
    }
    this.#bySlot.set(slot, (this.#bySlot.get(slot) ?? 0) + 1);
    this.#total++;
  }

  /** Takes a call back. One that does not count any more is not missed. */
  takeBack(at: number): void {
    const slot = Math.floor(at / this.#slotMs);
    const count = this.#bySlot.get(slot);
    if (count === undefined) return;
    this.#bySlot.set(slot, count - 1);
    this.#total--;
  }

  countAt(now: number): number {
    let gone = 0;
    // Slots were entered by rising time, and a map keeps that order.
    for (const [slot, count] of this.#bySlot) {
      if (this.#leavesAt(slot) > now) break;
      gone += count;
    }
    return this.#total - gone;
  }

  #leavesAt(slot: number): number {
    return (slot + 1) * this.#slotMs + this.#lengthMs;
  }
}
