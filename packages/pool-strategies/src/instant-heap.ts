/**
 * Numbers by instant, least instant first: what is to happen when.
 *
 * Nothing is ever taken out of the middle: an entry that is outdated is for its
 * owner to recognise when it comes out, or to sweep out by `retain`. Keys lie in heap
 * order beside their items, so that a walk through the heap stays in few cache lines.
 */
export class InstantHeap {
  #keys = new Float64Array(16);
  #items = new Float64Array(16);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The least instant; `Infinity` when there is none. */
  get firstAt(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#keys[0] as number);
  }

  /** The item of the least instant. Only when there is one. */
  get first(): number {
    return this.#items[0] as number;
  }

  push(at: number, item: number): void {
    if (this.#size === this.#keys.length) this.#grow();
    this.#rise(this.#size++, at, item);
  }

  /** Takes out the first. Only when there is one. */
  pop(): void {
    const last = --this.#size;
    if (last > 0) this.#sink(this.#keys[last] as number, this.#items[last] as number);
  }

  /** Keeps only the entries that the test accepts. */
  retain(isCurrent: (at: number, item: number) => boolean): void {
    const size = this.#size;
    this.#size = 0;
    for (let index = 0; index < size; index++) {
      const at = this.#keys[index] as number;
      const item = this.#items[index] as number;
      if (isCurrent(at, item)) this.#rise(this.#size++, at, item);
    }
  }

  #rise(from: number, at: number, item: number): void {
    const keys = this.#keys;
    const items = this.#items;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = keys[parent] as number;
      if (above <= at) break;
      keys[index] = above;
      items[index] = items[parent] as number;
      index = parent;
    }
    keys[index] = at;
    items[index] = item;
  }

  #sink(at: number, item: number): void {
    const keys = this.#keys;
    const items = this.#items;
    const size = this.#size;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      if (child + 1 < size && (keys[child + 1] as number) < (keys[child] as number)) child++;
      const below = keys[child] as number;
      if (below >= at) break;
      keys[index] = below;
      items[index] = items[child] as number;
      index = child;
    }
    keys[index] = at;
    items[index] = item;
  }

  #grow(): void {
    const keys = new Float64Array(this.#size * 2);
    const items = new Float64Array(this.#size * 2);
    keys.set(this.#keys);
    items.set(this.#items);
    this.#keys = keys;
    this.#items = items;
  }
}
