import { Instants } from "./instants.js";

/** Callees remembered, unless a store is told otherwise. */
export const DEFAULT_MAX_CALLEES = 1_000_000;
/** Instants of calls that are kept of one callee, and slugs used for it. */
export const MAX_CALLS = 16;
export const MAX_USED = 64;

// What one callee's record holds: 64 bytes, the size of a cache line, as doubles and as 32-bit integers.
const DOUBLES = 8;
const KEY = 0;
const REACHED = { sequence: 1, at: 2, number: 10 } as const;
const ANSWERED = { sequence: 3, at: 4, number: 11 } as const;
const INTEGERS = 16;
const OLDER = 12;
const NEWER = 13;
const CALLS = 14;
const CALL_COUNT = 15;

/** A call that the callee is remembered by. */
export interface RememberedCall {
  /** The number's id. */
  readonly number: number;
  readonly sequence: number;
  readonly at: number;
}

/** Numbers used for a callee under the policy `fresh`. */
export interface UsedNumbers {
  /** Ids, the latest last. */
  readonly numbers: readonly number[];
  /** When the latest was used. */
  readonly at: number;
}

/** Everything that is remembered of one callee. */
export interface CalleeRecord {
  readonly callee: number;
  readonly reached: RememberedCall | undefined;
  readonly answered: RememberedCall | undefined;
  /** Instants of its latest calls, oldest first. */
  readonly calls: readonly number[];
  readonly used: UsedNumbers | undefined;
}

/**
 * What is remembered of callees, anywhere in the namespace.
 *
 * A callee is meant by its digits as a number: 15 of them are exact in a
 * double. Rows lie in one typed array and are found by open addressing, about 80
 * bytes a callee and no object. Bounded: past `maxCallees`, the callee that was
 * written to longest ago is forgotten.
 */
export class Callees {
  readonly #maxCallees: number;
  /** Row + 1 by hash, 0 where there is none; at most half full. */
  #table = new Int32Array(16);
  #doubles = new Float64Array(0);
  #integers = new Int32Array(0);
  #count = 0;
  #oldest = -1;
  #newest = -1;
  readonly #instants = new Instants();
  /** By row; only under the policy `fresh`. */
  readonly #used = new Map<number, UsedNumbers>();

  constructor(maxCallees: number) {
    this.#maxCallees = maxCallees;
  }

  /** The callee's row; −1 when it is not remembered. A row is good until the next write. */
  find(callee: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    for (let at = hashOf(callee) & mask; ; at = (at + 1) & mask) {
      const row = (table[at] as number) - 1;
      if (row < 0 || this.#doubles[row * DOUBLES + KEY] === callee) return row;
    }
  }

  /** Numbers used for the callee, if the latest of them was used later than `after`. */
  used(row: number, after: number): readonly number[] {
    const used = this.#used.get(row);
    return used !== undefined && used.at > after ? used.numbers : NONE;
  }

  /** The latest call that reached the callee, if its instant is later than `after`: the number's id, or −1. */
  reached(row: number, after: number): number {
    return this.#latest(row, REACHED, after);
  }

  /** The latest call that was answered, likewise. */
  answered(row: number, after: number): number {
    return this.#latest(row, ANSWERED, after);
  }

  /** The instant of the latest call that reached the callee, or was answered. Only if there was one. */
  latestAt(row: number, kind: "reached" | "answered"): number {
    return this.#doubles[row * DOUBLES + (kind === "reached" ? REACHED : ANSWERED).at] as number;
  }

  /** The instant of the k-th latest call; `-Infinity` when there were fewer. */
  kthLatestCall(row: number, k: number): number {
    const count = this.#integerAt(row, CALL_COUNT);
    return count < k ? Number.NEGATIVE_INFINITY : this.#instants.at(this.#integerAt(row, CALLS), count - k);
  }

  /** Remembers a call that reached the callee, or was answered. What is learned late of an earlier call does not replace a later one. */
  remember(callee: number, kind: "reached" | "answered", number: number, sequence: number, at: number): void {
    const fields = kind === "reached" ? REACHED : ANSWERED;
    const known = this.find(callee);
    if (known >= 0 && (this.#doubles[known * DOUBLES + fields.sequence] as number) > sequence) return;
    const row = this.#write(callee, known);
    if (row < 0) return;
    this.#doubles[row * DOUBLES + fields.sequence] = sequence;
    this.#doubles[row * DOUBLES + fields.at] = at;
    this.#integers[row * INTEGERS + fields.number] = number + 1;
  }

  /** Remembers the instant of a call. Past the latest 16, the earliest is forgotten. */
  addCall(callee: number, at: number): void {
    const row = this.#write(callee, this.find(callee));
    if (row < 0) return;
    const count = this.#integerAt(row, CALL_COUNT);
    this.#setInteger(row, CALLS, this.#instants.add(this.#integerAt(row, CALLS), count, at, MAX_CALLS));
    this.#setInteger(row, CALL_COUNT, Math.min(count + 1, MAX_CALLS));
  }

  /** Takes a call back. */
  removeCall(callee: number, at: number): void {
    const row = this.find(callee);
    if (row < 0) return;
    const count = this.#integerAt(row, CALL_COUNT);
    const list = this.#instants.remove(this.#integerAt(row, CALLS), count, at);
    if (list === undefined) return;
    this.#setInteger(row, CALLS, list);
    this.#setInteger(row, CALL_COUNT, count - 1);
  }

  /** Remembers which numbers were used for the callee, the latest last. Past 64, the earliest are forgotten. */
  setUsed(callee: number, numbers: readonly number[], at: number): void {
    const row = this.#write(callee, this.find(callee));
    if (row >= 0) this.#used.set(row, { numbers: numbers.slice(-MAX_USED), at });
  }

  /** Oldest first. */
  *records(): Generator<CalleeRecord> {
    for (let row = this.#oldest; row >= 0; row = this.#integerAt(row, NEWER) - 1) {
      const count = this.#integerAt(row, CALL_COUNT);
      const list = this.#integerAt(row, CALLS);
      yield {
        callee: this.#doubles[row * DOUBLES + KEY] as number,
        reached: this.#remembered(row, REACHED),
        answered: this.#remembered(row, ANSWERED),
        calls: Array.from({ length: count }, (_, index) => this.#instants.at(list, index)),
        used: this.#used.get(row),
      };
    }
  }

  #remembered(row: number, fields: typeof REACHED | typeof ANSWERED): RememberedCall | undefined {
    const number = this.#integerAt(row, fields.number) - 1;
    if (number < 0) return undefined;
    const at = row * DOUBLES;
    return {
      number,
      sequence: this.#doubles[at + fields.sequence] as number,
      at: this.#doubles[at + fields.at] as number,
    };
  }

  #latest(row: number, fields: typeof REACHED | typeof ANSWERED, after: number): number {
    return (this.#doubles[row * DOUBLES + fields.at] as number) > after
      ? this.#integerAt(row, fields.number) - 1
      : -1;
  }

  /** Makes the callee the one last written to. */
  touch(callee: number): void {
    this.#write(callee, this.find(callee));
  }

  /** Makes the callee the one last written to, with a new row if need be. −1 when nobody is to be remembered. */
  #write(callee: number, known: number): number {
    if (this.#maxCallees === 0) return -1;
    if (known >= 0) {
      if (known !== this.#newest) {
        this.#unlink(known);
        this.#append(known);
      }
      return known;
    }
    const row = this.#count < this.#maxCallees ? this.#count++ : this.#forgetOldest();
    if ((row + 1) * DOUBLES > this.#doubles.length) this.#grow();
    this.#doubles.fill(0, row * DOUBLES, (row + 1) * DOUBLES);
    this.#doubles[row * DOUBLES + KEY] = callee;
    this.#append(row);
    if (this.#count * 2 > this.#table.length) this.#rehash(this.#table.length * 2);
    else this.#enter(row);
    return row;
  }

  #enter(row: number): void {
    const mask = this.#table.length - 1;
    let at = hashOf(this.#doubles[row * DOUBLES + KEY] as number) & mask;
    while (this.#table[at] !== 0) at = (at + 1) & mask;
    this.#table[at] = row + 1;
  }

  /** Frees the row of the callee written to longest ago. */
  #forgetOldest(): number {
    const row = this.#oldest;
    this.#unlink(row);
    this.#used.delete(row);
    this.#instants.free(this.#integerAt(row, CALLS), this.#integerAt(row, CALL_COUNT));
    this.#removeFromTable(row);
    return row;
  }

  /** Linear probing without gravestones: what stands behind the gap and may move up does. */
  #removeFromTable(row: number): void {
    const table = this.#table;
    const mask = table.length - 1;
    const home = (at: number) =>
      hashOf(this.#doubles[((table[at] as number) - 1) * DOUBLES + KEY] as number) & mask;
    let gap = hashOf(this.#doubles[row * DOUBLES + KEY] as number) & mask;
    while (table[gap] !== row + 1) gap = (gap + 1) & mask;
    for (let at = (gap + 1) & mask; table[at] !== 0; at = (at + 1) & mask) {
      if (((at - home(at)) & mask) < ((at - gap) & mask)) continue;
      table[gap] = table[at] as number;
      gap = at;
    }
    table[gap] = 0;
  }

  #rehash(length: number): void {
    this.#table = new Int32Array(length);
    for (let row = 0; row < this.#count; row++) this.#enter(row);
  }

  #grow(): void {
    const rows = Math.min(this.#maxCallees, Math.max(16, Math.ceil(this.#count * 1.25)));
    const doubles = new Float64Array(rows * DOUBLES);
    doubles.set(this.#doubles);
    this.#doubles = doubles;
    this.#integers = new Int32Array(doubles.buffer);
  }

  /** Links are kept as row + 1, 0 for none. */
  #append(row: number): void {
    this.#setInteger(row, OLDER, this.#newest + 1);
    this.#setInteger(row, NEWER, 0);
    if (this.#newest < 0) this.#oldest = row;
    else this.#setInteger(this.#newest, NEWER, row + 1);
    this.#newest = row;
  }

  #unlink(row: number): void {
    const older = this.#integerAt(row, OLDER) - 1;
    const newer = this.#integerAt(row, NEWER) - 1;
    if (older < 0) this.#oldest = newer;
    else this.#setInteger(older, NEWER, newer + 1);
    if (newer < 0) this.#newest = older;
    else this.#setInteger(newer, OLDER, older + 1);
  }

  #integerAt(row: number, field: number): number {
    return this.#integers[row * INTEGERS + field] as number;
  }

  #setInteger(row: number, field: number, value: number): void {
    this.#integers[row * INTEGERS + field] = value;
  }
}

const NONE: readonly number[] = Object.freeze([]);

/** Mixes the digits, of which the last differ most. */
export function hashOf(callee: number): number {
  const high = Math.floor(callee / 4_294_967_296);
  const mixed = Math.imul(callee - high * 4_294_967_296, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
