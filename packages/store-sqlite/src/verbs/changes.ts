import type { LeaseState } from "@dialpool/pool-strategies";
import type { Books } from "../engine/books.js";
import type { KeptLease } from "../engine/call-book.js";
import type { PoolShelf } from "../pools/pool-shelf.js";

/** What happens to a namespace by time and by calls, whichever verb it is for. */
export class Changes {
  readonly #books: Books;
  readonly #shelf: PoolShelf;
  readonly #memberships;

  constructor(books: Books, shelf: PoolShelf) {
    this.#books = books;
    this.#shelf = shelf;
    this.#memberships = books.connection.prepare(
      `SELECT member.pool, member.member, member.free_at, pool.version FROM member JOIN pool ON pool.pool = member.pool
        WHERE member.number = ?`,
    );
  }

  /** Moves the clock on, never back, and takes leases out of their numbers that stop being live by it. */
  advance(callerNow: number): number {
    const { namespace, numbers, calls } = this.#books;
    namespace.read(callerNow);
    const { now } = namespace;
    if (!namespace.isAnyLapsing) return now;
    for (const [sequence, number] of calls.lapsing(now)) {
      calls.lapse(sequence);
      const state = numbers.at(number);
      state.inFlight--;
      state.isDirty = true;
      this.changed(number);
    }
    return now;
  }

  /** Looks anew at a number of which something changed, in every pool that has it. */
  changed(number: number): void {
    const state = this.#books.numbers.at(number);
    for (const row of this.#memberships.all(number)) {
      const [key, member, freeAt, version] = row as readonly [number, number, number, number];
      this.#shelf.at(key, version).refresh(member, freeAt, state);
    }
    state.scoredSequence = state.lastSequence;
    state.scoredInFlight = state.inFlight;
  }

  /** On leaving held for anything but released, the callee has been reached. */
  reached({ state, callee, number, sequence, at }: KeptLease, to: LeaseState): void {
    if (state === "held" && to !== "released")
      this.#books.callees.remember(callee, "reached", { number, sequence, at });
  }

  /** Whether anything of a number counts, or it is in a pool. */
  isKnown(number: number, pools: number): boolean {
    const { numbers, namespace } = this.#books;
    const { now } = namespace;
    const state = numbers.at(number);
    return (
      pools > 0 ||
      state.callsInDay(now) > 0 ||
      state.inFlight > 0 ||
      state.restingUntil > now ||
      state.quarantinedUntil > now
    );
  }
}
