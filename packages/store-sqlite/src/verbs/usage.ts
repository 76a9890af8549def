import type { LimitName, NumberUsage } from "@dialpool/pool-strategies";
import { checkInstant } from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import { NumberState, STATE } from "../engine/number-state.js";
import type { PoolShelf } from "../pools/pool-shelf.js";
import type { Changes } from "./changes.js";

/** How much each number of a pool has carried, and how it stands in this pool; by slug. */
export function usage(
  books: Books,
  shelf: PoolShelf,
  changes: Changes,
  poolId: string,
  callerNow: number,
): readonly NumberUsage[] {
  checkInstant(callerNow);
  const { connection, numbers } = books;
  return connection.transaction(() => {
    changes.begin(callerNow);
    const pool = shelf.named(poolId);
    const now = changes.lapse();
    pool.advance();
    numbers.save();
    const rows = connection
      .prepare(
        `SELECT ${STATE} FROM pool_number CROSS JOIN number ON number.number = pool_number.number WHERE pool = ? ORDER BY member`,
      )
      .all(pool.key);
    return rows.map((row, member): NumberUsage => {
      const state = numbers.keep(NumberState.from(row));
      const freeAt = pool.freeAtOf(member);
      const atLimits: LimitName[] = [];
      pool.limitsFreeAt(member, (name) => atLimits.push(name));
      const { lastSelectedAt, restingUntil, quarantinedUntil } = state;
      return {
        slug: pool.numbers[member]?.slug as string,
        callsInDay: state.callsInDay(now),
        callsInHour: state.callsInHour(now),
        ...(Number.isNaN(lastSelectedAt) ? {} : { lastSelectedAt }),
        inFlight: state.inFlight,
        failuresInRow: state.failuresInRow,
        ...(restingUntil > now ? { restingUntil } : {}),
        ...(quarantinedUntil > now
          ? { quarantinedUntil: quarantinedUntil === Number.POSITIVE_INFINITY ? null : quarantinedUntil }
          : {}),
        atLimits,
        ...(freeAt > 0 && Number.isFinite(freeAt) ? { freeAt } : {}),
      };
    });
  });
}
