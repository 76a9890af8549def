/**
 * A binary heap over the items 0 … capacity − 1, least key first; equal keys
 * come out by their second key where the heap has one, and then by item number.
 *
 * Items are positions in a slug-ordered list, so "by item number" is "by slug"
 * without comparing text. A position table makes change and removal of any item
 * O(log n).
 */
export class IndexedHeap {
  /** Items in heap order. */
  readonly #heap: Int32Array;
  /** Where an item is in the heap; −1 when it is not in it. */
  readonly #position: Int32Array;
  readonly #keys: Float64Array;
  readonly #secondKeys: Float64Array | undefined;
  #size = 0;

  /** @param keys How many keys an item has. */
  constructor(capacity: number, keys: 1 | 2 = 1) {
    this.#heap = new Int32Array(capacity);
    this.#position = new Int32Array(capacity).fill(-1);
    this.#keys = new Float64Array(capacity);
    this.#secondKeys = keys === 2 ? new Float64Array(capacity) : undefined;
  }

  get size(): number {
    return this.#size;
  }

  has(item: number): boolean {
    return (this.#position[item] ?? -1) >= 0;
  }

  /** The item with the least key; −1 when the heap is empty. */
  first(): number {
    return this.#size === 0 ? -1 : (this.#heap[0] ?? -1);
  }

  /** The key that the item was last put in with. */
  key(item: number): number {
    return this.#keys[item] as number;
  }

  /** Puts an item in, or moves it to where its new keys belong. */
  set(item: number, key: number, secondKey = 0): void {
    this.#keys[item] = key;
    if (this.#secondKeys !== undefined) this.#secondKeys[item] = secondKey;
    let at = this.#position[item] ?? -1;
    if (at < 0) {
      at = this.#size++;
      this.#put(item, at);
    }
    if (!this.#rise(item, at)) this.#sink(item, at);
  }

  /** Takes an item out; does nothing when it is not in. */
  delete(item: number): void {
    const at = this.#position[item] ?? -1;
    if (at < 0) return;
    this.#position[item] = -1;
    this.#size--;
    if (at === this.#size) return;
    const last = this.#itemAt(this.#size);
    this.#put(last, at);
    if (!this.#rise(last, at)) this.#sink(last, at);
  }

  #rise(item: number, from: number): boolean {
    let at = from;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = this.#itemAt(parentAt);
      if (!this.#isBefore(item, parent)) break;
      this.#put(parent, at);
      at = parentAt;
    }
    this.#put(item, at);
    return at !== from;
  }

  #sink(item: number, from: number): void {
    let at = from;
    for (;;) {
      let childAt = 2 * at + 1;
      if (childAt >= this.#size) break;
      if (childAt + 1 < this.#size && this.#isBefore(this.#itemAt(childAt + 1), this.#itemAt(childAt)))
        childAt++;
      const child = this.#itemAt(childAt);
      if (!this.#isBefore(child, item)) break;
      this.#put(child, at);
      at = childAt;
    }
    this.#put(item, at);
  }

  #isBefore(a: number, b: number): boolean {
    const keyA = this.key(a);
    const keyB = this.key(b);
    if (keyA !== keyB) return keyA < keyB;
    const secondA = this.#secondKeys?.[a] ?? 0;
    const secondB = this.#secondKeys?.[b] ?? 0;
    return secondA < secondB || (secondA === secondB && a < b);
  }

  #put(item: number, at: number): void {
    this.#heap[at] = item;
    this.#position[item] = at;
  }

  // Indices below come from the heap itself, so they are always inside the arrays.
  #itemAt(at: number): number {
    return this.#heap[at] as number;
  }
}
