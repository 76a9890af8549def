import type { StoredPool } from "./stored-pool.js";

/** Members that are parked for a moment at most; more are parked as for long. */
const MAX_MEMBERS = 32;

/**
 * Who of a pool is parked for a moment: nearly every call parks one and wakes another. They keep their seats, and their
 * buckets go on counting them; all that is written is a row of the table `state`, a list of instants and members.
 */
export class Moments {
  readonly #pool: StoredPool;
  /** Each with when it is free, as the row has it: [free at, member, free at, member, …]. */
  #list: number[] | undefined;

  constructor(pool: StoredPool) {
    this.#pool = pool;
  }

  /** The row of a pool. */
  static rowOf(pool: number): number {
    return -pool;
  }

  /** Each with when it is free. */
  *entries(): Generator<readonly [freeAt: number, member: number]> {
    const list = this.#read();
    for (let at = 0; at < list.length; at += 2) yield [list[at] as number, list[at + 1] as number];
  }

  has(member: number): boolean {
    for (const [, each] of this.entries()) if (each === member) return true;
    return false;
  }

  /** Takes one out whose time has come; −1 when there is none. */
  takeDue(now: number): number {
    const list = this.#read();
    for (let at = 0; at < list.length; at += 2) if ((list[at] as number) <= now) return this.#takeAt(at);
    return -1;
  }

  /** Takes a member out; answers whether it was there. */
  take(member: number): boolean {
    const list = this.#read();
    for (let at = 0; at < list.length; at += 2) if (list[at + 1] === member) return this.#takeAt(at) >= 0;
    return false;
  }

  /** Answers whether there was room. */
  add(member: number, freeAt: number): boolean {
    const list = this.#read();
    if (list.length >= 2 * MAX_MEMBERS) return false;
    list.push(freeAt, member);
    this.#pool.countAway(member, 1);
    this.#write(list);
    return true;
  }

  forgetRead(): void {
    if (this.#list !== undefined) for (const [, member] of this.entries()) this.#pool.countAway(member, -1);
    this.#list = undefined;
  }

  #takeAt(at: number): number {
    const list = this.#read();
    const [, member] = list.splice(at, 2) as [number, number];
    this.#pool.countAway(member, -1);
    this.#write(list);
    return member;
  }

  #read(): number[] {
    if (this.#list !== undefined) return this.#list;
    this.#list = [...this.#pool.books.states.read(Moments.rowOf(this.#pool.key))];
    for (const [, member] of this.entries()) this.#pool.countAway(member, 1);
    return this.#list;
  }

  #write(list: readonly number[]): void {
    this.#pool.books.states.set(Moments.rowOf(this.#pool.key), list);
  }
}
