import type { LeaseState } from "@dialpool/pool-strategies";
import type { Books } from "../engine/books.js";
import type { KeptLease } from "../engine/call-book.js";
import type { PoolShelf } from "../pools/pool-shelf.js";

/** What happens to a namespace by time and by calls, whichever verb it is for. */
export class Changes {
  readonly #books: Books;
  readonly #shelf: PoolShelf;

  constructor(books: Books, shelf: PoolShelf) {
    this.#books = books;
    this.#shelf = shelf;
  }

  /** Reads what holds for all pools, and moves the clock on, never back. What another process may have changed is forgotten. */
  begin(callerNow: number): void {
    if (this.#books.namespace.read(callerNow)) return;
    this.forgetRead();
  }

  /** Lets go of all that was read before. */
  forgetRead(): void {
    const { numbers, callees, buckets, calls, states } = this.#books;
    numbers.forgetRead();
    calls.forgetRead();
    callees.forgetRead();
    buckets.forgetRead();
    states.forgetRead();
    this.#shelf.compareAll();
  }

  /** Begins, and takes leases out of their numbers that stop being live by now. */
  advance(callerNow: number): number {
    this.begin(callerNow);
    return this.lapse();
  }

  /** Takes leases out of their numbers that stop being live by now. */
  lapse(): number {
    const { namespace, numbers, calls } = this.#books;
    const { now } = namespace;
    for (;;) {
      const lapsing = calls.nextToLapse(now);
      if (lapsing === undefined) return now;
      const [sequence, number, liveUntil] = lapsing;
      calls.lapse(sequence);
      numbers.at(number).endCall(liveUntil);
      this.changed(number);
    }
  }

  /** Looks anew at a number of which something changed, in every pool that has it. */
  changed(number: number): void {
    const state = this.#books.numbers.at(number);
    for (const membership of state.memberships) this.#shelf.at(membership.pool).refresh(membership, state);
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
