import { hashOf } from "../callees.js";

/** Callees by their digits, each once; more of them than a `Set` can hold, at 16 bytes each. */
export class CalleeKeys {
  /** 0 where there is none; at most half full. */
  #table = new Float64Array(16);
  #count = 0;

  /** Answers whether the callee is new. */
  add(callee: number): boolean {
    if (!this.#enter(callee)) return false;
    if (++this.#count * 2 > this.#table.length) this.#grow();
    return true;
  }

  #enter(callee: number): boolean {
    const table = this.#table;
    const mask = table.length - 1;
    let at = hashOf(callee) & mask;
    while (table[at] !== 0) {
      if (table[at] === callee) return false;
      at = (at + 1) & mask;
    }
    table[at] = callee;
    return true;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Float64Array(old.length * 2);
    for (const callee of old) if (callee !== 0) this.#enter(callee);
  }
}
