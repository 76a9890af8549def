/**
 * Which of the items 0 … capacity − 1 are present, and which is the k-th of
 * them: a Fenwick tree, O(log n) for both.
 */
export class RankIndex {
  /** `#tree[i]` counts the present items of the block that ends at item i − 1. */
  readonly #tree: Int32Array;
  readonly #present: Uint8Array;
  readonly #highestPower: number;
  #size = 0;

  constructor(capacity: number) {
    this.#tree = new Int32Array(capacity + 1);
    this.#present = new Uint8Array(capacity);
    this.#highestPower = capacity === 0 ? 0 : 2 ** Math.floor(Math.log2(capacity));
  }

  get size(): number {
    return this.#size;
  }

  has(item: number): boolean {
    return this.#present[item] === 1;
  }

  add(item: number): void {
    if (this.#present[item] === 0) this.#change(item, 1);
  }

  delete(item: number): void {
    if (this.#present[item] === 1) this.#change(item, -1);
  }

  /** The present item that has exactly `rank` present items before it; `rank` is less than `size`. */
  at(rank: number): number {
    let before = rank;
    let item = 0;
    for (let step = this.#highestPower; step > 0; step >>= 1) {
      const count = this.#tree[item + step];
      if (count !== undefined && count <= before) {
        item += step;
        before -= count;
      }
    }
    return item;
  }

  #change(item: number, by: 1 | -1): void {
    this.#present[item] = by === 1 ? 1 : 0;
    this.#size += by;
    for (let node = item + 1; node < this.#tree.length; node += node & -node) {
      this.#tree[node] = (this.#tree[node] ?? 0) + by;
    }
  }
}
