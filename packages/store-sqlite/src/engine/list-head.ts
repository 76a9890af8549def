/** How many entries are read at once: few at first, for another process may have changed the list by the next time. */
const READS = [2, 8, 32] as const;
/** Entries that are remembered at most. */
const MAX_REMEMBERED = 256;

/** An entry of a list that is ordered by key, and then by member. */
export interface ListEntry {
  readonly key: number;
  readonly member: number;
}

/** Reads so many entries that come after one. */
export type ReadAfter<Entry> = (after: ListEntry, count: number) => readonly Entry[];

const START: ListEntry = { key: Number.NEGATIVE_INFINITY, member: -1 };

/**
 * The first entries of an ordered list that the file has: read some at a time, and kept as they are changed. So whoever
 * takes one after the other asks the file once for many.
 */
export class ListHead<Entry extends ListEntry> {
  readonly #read: ReadAfter<Entry>;
  /** All that the list has up to {@link #end}. */
  #entries: Entry[] = [];
  #end = START;
  #isWhole = false;
  #reads = 0;

  constructor(read: ReadAfter<Entry>) {
    this.#read = read;
  }

  /** The entry at a place from the start; `undefined` behind the last. */
  at(place: number): Entry | undefined {
    while (place >= this.#entries.length && !this.#isWhole) this.#readMore();
    return this.#entries[place];
  }

  /** No entry has a lower key, as far as is known without asking the file. */
  get lowestKey(): number {
    const [first] = this.#entries;
    if (first !== undefined) return first.key;
    return this.#isWhole ? Number.POSITIVE_INFINITY : this.#end.key;
  }

  add(entry: Entry): void {
    if (!this.#isWhole && isBefore(this.#end, entry)) return;
    this.#entries.splice(this.#placeOf(entry), 0, entry);
    if (this.#entries.length <= MAX_REMEMBERED) return;
    this.#entries.length = MAX_REMEMBERED / 2;
    this.#end = this.#entries.at(-1) as Entry;
    this.#isWhole = false;
  }

  remove(entry: ListEntry): void {
    const place = this.#placeOf(entry);
    const found = this.#entries[place];
    if (found?.key === entry.key && found.member === entry.member) this.#entries.splice(place, 1);
  }

  forget(): void {
    this.#entries = [];
    this.#end = START;
    this.#isWhole = false;
    this.#reads = 0;
  }

  #readMore(): void {
    const count = READS[Math.min(this.#reads, READS.length - 1)] as number;
    this.#reads++;
    const more = this.#read(this.#end, count);
    this.#entries.push(...more);
    this.#isWhole = more.length < count;
    this.#end = more.at(-1) ?? this.#end;
  }

  /** Where the entry is, or would be. */
  #placeOf(entry: ListEntry): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.#entries[middle] as Entry, entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isBefore(a: ListEntry, b: ListEntry): boolean {
  return a.key < b.key || (a.key === b.key && a.member < b.member);
}
