import { type Aged, AgeList } from "./age-list.js";
import { DAY_WINDOW, leavesAt, slotOf } from "./limits/rolling-window.js";
import type { NumberState } from "./member.js";
import type { Lease, LeaseState, Settlement, SettleResult } from "./store.js";

type LiveState = "held" | "unknown" | "placed";
type FinalState = "ended" | "released";

/** What may follow a state. Nothing leads back, and the final states lead nowhere. */
const NEXT_STATES: Readonly<Record<LiveState, ReadonlySet<LeaseState>>> = {
  held: new Set(["unknown", "placed", "ended", "released"]),
  unknown: new Set(["placed", "ended", "released"]),
  placed: new Set(["ended"]),
};

/** A lease that is not final. While it is held, it stands in the list of those. */
interface LiveLease extends Aged<LiveLease> {
  /** As it was granted: *held*. */
  readonly granted: Lease;
  readonly number: NumberState;
  state: LiveState;
}

/** Told of a lease that is held no more and was not released: the callee knows its number now. */
export type OnReached = (lease: Lease) => void;

const ID_PREFIX = "lease-";
const DIGIT_0 = 48;

/** A lease's id, from its sequence. */
export function leaseIdOf(sequence: number): string {
  return `${ID_PREFIX}${sequence}`;
}

/** The sequence of a lease's id; `undefined` when it is not one. Digit by digit: it runs twice for every call. */
function sequenceOf(leaseId: string): number | undefined {
  if (!leaseId.startsWith(ID_PREFIX)) return undefined;
  let sequence = 0;
  for (let at = ID_PREFIX.length; at < leaseId.length; at++) {
    const digit = leaseId.charCodeAt(at) - DIGIT_0;
    const isLeadingZero = digit === 0 && sequence === 0;
    if (digit < 0 || digit > 9 || isLeadingZero) return undefined;
    sequence = sequence * 10 + digit;
  }
  return sequence === 0 ? undefined : sequence;
}

/**
 * The leases of a namespace.
 *
 * A lease is forgotten when its call leaves the day's window: nothing that is
 * learned later changes a count. Until then a final one is kept as its state
 * alone, since there may be millions.
 */
export class LeaseBook {
  readonly #onReached: OnReached;
  /** By sequence, from `#first` on. */
  #entries: (LiveLease | FinalState)[] = [];
  #first: number;
  /** The slots in which leases were granted, oldest first, each with its last sequence. */
  readonly #slots: { readonly slot: number; last: number }[] = [];
  /** In the order granted. A held lease stays until `expire` has reported it, however late. */
  readonly #held = new AgeList<LiveLease>();

  /** @param first Sequence of the first lease that will be granted. */
  constructor(first: number, onReached: OnReached) {
    this.#first = first;
    this.#onReached = onReached;
  }

  /** Enters a lease. Sequences come without gaps. */
  open(granted: Lease, number: NumberState): void {
    const lease: LiveLease = { granted, number, state: "held", older: undefined, newer: undefined };
    this.#enter(lease, granted.sequence, granted.acquiredAt);
    this.#held.append(lease);
    number.inFlight++;
  }

  /** Passes over a sequence that was given to a call without a lease. */
  skip(sequence: number, now: number): void {
    this.#enter("ended", sequence, now);
  }

  #enter(entry: LiveLease | FinalState, sequence: number, now: number): void {
    const slot = slotOf(now, DAY_WINDOW);
    const latest = this.#slots.at(-1);
    if (latest?.slot === slot) latest.last = sequence;
    else this.#slots.push({ slot, last: sequence });
    this.#entries.push(entry);
  }

  settle({ leaseId, to }: Settlement, now: number): SettleResult {
    const entry = this.#entryOf(leaseId);
    if (entry === undefined) return { applied: false };
    if (typeof entry === "string") return { applied: false, state: entry };
    if (!NEXT_STATES[entry.state].has(to)) return { applied: false, state: entry.state };
    this.#move(entry, to, now);
    return { applied: true, state: to };
  }

  /** Turns held leases past their deadline into unknown. Returns those, in the order granted. */
  expire(now: number): readonly Lease[] {
    const overdue = [...this.#held].filter(({ granted }) => granted.holdUntil <= now);
    for (const lease of overdue) this.#move(lease, "unknown", now);
    return overdue.map(({ granted }) => ({ ...granted, state: "unknown" }));
  }

  /** Forgets the leases whose calls count no more. */
  forget(now: number): void {
    let oldest = this.#slots[0];
    while (oldest !== undefined && leavesAt(oldest.slot, DAY_WINDOW) <= now) {
      const gone = this.#entries.splice(0, oldest.last + 1 - this.#first);
      this.#first = oldest.last + 1;
      for (const entry of gone) {
        if (typeof entry !== "string" && entry.state !== "held") entry.number.inFlight--;
      }
      this.#slots.shift();
      oldest = this.#slots[0];
    }
  }

  #entryOf(leaseId: string): LiveLease | FinalState | undefined {
    const sequence = sequenceOf(leaseId);
    if (sequence === undefined) return undefined;
    if (sequence >= this.#first) return this.#entries[sequence - this.#first];
    return [...this.#held].find(({ granted }) => granted.sequence === sequence);
  }

  #move(lease: LiveLease, to: Settlement["to"], now: number): void {
    const { granted, number } = lease;
    if (lease.state === "held") {
      this.#held.take(lease);
      if (to !== "released") this.#onReached(granted);
    }
    // Held beyond its window, and only now settled: nothing counts it any more.
    const isForgotten = granted.sequence < this.#first;
    if (!isForgotten && (to === "placed" || to === "unknown")) {
      lease.state = to;
      return;
    }
    number.inFlight--;
    if (to === "released") number.giveBack(granted.acquiredAt, now);
    if (!isForgotten && (to === "ended" || to === "released"))
      this.#entries[granted.sequence - this.#first] = to;
  }
}
