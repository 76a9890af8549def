import type { CarriedRecord, SlotCount } from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";

type Ring = "quarters" | "minutes";

/** Calls by slot that are still to be told of. */
type Counts = Map<number, number>;

/**
 * Calls that an import counts without saying which they were: those recorded, and those whose lease is final in a store that
 * keeps no more of it. Kept apart, so that counts can be compared with calls ever after.
 */
export class Unbooked {
  readonly #numbers: ReadonlyMap<string, Readonly<Record<Ring, Counts>>>;

  constructor(records: readonly CarriedRecord[]) {
    const countsOf = (counts: readonly SlotCount[]) => new Map(counts);
    this.#numbers = new Map(
      records.map(({ slug, day, hour }) => [slug, { quarters: countsOf(day), minutes: countsOf(hour) }]),
    );
  }

  /** A call that was told of after all. */
  book(slug: string, quarter: number, minute: number): void {
    const counts = this.#numbers.get(slug);
    takeOne(counts?.quarters, quarter);
    takeOne(counts?.minutes, minute);
  }

  write({ connection, numbers }: Books): void {
    const insert = connection.prepare("INSERT INTO carried (number, ring, slot, calls) VALUES (?, ?, ?, ?)");
    for (const [slug, rings] of this.#numbers) {
      const number = numbers.intern(slug);
      for (const ring of ["quarters", "minutes"] as const)
        for (const [slot, calls] of rings[ring]) if (calls > 0) insert.run(number, ring, slot, calls);
    }
  }
}

function takeOne(counts: Counts | undefined, slot: number): void {
  const calls = counts?.get(slot);
  if (calls !== undefined) counts?.set(slot, calls - 1);
}
