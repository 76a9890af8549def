import type { CallOutcome, Settlement, SettleResult } from "@dialpool/pool-strategies";
import {
  checkSettlement,
  countBlock,
  countFailure,
  NEXT_STATES,
  restAfterFailures,
  sequenceOf,
} from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import type { KeptLease } from "../engine/call-book.js";
import { learn } from "../orders/learned-counts.js";
import type { PoolShelf } from "../pools/pool-shelf.js";
import type { StoredPool } from "../pools/stored-pool.js";
import type { Changes } from "./changes.js";

/** Moves a lease forward. */
export function settle(
  books: Books,
  shelf: PoolShelf,
  changes: Changes,
  settlement: Settlement,
): SettleResult {
  checkSettlement(settlement);
  const { leaseId, to, outcome = "unknown" } = settlement;
  const { connection, calls, numbers } = books;
  return connection.transaction((): SettleResult => {
    const now = changes.advance(settlement.now);
    const sequence = sequenceOf(leaseId);
    const lease = sequence === 0 ? undefined : calls.find(sequence, now);
    if (lease === undefined) return { applied: false };
    if (!NEXT_STATES[lease.state].includes(to)) return { applied: false, state: lease.state };
    changes.reached(lease, to);
    calls.move(lease, to, to === "ended" ? outcome : undefined, now);
    if (to !== "ended" && to !== "released") return { applied: true, state: to };
    if (lease.liveUntil > 0) numbers.at(lease.number).endCall(lease.liveUntil);
    if (to === "ended") end(books, shelf.at(lease.pool), lease, outcome);
    else giveBack(books, lease);
    changes.changed(lease.number);
    return { applied: true, state: to };
  });
}

/** Takes a call back that was never placed. Its turn stays taken. */
function giveBack({ numbers, callees, namespace }: Books, { number, callee, at }: KeptLease): void {
  numbers.at(number).changeCalls(at, -1, namespace.now);
  if (namespace.countsCallees) callees.removeCall(callee, at);
}

/** Draws all consequences of how a call ended, but for its lease's. */
function end(books: Books, pool: StoredPool, lease: KeptLease, outcome: CallOutcome): void {
  const { numbers, callees, namespace } = books;
  const { number, callee, sequence, at, step } = lease;
  const { now } = namespace;
  const { restAfterFailures: restRule, quarantineAfterBlocks } = pool.policy.limits;
  const member = pool.memberOf(number);
  const before = numbers.failuresInRow(number);
  if (countFailure(numbers, number, outcome) > before && restRule !== null && member >= 0) {
    const resting = membersResting(books, pool);
    const restingUntil = restAfterFailures(numbers, number, restRule, resting, pool.size, now);
    if (restingUntil > 0) {
      const state = numbers.at(number);
      state.restingUntil = restingUntil;
      state.failuresInRow = 0;
    }
  }
  if (outcome === "blocked") countBlock(numbers, number, quarantineAfterBlocks, now);
  if (outcome === "answered") callees.remember(callee, "answered", { number, sequence, at });
  if (step !== undefined && member >= 0) learn(pool, member, step, outcome);
}

/** Members of a pool that rest now; one that has just failed is not among them yet. */
function membersResting({ connection, namespace }: Books, pool: StoredPool): number {
  const resting = connection
    .prepare("SELECT number FROM number WHERE resting_until > 0 AND resting_until > ?")
    .all(namespace.now);
  return resting.filter(([number]) => pool.memberOf(number as number) >= 0).length;
}
