import type { CalleeFrequencyRule } from "@dialpool/pool-strategies";

const HOUR = 3_600_000;

/** When each callee was called, from whichever number and pool. */
export class CalleeBook {
  readonly #calls = new Map<string, number[]>();

  enter(callee: string, at: number): void {
    const calls = this.#calls.get(callee);
    if (calls === undefined) this.#calls.set(callee, [at]);
    else calls.push(at);
  }

  /** The call was never placed. */
  takeBack(callee: string, at: number): void {
    const calls = this.#calls.get(callee) ?? [];
    const index = calls.lastIndexOf(at);
    if (index >= 0) calls.splice(index, 1);
  }

  isAtLimit(callee: string, rule: CalleeFrequencyRule | null, now: number): boolean {
    if (rule === null) return false;
    const calls = this.#calls.get(callee) ?? [];
    const kthLatest = calls.at(-rule.calls);
    return kthLatest !== undefined && kthLatest + rule.withinHours * HOUR > now;
  }
}
