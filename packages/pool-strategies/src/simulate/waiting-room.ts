import type { Refusal } from "../types.js";
import { EventQueue } from "./event-queue.js";

/** Contacts that wait at one time; beyond it the list is not read on. */
const MAX_WAITING = 10_000;
const COMPACT_FROM = 1000;

interface Line<Item> {
  readonly key: string | undefined;
  /** From `head` on: the one whose turn it is, then those behind. */
  readonly items: Item[];
  head: number;
  /** When the first of them may ask again. */
  dueAt: number;
}

/**
 * Contacts for whom there was no number, in lines.
 *
 * Calls with the same chain are refused until the same instant, so they stand
 * in one line and only the first of it asks again: a list of a million costs a
 * million questions, not a million for each number that comes free. A contact
 * that waits for itself alone (its callee's limit, its own number) is a line of one.
 */
export class WaitingRoom<Item> {
  readonly #lines = new Map<string, Line<Item>>();
  readonly #due = new EventQueue<Line<Item>>();
  /** Lines that may be let in sooner, for a call in flight holds them up. */
  readonly #held = new Set<Line<Item>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size >= MAX_WAITING;
  }

  /** The earliest instant at which somebody may ask again; `Infinity` when nobody waits. */
  get firstAt(): number {
    for (let line = this.#due.first(); line !== undefined; line = this.#due.first()) {
      // An entry whose instant is no longer the line's is left over from before.
      if (line.head < line.items.length && line.dueAt === this.#due.firstAt) return line.dueAt;
      this.#due.take();
    }
    return Number.POSITIVE_INFINITY;
  }

  /** True if somebody may ask again as soon as a call ends. */
  get awaitsCalls(): boolean {
    return this.#held.size > 0;
  }

  /** Somebody with the same chain waits already: then it is not this one's turn. */
  hasLineOf(refusal: Refusal): boolean {
    const key = keyOf(refusal);
    return key !== undefined && this.#lines.has(key);
  }

  /** Goes to the end of its line. */
  join(item: Item, refusal: Refusal, retryAt: number): void {
    this.#size++;
    const key = keyOf(refusal);
    const known = key === undefined ? undefined : this.#lines.get(key);
    if (known !== undefined) {
      known.items.push(item);
      return;
    }
    const line: Line<Item> = { key, items: [item], head: 0, dueAt: retryAt };
    if (key !== undefined) this.#lines.set(key, line);
    this.#expect(line, refusal.atLatest === true);
  }

  /** The contact who may ask again at `now`, left where it is; the earliest due first. */
  next(now: number): WaitingTurn<Item> | undefined {
    if (this.firstAt > now) return undefined;
    const line = this.#due.first() as Line<Item>;
    const leave = () => this.#leave(line);
    return {
      item: line.items[line.head] as Item,
      dueAt: line.dueAt,
      leave,
      stay: (refusal, retryAt) => {
        const item = line.items[line.head] as Item;
        if (keyOf(refusal) !== line.key) {
          // It waits for itself now, and holds nobody up.
          leave();
          this.join(item, refusal, retryAt);
          return;
        }
        line.dueAt = retryAt;
        this.#expect(line, refusal.atLatest === true);
      },
    };
  }

  /** A call has ended: whoever waited for one may ask. */
  callEnded(now: number): void {
    for (const line of this.#held) {
      line.dueAt = now;
      this.#due.add(now, line);
    }
    this.#held.clear();
  }

  /** The next of the line may ask at once. */
  #leave(line: Line<Item>): void {
    line.head++;
    this.#size--;
    this.#held.delete(line);
    if (line.head === line.items.length) {
      if (line.key !== undefined) this.#lines.delete(line.key);
    } else if (line.head > COMPACT_FROM && 2 * line.head > line.items.length) {
      line.items.splice(0, line.head);
      line.head = 0;
    }
  }

  #expect(line: Line<Item>, isHeld: boolean): void {
    this.#due.add(line.dueAt, line);
    if (isHeld) this.#held.add(line);
    else this.#held.delete(line);
  }
}

/** The turn of one who waited: it leaves the room, or stays until later. */
export interface WaitingTurn<Item> {
  readonly item: Item;
  /** Since when it may ask; who asks later has been waiting for something else. */
  readonly dueAt: number;
  leave(): void;
  stay(refusal: Refusal, retryAt: number): void;
}

/** Calls with the same key get the same answer at the same instant; absent for those that wait for themselves. */
function keyOf({ code, reasons }: Refusal): string | undefined {
  return code === "exhausted" ? reasons.skipped.map(({ link }) => link).join("\n") : undefined;
}
