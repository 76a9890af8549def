import type { Membership } from "../engine/membership.js";
import type { NumberState } from "../engine/number-state.js";
import { firstCounting, leavesAt, QUARTERS } from "../engine/slots.js";
import type { StoredPool } from "../pools/stored-pool.js";

/** Which of a membership's keys says when its score is due. */
export const DUE = 2;

/** When calls of a number next leave the rolling day, so that its score is to be made anew; 0: none will. */
export function scoreDueAt(state: NumberState, now: number): number {
  const slot = firstCounting(QUARTERS, state.quarters, now);
  return slot === undefined ? 0 : leavesAt(QUARTERS, slot);
}

/** Counts anew, as time passes, for the order `least-used`: the rows of the table `score_due`. */
export class ScoreDue {
  readonly #pool: StoredPool;
  readonly #due;
  readonly #insert;
  readonly #delete;

  constructor(pool: StoredPool) {
    const { connection } = pool.books;
    this.#pool = pool;
    this.#due = connection.prepare("SELECT member FROM score_due WHERE pool = ? AND due_at <= ?");
    this.#insert = connection.prepare("INSERT INTO score_due (pool, due_at, member) VALUES (?, ?, ?)");
    this.#delete = connection.prepare("DELETE FROM score_due WHERE pool = ? AND due_at = ? AND member = ?");
  }

  /** Scores everybody anew of whom calls have left the day. */
  advance(): void {
    for (const [member] of this.#due.all(this.#pool.key, this.#pool.books.namespace.now)) {
      const state = this.#pool.stateOf(member as number);
      const membership = state.membershipIn(this.#pool.key);
      this.#pool.seating.rescore(membership, state);
      this.schedule(membership, state);
    }
  }

  schedule(membership: Membership, state: NumberState): void {
    const { member, keys } = membership;
    const before = this.#pool.keyOf(membership, DUE);
    const dueAt = scoreDueAt(state, this.#pool.books.namespace.now);
    if (dueAt === before) return;
    if (before > 0) this.#delete.run(this.#pool.key, before, member);
    if (dueAt > 0) this.#insert.run(this.#pool.key, dueAt, member);
    keys[DUE] = dueAt;
    state.moved();
  }
}
