/**
 * Short sorted lists of instants, for very many owners, each a chain of cells
 * in one typed array.
 *
 * A list is meant by its newest cell, plus 1; 0 is the empty one. The newest
 * cell leads to the oldest, so that appending and forgetting the oldest are O(1);
 * its owner knows its length.
 */
export class Instants {
  #instants = new Float64Array(16);
  #next = new Int32Array(16);
  #used = 0;
  /** The first free cell, plus 1. */
  #free = 0;

  /** The instant at a position, the oldest first. */
  at(list: number, index: number): number {
    let cell = this.#nextOf(list);
    for (let step = 0; step < index; step++) cell = this.#nextOf(cell);
    return this.#instants[cell - 1] as number;
  }

  /** Adds an instant to a list of that length; one of `max` loses its oldest. Returns the list. */
  add(list: number, length: number, instant: number, max: number): number {
    if (length > 0 && (this.#instants[list - 1] as number) > instant) {
      return this.#replace(
        list,
        length,
        [...this.#read(list, length), instant].sort((a, b) => a - b).slice(-max),
      );
    }
    if (length === max) {
      const oldest = this.#nextOf(list);
      this.#instants[oldest - 1] = instant;
      return oldest;
    }
    const cell = this.#take(instant);
    if (length === 0) this.#next[cell - 1] = cell;
    else {
      this.#next[cell - 1] = this.#nextOf(list);
      this.#next[list - 1] = cell;
    }
    return cell;
  }

  /** Takes one such instant out. Returns the list; `undefined` when it has none. */
  remove(list: number, length: number, instant: number): number | undefined {
    const instants = this.#read(list, length);
    const index = instants.lastIndexOf(instant);
    if (index < 0) return undefined;
    instants.splice(index, 1);
    return this.#replace(list, length, instants);
  }

  free(list: number, length: number): void {
    let cell = list;
    for (let step = 0; step < length; step++) {
      const next = this.#nextOf(cell);
      this.#next[cell - 1] = this.#free;
      this.#free = cell;
      cell = next;
    }
  }

  #read(list: number, length: number): number[] {
    return Array.from({ length }, (_, index) => this.at(list, index));
  }

  #replace(list: number, length: number, instants: readonly number[]): number {
    this.free(list, length);
    let made = 0;
    for (const [index, instant] of instants.entries()) made = this.add(made, index, instant, instants.length);
    return made;
  }

  #take(instant: number): number {
    let cell = this.#free;
    if (cell > 0) this.#free = this.#nextOf(cell);
    else {
      if (this.#used === this.#next.length) this.#grow();
      cell = ++this.#used;
    }
    this.#instants[cell - 1] = instant;
    return cell;
  }

  #nextOf(cell: number): number {
    return this.#next[cell - 1] as number;
  }

  #grow(): void {
    const length = Math.ceil(this.#used * 1.25);
    const instants = new Float64Array(length);
    const next = new Int32Array(length);
    instants.set(this.#instants);
    next.set(this.#next);
    this.#instants = instants;
    this.#next = next;
  }
}
