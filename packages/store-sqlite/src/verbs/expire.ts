import type { E164, Lease } from "@dialpool/pool-strategies";
import { checkInstant, leaseIdOf } from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import { nameOf } from "../texts.js";
import type { Changes } from "./changes.js";

/** Turns overdue held leases into unknown, and forgets numbers that the namespace does not know. */
export function expire(books: Books, changes: Changes, callerNow: number): readonly Lease[] {
  checkInstant(callerNow);
  const { connection, calls, numbers } = books;
  return connection.transaction(() => {
    const now = changes.advance(callerNow);
    const poolIds = new Map<number, string>();
    const poolIdOf = (key: number): string => {
      const known =
        poolIds.get(key) ??
        nameOf(connection.prepare("SELECT pool_id FROM pool WHERE pool = ?").get(key)?.[0] as string);
      poolIds.set(key, known);
      return known;
    };
    const expired = calls.overdue(now).map((lease): Lease => {
      changes.reached(lease, "unknown");
      calls.move(lease, "unknown", undefined, now);
      const { sequence, pool, number, callee, at, holdUntil } = lease;
      return {
        id: leaseIdOf(sequence),
        sequence,
        poolId: poolIdOf(pool),
        slug: numbers.slug(number),
        callee: `+${callee}` as E164,
        state: "unknown",
        acquiredAt: at,
        holdUntil,
      };
    });
    calls.passedOver();
    forgetNumbers(books, changes);
    return expired;
  });
}

/** Forgets what is left of numbers that are in no pool and of which nothing counts. Looks at no others. */
function forgetNumbers({ connection, numbers, namespace }: Books, changes: Changes): void {
  numbers.save();
  const forget = connection.prepare("UPDATE number SET forgotten_sequence = ? WHERE number = ?");
  const forgetCarried = connection.prepare("DELETE FROM carried WHERE number = ?");
  const outside = connection.prepare("SELECT number FROM number WHERE pools = 0 AND is_blank = 0").all();
  for (const [each] of outside) {
    const number = each as number;
    if (changes.isKnown(number, 0)) continue;
    const state = numbers.at(number);
    state.quarters = [];
    state.minutes = [];
    state.failuresInRow = 0;
    state.blocks = [];
    state.restingUntil = 0;
    state.quarantinedUntil = 0;
    state.isBlank = true;
    state.isDirty = true;
    forget.run(namespace.sequence, number);
    forgetCarried.run(number);
  }
}
