import { placeOf } from "../contacts/number-set.js";

/** Places at first; always a power of two. */
const FIRST_PLACES = 1024;
/** Beyond this share of taken places, searching gets long. */
const FULLEST = 0.6;

/** At which line of a list a number stands first: a million numbers take 25 MB (38 while it grows). */
export class NumberLines {
  /** As in `NumberSet`: 0 is free. */
  #places = new Float64Array(FIRST_PLACES);
  #lines = new Uint32Array(FIRST_PLACES);
  #size = 0;

  /** Numbers that are kept. */
  get size(): number {
    return this.#size;
  }

  /**
   * Keeps a number with its line, if it is not there yet.
   *
   * @param key The number's digits.
   * @returns The line that is kept with it.
   */
  keep(key: number, line: number): number {
    if (this.#size >= this.#places.length * FULLEST) this.#grow();
    const place = placeOf(this.#places, key);
    if (this.#places[place] === key) return this.#lines[place] as number;
    this.#places[place] = key;
    this.#lines[place] = line;
    this.#size++;
    return line;
  }

  #grow(): void {
    const places = new Float64Array(this.#places.length * 2);
    const lines = new Uint32Array(places.length);
    for (const [from, key] of this.#places.entries()) {
      if (key === 0) continue;
      const to = placeOf(places, key);
      places[to] = key;
      lines[to] = this.#lines[from] as number;
    }
    this.#places = places;
    this.#lines = lines;
  }
}
