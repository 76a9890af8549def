import { type ListEntry, ListHead } from "../engine/list-head.js";
import type { Membership } from "../engine/membership.js";
import type { NumberState } from "../engine/number-state.js";
import type { Seats } from "../orders/seats.js";
import type { StoredPool } from "./stored-pool.js";

/** A member that is free again within this time may keep its seats. */
const MOMENT_MS = 10_000;
/** A member that is parked; the key is when it is free. */
interface Due extends ListEntry {
  /** Whether it kept its seats. */
  isSeated: boolean;
}

/**
 * Who of a pool is at a limit, by when that ends: the rows of the table `parked`. A number's own row tells until when it is
 * parked too; waking it leaves that as it is, for what is past says nothing.
 */
export class Parking {
  readonly #pool: StoredPool;
  /** Those that are due first. */
  readonly #head: ListHead<Due>;
  readonly #insert;
  readonly #delete;
  readonly #take;
  readonly #unseat;

  constructor(pool: StoredPool) {
    const { connection } = pool.books;
    this.#pool = pool;
    const after = connection.prepare(
      `SELECT free_at, member, is_seated FROM parked WHERE pool = ? AND (free_at, member) > (?, ?)
        ORDER BY free_at, member LIMIT ?`,
    );
    this.#head = new ListHead(({ key, member }, count) =>
      after.all(pool.key, key, member, count).map(([freeAt, each, isSeated]) => ({
        key: freeAt as number,
        member: each as number,
        isSeated: isSeated === 1,
      })),
    );
    this.#insert = connection.prepare(
      "INSERT INTO parked (pool, free_at, member, is_seated) VALUES (?, ?, ?, ?)",
    );
    this.#delete = connection.prepare("DELETE FROM parked WHERE pool = ? AND free_at = ? AND member = ?");
    this.#take = connection.prepare(
      "DELETE FROM parked WHERE pool = ? AND free_at = ? AND member = ? RETURNING is_seated",
    );
    this.#unseat = connection.prepare(
      "UPDATE parked SET is_seated = 0 WHERE pool = ? AND free_at = ? AND member = ?",
    );
  }

  /**
   * Wakes every member whose time has come. Nothing that a member was parked for can have grown since, for every change
   * looks at it: it is free.
   */
  advance(): void {
    const { now } = this.#pool.books.namespace;
    if (this.#head.lowestKey > now) return;
    for (;;) {
      const first = this.#head.at(0);
      if (first === undefined || first.key > now) return;
      this.#wakeFirst(first);
    }
  }

  #wakeFirst(first: Due): void {
    const { key, member, isSeated } = first;
    this.#delete.run(this.#pool.key, key, member);
    this.#head.remove(first);
    this.#pool.count(member, 1);
    const { seating, books } = this.#pool;
    if (isSeated && seating.isReadyToWake) return;
    const state = this.#pool.stateOf(member);
    seating.admit(state.membershipIn(this.#pool.key), state, isSeated);
    books.numbers.saveIfMany();
  }

  /** Parks or wakes a member as its limits say. Called whenever something of its number changed. */
  refresh(membership: Membership, state: NumberState): void {
    const { namespace } = this.#pool.books;
    this.#pool.seating.rescore(membership, state);
    const { now } = namespace;
    // Its time had come before what has just changed.
    if (membership.freeAt <= now) this.#wakeLate(membership, state);
    const freeAt = this.#pool.limitsFreeAt(membership.member);
    const before = membership.freeAt;
    if (freeAt === before) return;
    if (before === 0) {
      const isSeated = this.#pool.seating.park(membership, state, freeAt - now > MOMENT_MS);
      this.#pool.count(membership.member, -1);
      this.#park(membership, state, freeAt, isSeated);
      return;
    }
    const isSeated = this.#wake(membership);
    if (freeAt > 0) this.#park(membership, state, freeAt, isSeated === 1);
    else this.#admit(membership, state, isSeated === 1);
  }

  /** A pick came upon a member that is parked: the next one will not. */
  unseat(membership: Membership, seats: Seats): void {
    const { freeAt: key, member } = membership;
    seats.remove(membership);
    this.#unseat.run(this.#pool.key, key, member);
    this.#head.remove({ key, member });
    this.#head.add({ key, member, isSeated: false });
  }

  /** What is read of the file is read anew: another process may have parked somebody. */
  forgetRead(): void {
    this.#head.forget();
  }

  /** Wakes a member whose time has come, unless that was done. */
  #wakeLate(membership: Membership, state: NumberState): void {
    if (membership.freeAt === 0) return;
    const isSeated = membership.freeAt < this.#head.lowestKey ? undefined : this.#wake(membership);
    if (isSeated === undefined) membership.freeAt = 0;
    else this.#admit(membership, state, isSeated === 1);
  }

  /** Takes a member out of the parked ones. Answers whether it has its seats, if it was there. */
  #wake({ freeAt, member }: Membership): 0 | 1 | undefined {
    this.#head.remove({ key: freeAt, member });
    return this.#take.get(this.#pool.key, freeAt, member)?.[0] as 0 | 1 | undefined;
  }

  #park(membership: Membership, state: NumberState, freeAt: number, isSeated: boolean): void {
    this.#insert.run(this.#pool.key, freeAt, membership.member, isSeated ? 1 : 0);
    this.#head.add({ key: freeAt, member: membership.member, isSeated });
    membership.freeAt = freeAt;
    state.moved();
  }

  #admit(membership: Membership, state: NumberState, isSeated: boolean): void {
    membership.freeAt = 0;
    state.moved();
    this.#pool.seating.admit(membership, state, isSeated);
    this.#pool.count(membership.member, 1);
  }
}
