/** What can stand in an {@link AgeList}; the list alone writes the links. */
export interface Aged<Item> {
  older: Item | undefined;
  newer: Item | undefined;
}

/**
 * Items from the oldest to the newest, linked through themselves: O(1) to append
 * and to take out, and nothing is allocated.
 */
export class AgeList<Item extends Aged<Item>> {
  #oldest: Item | undefined;
  #newest: Item | undefined;

  get oldest(): Item | undefined {
    return this.#oldest;
  }

  /** Only an item that is in no list. */
  append(item: Item): void {
    item.older = this.#newest;
    item.newer = undefined;
    if (this.#newest === undefined) this.#oldest = item;
    else this.#newest.newer = item;
    this.#newest = item;
  }

  /** Only an item of this list. */
  take(item: Item): void {
    const { older, newer } = item;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    item.older = undefined;
    item.newer = undefined;
  }

  /** Oldest first. The item just given may be taken out. */
  *[Symbol.iterator](): Generator<Item> {
    let at = this.#oldest;
    while (at !== undefined) {
      const { newer } = at;
      yield at;
      at = newer;
    }
  }
}
