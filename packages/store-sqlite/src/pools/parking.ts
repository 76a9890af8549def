import { type ListEntry, ListHead } from "../engine/list-head.js";
import type { Membership } from "../engine/membership.js";
import type { NumberState } from "../engine/number-state.js";
import type { Seats } from "../orders/seats.js";
import { Moments } from "./moments.js";
import type { StoredPool } from "./stored-pool.js";

/** A member that is free again within this time may keep its seats. */
const MOMENT_MS = 10_000;

/** A member that is parked; the key is when it is free. */
interface Due extends ListEntry {
  /** Whether it kept its seats. */
  isSeated: boolean;
}

/**
 * Who of a pool is at a limit, by when that ends: for a moment, or else as rows of the table `parked`. A number's own row tells
 * until when it is parked too; waking it leaves that as it is, for what is past says nothing.
 */
export class Parking {
  readonly moments: Moments;
  readonly #pool: StoredPool;
  /** Those that are due first. */
  readonly #head: ListHead<Due>;
  readonly #insert;
  readonly #delete;
  readonly #unseat;

  constructor(pool: StoredPool) {
    const { connection } = pool.books;
    this.#pool = pool;
    this.moments = new Moments(pool);
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
    this.#delete = connection.prepare(
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
    for (;;) {
      const member = this.moments.takeDue(now);
      if (member < 0) break;
      this.#admitDue(member, true);
    }
    if (this.#head.lowestKey > now) return;
    for (;;) {
      const first = this.#head.at(0);
      if (first === undefined || first.key > now) return;
      this.#unpark(first);
      this.#admitDue(first.member, first.isSeated);
    }
  }

  /** Parks or wakes a member as its limits say. Called whenever something of its number changed. */
  refresh(membership: Membership, state: NumberState): void {
    const { seating, books } = this.#pool;
    const { now } = books.namespace;
    seating.rescore(membership, state);
    // Its time had come before what has just changed.
    if (membership.freeAt > 0 && membership.freeAt <= now) {
      const isSeated = this.#take(membership);
      membership.freeAt = 0;
      if (isSeated !== undefined) seating.admit(membership, state, isSeated);
    }
    const freeAt = this.#pool.limitsFreeAt(membership.member);
    if (freeAt === membership.freeAt) return;
    const isSeated =
      membership.freeAt > 0
        ? this.#take(membership) === true
        : seating.park(membership, state, freeAt - now > MOMENT_MS);
    membership.freeAt = freeAt;
    state.moved();
    if (freeAt > 0) this.#park(membership, isSeated);
    else seating.admit(membership, state, isSeated);
  }

  /** A pick came upon a member that is parked: unless that is for a moment, the next one will not. */
  unseat(membership: Membership, seats: Seats): void {
    const { freeAt: key, member } = membership;
    if (this.moments.has(member)) return;
    seats.remove(membership);
    this.#unseat.run(this.#pool.key, key, member);
    this.#head.remove({ key, member });
    this.#head.add({ key, member, isSeated: false });
  }

  /** What is read of the file is read anew: another process may have parked somebody. */
  forgetRead(): void {
    this.#head.forget();
    this.moments.forgetRead();
  }

  /** A member is awake, and joins the order again. */
  #admitDue(member: number, isSeated: boolean): void {
    const { seating, books, key } = this.#pool;
    if (isSeated && seating.isReadyToWake) return;
    const state = this.#pool.stateOf(member);
    seating.admit(state.membershipIn(key), state, isSeated);
    books.numbers.saveIfMany();
  }

  /** Takes a member out of the parked ones. Answers whether it has its seats; `undefined` when it was awake. */
  #take({ freeAt, member }: Membership): boolean | undefined {
    if (this.moments.take(member)) return true;
    return freeAt < this.#head.lowestKey ? undefined : this.#unpark({ key: freeAt, member });
  }

  #unpark({ key, member }: ListEntry): boolean | undefined {
    const row = this.#delete.get(this.#pool.key, key, member);
    if (row === undefined) return undefined;
    this.#head.remove({ key, member });
    this.#pool.count(member, 1);
    return row[0] === 1;
  }

  #park({ freeAt, member }: Membership, isSeated: boolean): void {
    const isForLong = freeAt - this.#pool.books.namespace.now > MOMENT_MS;
    if (isSeated && !isForLong && this.moments.add(member, freeAt)) return;
    this.#insert.run(this.#pool.key, freeAt, member, isSeated ? 1 : 0);
    this.#head.add({ key: freeAt, member, isSeated });
    this.#pool.count(member, -1);
  }
}
