import type { AcquireBegun } from "../log/entries.js";
import type { Findings } from "./findings.js";
import type { History } from "./history.js";
import { endOf, type Verb } from "./verbs.js";
import type { World } from "./world.js";

/** A refusal, and between which steps of the history it was made. */
interface Bracketed {
  readonly begun: AcquireBegun;
  readonly code: string;
  /** After at least so many steps. */
  readonly from: number;
  /** And at most so many. */
  readonly to: number;
}

/**
 * Refusals are in no journal, for they change nothing. When one was sent and when its answer came
 * says between which steps it was made; at one place at least it must have been right.
 */
export class Refusals {
  readonly #byFrom = new Map<number, Bracketed[]>();
  #pending: Bracketed[] = [];
  readonly #findings: Findings;

  constructor({ steps, verbs }: History, findings: Findings) {
    this.#findings = findings;
    const ends = steps.map(({ begun }) => endOf(verbs.get(begun.id) as Verb));
    const begins = steps.map(({ begun }) => begun.at);
    // What had ended before comes before; rising by place, so that a search by halves finds the last.
    const endedBy = risingFromTheEnd(ends);
    const begunBy = rising(begins);
    for (const { begun, answer } of verbs.values()) {
      if (begun.kind !== "acquire" || answer?.kind !== "refused") continue;
      const from = countBelow(endedBy, begun.at);
      const to = Math.max(from, countUpTo(begunBy, answer.at));
      const refusal = { begun, code: answer.code, from, to };
      const group = this.#byFrom.get(from);
      if (group === undefined) this.#byFrom.set(from, [refusal]);
      else group.push(refusal);
    }
  }

  /**
   * Looks at all refusals that may have been made now.
   *
   * @param place Steps so far.
   * @param clock The time of the latest.
   */
  at(place: number, clock: number, world: World): void {
    this.#pending.push(...(this.#byFrom.get(place) ?? []));
    this.#pending = this.#pending.filter((refusal) => {
      if (isRight(refusal, clock, world)) return false;
      if (refusal.to > place) return true;
      const { begun, code } = refusal;
      this.#findings.add("refusals", `${begun.id} was refused with ${code}, which was never so.`);
      return false;
    });
  }
}

function isRight({ begun, code }: Bracketed, clock: number, world: World): boolean {
  const pool = world.pools.get(begun.poolId);
  if (pool === undefined) return false;
  const now = Math.max(clock, begun.now);
  const isCalleeAtLimit = world.callees.isAtLimit(begun.callee, pool.calleeRule, now);
  if (code === "callee_limit") return isCalleeAtLimit;
  return (
    code === "exhausted" &&
    !isCalleeAtLimit &&
    pool.members.every(({ book, limits }) => !book.isFree(limits, now))
  );
}

/** The highest so far, by place. */
function rising(values: readonly number[]): readonly number[] {
  let highest = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    highest = Math.max(highest, value);
    return highest;
  });
}

/** The lowest from here on, by place. */
function risingFromTheEnd(values: readonly number[]): readonly number[] {
  let lowest = Number.POSITIVE_INFINITY;
  return [...values]
    .reverse()
    .map((value) => {
      lowest = Math.min(lowest, value);
      return lowest;
    })
    .reverse();
}

/** How many of the rising values are below the limit. */
function countBelow(values: readonly number[], limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countUpTo(values: readonly number[], limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
