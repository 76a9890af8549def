/** A rolling window as equal slots aligned to the epoch. */
export interface WindowShape {
  readonly slotMs: number;
  /** Slots in the window's length. */
  readonly slots: number;
}

/** 24 hours in slots of 15 minutes. */
export const DAY_WINDOW: WindowShape = { slotMs: 15 * 60_000, slots: 96 };

/** Calls of one slot: the slot's number since the epoch, and how many. */
export type SlotCount = readonly [slot: number, calls: number];

/** The slot an instant lies in, counted from the epoch. */
export function slotOf(instant: number, shape: WindowShape): number {
  return Math.floor(instant / shape.slotMs);
}

/** The instant from which a call made in `slot` no longer counts: the slot's end plus the window's length. */
export function leavesAt(slot: number, shape: WindowShape): number {
  return (slot + 1 + shape.slots) * shape.slotMs;
}

/**
 * Counts the calls of a rolling window, never too few: a call leaves when its
 * slot's end plus the window's length has passed, so up to one slot late.
 *
 * Only slots with calls are kept, oldest first; with the one that is filling and
 * the one that is about to leave there are at most `slots + 1`. The instants
 * asked about must not go back.
 */
export class RollingWindow {
  readonly #shape: WindowShape;
  /** Slot, its calls, next slot, its calls, and so on: flat, for there may be very many windows. */
  readonly #cells: number[] = [];
  #total = 0;

  constructor(shape: WindowShape, counts: readonly SlotCount[] = []) {
    this.#shape = shape;
    for (const [slot, calls] of counts) {
      this.#cells.push(slot, calls);
      this.#total += calls;
    }
  }

  /** Calls that count at `now`. */
  count(now: number): number {
    this.#forget(now);
    return this.#total;
  }

  /** Counts a call made at `instant`; one of the past takes its place among the earlier ones. */
  add(instant: number): void {
    const slot = slotOf(instant, this.#shape);
    let at = this.#cells.length;
    while (at > 0 && this.#slotAt(at - 2) > slot) at -= 2;
    if (at > 0 && this.#slotAt(at - 2) === slot) this.#cells[at - 1] = this.#callsAt(at - 2) + 1;
    else if (at === this.#cells.length) this.#cells.push(slot, 1);
    else this.#cells.splice(at, 0, slot, 1);
    this.#total++;
  }

  /** Gives back one call made at `addedAt`; does nothing when none of that slot counts any more. */
  giveBack(addedAt: number): void {
    const slot = slotOf(addedAt, this.#shape);
    for (let at = 0; at < this.#cells.length; at += 2) {
      if (this.#cells[at] !== slot) continue;
      const calls = this.#callsAt(at);
      if (calls > 1) this.#cells[at + 1] = calls - 1;
      else this.#cells.splice(at, 2);
      this.#total--;
      return;
    }
  }

  /**
   * From when fewer than `limit` calls count, if none is added.
   *
   * @returns 0 when that is so at `now`, `Infinity` when it never will be.
   */
  freeAt(limit: number, now: number): number {
    if (this.count(now) < limit) return 0;
    if (limit <= 0) return Number.POSITIVE_INFINITY;
    let remaining = this.#total;
    let at = 0;
    for (;;) {
      remaining -= this.#callsAt(at);
      if (remaining < limit) return leavesAt(this.#slotAt(at), this.#shape);
      at += 2;
    }
  }

  /** What counts at `now`, oldest slot first. */
  toCounts(now: number): readonly SlotCount[] {
    this.#forget(now);
    const counts: SlotCount[] = [];
    for (let at = 0; at < this.#cells.length; at += 2) counts.push([this.#slotAt(at), this.#callsAt(at)]);
    return counts;
  }

  #forget(now: number): void {
    let gone = 0;
    while (gone < this.#cells.length && leavesAt(this.#slotAt(gone), this.#shape) <= now) {
      this.#total -= this.#callsAt(gone);
      gone += 2;
    }
    if (gone > 0) this.#cells.splice(0, gone);
  }

  // Positions below are always inside the cells.
  #slotAt(at: number): number {
    return this.#cells[at] as number;
  }

  #callsAt(at: number): number {
    return this.#cells[at + 1] as number;
  }
}
