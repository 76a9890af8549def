import type { Finding } from "./records.js";

/** Collects what is broken; counts it all, and keeps the first sentences of each law. */
export class Findings {
  static readonly #KEPT = 20;
  readonly #kept: Finding[] = [];
  readonly #counts = new Map<Finding["law"], number>();

  add(law: Finding["law"], message: string): void {
    const count = (this.#counts.get(law) ?? 0) + 1;
    this.#counts.set(law, count);
    if (count <= Findings.#KEPT) this.#kept.push({ law, message });
  }

  /** The first twenty of each law. */
  get kept(): readonly Finding[] {
    return this.#kept;
  }

  get counts(): Readonly<Partial<Record<Finding["law"], number>>> {
    return Object.fromEntries(this.#counts);
  }
}
