/**
 * A binary heap of places, least key first; equal keys come out by place.
 *
 * Only its top can be changed or taken out. So it needs no table of positions:
 * keys lie in heap order beside their places, and a walk down touches few cache
 * lines. Two heaps may share their arrays, one from each end, as long as no more
 * entries are in both than fit.
 */
export class PlaceHeap {
  readonly #keys: Float64Array;
  readonly #places: Int32Array;
  /** Where entry 0 lies, and how far on the next one. */
  readonly #origin: number;
  readonly #step: 1 | -1;
  #size = 0;

  constructor(keys: Float64Array, places: Int32Array, from: "start" | "end") {
    this.#keys = keys;
    this.#places = places;
    this.#origin = from === "start" ? 0 : keys.length - 1;
    this.#step = from === "start" ? 1 : -1;
  }

  get size(): number {
    return this.#size;
  }

  /** The place with the least key. Only when there is one. */
  get top(): number {
    return this.#places[this.#origin] as number;
  }

  /** The least key; `Infinity` when there is none. */
  get topKey(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#keys[this.#origin] as number);
  }

  /** Puts in a place that is not in. */
  push(key: number, place: number): void {
    let entry = this.#size++;
    while (entry > 0) {
      const above = (entry - 1) >> 1;
      if (!this.#isBefore(key, place, above)) break;
      this.#move(above, entry);
      entry = above;
    }
    this.#put(entry, key, place);
  }

  /** Takes the top out. Only when there is one. */
  pop(): void {
    const last = --this.#size;
    if (last === 0) return;
    const at = this.#at(last);
    this.#sink(this.#keys[at] as number, this.#places[at] as number);
  }

  /** Gives the top a new key, not below its old one. */
  raise(key: number): void {
    this.#sink(key, this.top);
  }

  #sink(key: number, place: number): void {
    let entry = 0;
    for (;;) {
      let below = 2 * entry + 1;
      if (below >= this.#size) break;
      const right = this.#at(below + 1);
      if (
        below + 1 < this.#size &&
        this.#isBefore(this.#keys[right] as number, this.#places[right] as number, below)
      )
        below++;
      if (this.#isBefore(key, place, below)) break;
      this.#move(below, entry);
      entry = below;
    }
    this.#put(entry, key, place);
  }

  /** Whether that key and place come before those of the entry. */
  #isBefore(key: number, place: number, entry: number): boolean {
    const at = this.#at(entry);
    const other = this.#keys[at] as number;
    return key < other || (key === other && place < (this.#places[at] as number));
  }

  #move(from: number, to: number): void {
    const at = this.#at(from);
    this.#put(to, this.#keys[at] as number, this.#places[at] as number);
  }

  #put(entry: number, key: number, place: number): void {
    const at = this.#at(entry);
    this.#keys[at] = key;
    this.#places[at] = place;
  }

  #at(entry: number): number {
    return this.#origin + this.#step * entry;
  }
}
