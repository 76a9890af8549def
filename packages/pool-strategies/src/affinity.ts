import { type Aged, AgeList } from "./age-list.js";

/** Callees remembered, unless a store is told otherwise. */
export const DEFAULT_MAX_CALLEES = 1_000_000;

/** What is remembered of one callee. */
interface CalleeRecord extends Aged<CalleeRecord> {
  readonly callee: string;
  slug: string;
  sequence: number;
}

/**
 * Which number each callee was last called from, anywhere in the namespace.
 *
 * Bounded: past `maxCallees`, the callee whose record is oldest is forgotten.
 */
export class Affinity {
  readonly #maxCallees: number;
  readonly #byCallee = new Map<string, CalleeRecord>();
  readonly #byAge = new AgeList<CalleeRecord>();

  constructor(maxCallees: number, records: Iterable<readonly [callee: string, slug: string]> = []) {
    this.#maxCallees = maxCallees;
    for (const [callee, slug] of records) this.record(callee, slug, 0);
  }

  /** Slug of the number that the callee was last called from. */
  previous(callee: string): string | undefined {
    return this.#byCallee.get(callee)?.slug;
  }

  /** Remembers a call. What is learned late of an earlier call does not replace a later one. */
  record(callee: string, slug: string, sequence: number): void {
    const known = this.#byCallee.get(callee);
    if (known === undefined) {
      const added: CalleeRecord = { callee, slug, sequence, older: undefined, newer: undefined };
      this.#byCallee.set(callee, added);
      this.#byAge.append(added);
      if (this.#byCallee.size > this.#maxCallees) this.#forgetOldest();
    } else if (known.sequence <= sequence) {
      known.slug = slug;
      known.sequence = sequence;
      this.#byAge.take(known);
      this.#byAge.append(known);
    }
  }

  /** Oldest first. */
  *records(): Generator<readonly [callee: string, slug: string]> {
    for (const { callee, slug } of this.#byAge) yield [callee, slug];
  }

  #forgetOldest(): void {
    const { oldest } = this.#byAge;
    if (oldest === undefined) return;
    this.#byAge.take(oldest);
    this.#byCallee.delete(oldest.callee);
  }
}
