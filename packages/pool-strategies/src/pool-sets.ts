/**
 * Sets of pools, each kept once: a number remembers which set it is in by an
 * index. There are few different sets, however many numbers and pools there are.
 *
 * A pool is meant by its position in the namespace's list. Index 0 is the empty set.
 */
export class PoolSets {
  readonly #sets: (readonly number[])[] = [[]];
  readonly #byKey = new Map<string, number>([["", 0]]);

  /** Positions of the pools in a set, rising. */
  poolsOf(set: number): readonly number[] {
    return this.#sets[set] as readonly number[];
  }

  with(set: number, pool: number): number {
    return this.#index([...this.poolsOf(set), pool].sort((a, b) => a - b));
  }

  without(set: number, pool: number): number {
    return this.#index(this.poolsOf(set).filter((other) => other !== pool));
  }

  #index(pools: readonly number[]): number {
    const key = pools.join();
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, this.#sets.push(pools) - 1);
    return this.#sets.length - 1;
  }
}
