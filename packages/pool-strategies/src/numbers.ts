import { SlotRing } from "./limits/slot-ring.js";
import type { SlotCount } from "./usage.js";

const MINUTE_MS = 60_000;
const MINUTES_PER_QUARTER = 15;

// What one number's record holds: 64 bytes, the size of a cache line, as doubles and as 32-bit integers.
const DOUBLES = 8;
const HEAD = 0;
const LAST_SEQUENCE = 1;
const LAST_SELECTED_AT = 2;
const RESTING_UNTIL = 3;
const QUARANTINED_UNTIL = 4;
const NEWEST_LIVE = 5;
const INTEGERS = 16;
const CALLS_IN_DAY = 12;
const CALLS_IN_HOUR = 13;
const IN_FLIGHT = 14;
const FAILURES_IN_ROW = 15;

/**
 * What every number of a namespace carried, over all its pools.
 *
 * A number is meant by its id, 0, 1, 2 … in the order in which slugs became
 * known; ids are never used again, for callees may remember a number that is
 * long gone. All state lies in a few typed arrays (about 430 bytes a number),
 * and that which every call touches in one cache line.
 *
 * Calls are counted by 15-minute slots for days and by 1-minute slots for
 * hours. Both rings serve rolling windows; periods of a calendar begin on a
 * 15-minute slot, so the first of them serves these too, up to a day of 28 hours
 * (Antarctica/Troll has one of 26 hours every year).
 */
export class Numbers {
  readonly day = new SlotRing(MINUTES_PER_QUARTER * MINUTE_MS, 97, 113);
  readonly hour = new SlotRing(MINUTE_MS, 61, 61);
  /** By id. */
  readonly slugs: string[] = [];
  readonly #ids = new Map<string, number>();
  #doubles = new Float64Array(0);
  #integers = new Int32Array(0);
  /** Which pools a number is in: an index into {@link PoolSets}. */
  #poolSets = new Int32Array(0);
  /** Instants of blocks, oldest first, of the few numbers that have any. */
  readonly #blocks = new Map<number, readonly number[]>();

  get count(): number {
    return this.slugs.length;
  }

  /** Makes room for so many more numbers. */
  reserve(more: number): void {
    const needed = this.count + more;
    if (needed <= this.#poolSets.length) return;
    const capacity = Math.max(needed, this.count === 0 ? 0 : Math.ceil(this.count * 1.25));
    this.day.reserve(capacity);
    this.hour.reserve(capacity);
    const doubles = new Float64Array(capacity * DOUBLES);
    doubles.set(this.#doubles);
    this.#doubles = doubles;
    this.#integers = new Int32Array(doubles.buffer);
    const poolSets = new Int32Array(capacity);
    poolSets.set(this.#poolSets);
    this.#poolSets = poolSets;
  }

  /** −1 when the slug is not known. */
  find(slug: string): number {
    return this.#ids.get(slug) ?? -1;
  }

  /** The slug's id, a new one if need be. */
  intern(slug: string): number {
    const known = this.#ids.get(slug);
    if (known !== undefined) return known;
    this.reserve(1);
    const id = this.count;
    this.slugs.push(slug);
    this.#ids.set(slug, id);
    this.#doubles[id * DOUBLES + LAST_SELECTED_AT] = Number.NaN;
    return id;
  }

  slug(id: number): string {
    return this.slugs[id] as string;
  }

  poolSet(id: number): number {
    return this.#poolSets[id] as number;
  }

  setPoolSet(id: number, set: number): void {
    this.#poolSets[id] = set;
  }

  /** Sequence of its latest selection; 0 when there was none since it came into the namespace. */
  lastSequence(id: number): number {
    return this.#doubles[id * DOUBLES + LAST_SEQUENCE] as number;
  }

  /** Its instant; `NaN` when there was none. */
  lastSelectedAt(id: number): number {
    return this.#doubles[id * DOUBLES + LAST_SELECTED_AT] as number;
  }

  setLastSelection(id: number, sequence: number, at: number): void {
    this.#doubles[id * DOUBLES + LAST_SEQUENCE] = sequence;
    this.#doubles[id * DOUBLES + LAST_SELECTED_AT] = at;
  }

  /** An instant that may have passed, or 0. */
  restingUntil(id: number): number {
    return this.#doubles[id * DOUBLES + RESTING_UNTIL] as number;
  }

  setRestingUntil(id: number, until: number): void {
    this.#doubles[id * DOUBLES + RESTING_UNTIL] = until;
  }

  /** An instant that may have passed, `Infinity` for "until lifted", or 0. */
  quarantinedUntil(id: number): number {
    return this.#doubles[id * DOUBLES + QUARANTINED_UNTIL] as number;
  }

  setQuarantinedUntil(id: number, until: number): void {
    this.#doubles[id * DOUBLES + QUARANTINED_UNTIL] = until;
  }

  /** Sequence of its newest live lease, where the list of them begins; 0 for none. */
  newestLive(id: number): number {
    return this.#doubles[id * DOUBLES + NEWEST_LIVE] as number;
  }

  setNewestLive(id: number, sequence: number): void {
    this.#doubles[id * DOUBLES + NEWEST_LIVE] = sequence;
  }

  inFlight(id: number): number {
    return this.#integers[id * INTEGERS + IN_FLIGHT] as number;
  }

  changeInFlight(id: number, by: 1 | -1): void {
    const at = id * INTEGERS + IN_FLIGHT;
    this.#integers[at] = (this.#integers[at] as number) + by;
  }

  failuresInRow(id: number): number {
    return this.#integers[id * INTEGERS + FAILURES_IN_ROW] as number;
  }

  setFailuresInRow(id: number, failures: number): void {
    this.#integers[id * INTEGERS + FAILURES_IN_ROW] = failures;
  }

  /** Instants of the latest blocks, oldest first. */
  blocks(id: number): readonly number[] {
    return this.#blocks.get(id) ?? [];
  }

  setBlocks(id: number, blocks: readonly number[]): void {
    if (blocks.length === 0) this.#blocks.delete(id);
    else this.#blocks.set(id, blocks);
  }

  /** Forgets all that a number carried. Only one in no pool, of which nothing counts. */
  forget(id: number): void {
    this.day.clear(id);
    this.setFailuresInRow(id, 0);
    this.setBlocks(id, []);
  }

  /** Calls of the rolling 24 hours. */
  callsInDay(id: number, now: number): number {
    this.#advance(id, now);
    return this.#integers[id * INTEGERS + CALLS_IN_DAY] as number;
  }

  /** Calls of the rolling hour. */
  callsInHour(id: number, now: number): number {
    this.#advance(id, now);
    return this.#integers[id * INTEGERS + CALLS_IN_HOUR] as number;
  }

  /** Calls whose 15-minute slot began at or after `start`, the beginning of a slot. */
  callsSince(id: number, start: number, now: number): number {
    this.#advance(id, now);
    return this.day.callsBetween(id, this.day.slotOf(start), this.day.slotOf(now));
  }

  /** Enters a call made at `instant`, or takes it out again, as long as its slots are kept. */
  changeCalls(id: number, instant: number, by: 1 | -1, now: number): void {
    this.#advance(id, now);
    this.#changeIn(this.day, id, instant, by, now, CALLS_IN_DAY);
    this.#changeIn(this.hour, id, instant, by, now, CALLS_IN_HOUR);
  }

  /** Slots with calls, oldest first, each with how many. */
  slotCounts(ring: SlotRing, id: number, now: number): readonly SlotCount[] {
    this.#advance(id, now);
    const counts: SlotCount[] = [];
    const latest = ring.slotOf(now);
    for (let slot = Math.max(0, latest - ring.length + 1); slot <= latest; slot++) {
      const calls = ring.callsIn(id, slot);
      if (calls > 0) counts.push([slot, calls]);
    }
    return counts;
  }

  /** Enters the slots of a number that has carried nothing yet. */
  restore(id: number, day: readonly SlotCount[], hour: readonly SlotCount[], now: number): void {
    this.#advance(id, now);
    this.#restoreIn(this.day, id, day, now, CALLS_IN_DAY);
    this.#restoreIn(this.hour, id, hour, now, CALLS_IN_HOUR);
  }

  #restoreIn(ring: SlotRing, id: number, counts: readonly SlotCount[], now: number, total: number): void {
    const latest = ring.slotOf(now);
    for (const [slot, calls] of counts) {
      if (slot > latest || slot <= latest - ring.length) continue;
      ring.change(id, slot, calls);
      if (slot > latest - ring.window)
        this.#integers[id * INTEGERS + total] = (this.#integers[id * INTEGERS + total] as number) + calls;
    }
  }

  #changeIn(ring: SlotRing, id: number, instant: number, by: 1 | -1, now: number, total: number): void {
    const slot = ring.slotOf(instant);
    const latest = ring.slotOf(now);
    if (slot <= latest - ring.length) return;
    if (by < 0 && ring.callsIn(id, slot) === 0) return;
    ring.change(id, slot, by);
    if (slot <= latest - ring.window) return;
    const at = id * INTEGERS + total;
    this.#integers[at] = (this.#integers[at] as number) + by;
  }

  /** Moves the rings on to `now`, which never goes back. A total of 0 means that all cells it counts are 0. */
  #advance(id: number, now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    const at = id * DOUBLES + HEAD;
    const head = this.#doubles[at] as number;
    if (minute <= head) return;
    this.#doubles[at] = minute;
    const integers = this.#integers;
    const inHour = id * INTEGERS + CALLS_IN_HOUR;
    const callsInHour = integers[inHour] as number;
    if (callsInHour > 0) integers[inHour] = callsInHour - this.hour.advance(id, head, minute, callsInHour);
    const from = Math.floor(head / MINUTES_PER_QUARTER);
    const to = Math.floor(minute / MINUTES_PER_QUARTER);
    if (from === to) return;
    const inDay = id * INTEGERS + CALLS_IN_DAY;
    const callsInDay = integers[inDay] as number;
    integers[inDay] = callsInDay - this.day.advance(id, from, to, callsInDay);
  }
}
