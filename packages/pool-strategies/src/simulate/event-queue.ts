interface Entry<Item> {
  readonly at: number;
  readonly turn: number;
  readonly item: Item;
}

/** What happens when: the earliest comes out first, at equal instants what was put in first. A binary heap. */
export class EventQueue<Item> {
  readonly #heap: Entry<Item>[] = [];
  #turn = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest instant; `Infinity` when there is nothing. */
  get firstAt(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  first(): Item | undefined {
    return this.#heap[0]?.item;
  }

  add(at: number, item: Item): void {
    const entry = { at, turn: this.#turn++, item };
    let index = this.#heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, this.#at(parent))) break;
      this.#heap[index] = this.#at(parent);
      index = parent;
    }
    this.#heap[index] = entry;
  }

  /** Takes the earliest out. */
  take(): Item | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || this.#heap.length === 0) return first?.item;
    let index = 0;
    for (let child = 1; child < this.#heap.length; child = 2 * index + 1) {
      if (child + 1 < this.#heap.length && isBefore(this.#at(child + 1), this.#at(child))) child++;
      if (!isBefore(this.#at(child), last)) break;
      this.#heap[index] = this.#at(child);
      index = child;
    }
    this.#heap[index] = last;
    return first.item;
  }

  #at(index: number): Entry<Item> {
    return this.#heap[index] as Entry<Item>;
  }
}

function isBefore<Item>(a: Entry<Item>, b: Entry<Item>): boolean {
  return a.at < b.at || (a.at === b.at && a.turn < b.turn);
}
