import type { Heap } from "./measure-heap.js";

/** Selections per second that goals speak of. */
export interface Rates {
  readonly at10: number;
  readonly at100: number;
  readonly at100000: number;
  /** 100,000 numbers, the same calls: with none and with 99 of 100 parked. */
  readonly noneParked: number;
  readonly mostParked: number;
  /** Least share of granted calls in those rows, 0 to 1. */
  readonly granted: number;
}

/** A goal, and what was measured. */
export interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** Holds what was measured against what is aimed at. */
export function goalsOf(rates: Rates, heap: Heap): readonly Goal[] {
  return [
    atLeast("selections per second at 10 numbers", rates.at10, 400_000),
    atLeast("selections per second at 100,000 numbers", rates.at100000, 200_000),
    atMost("times slower at 100,000 numbers than at 100", rates.at100 / rates.at100000, 2),
    atMost("times slower with 99 % parked than with none", rates.noneParked / rates.mostParked, 1.5),
    atLeast("% of the calls granted", rates.granted * 100, 99),
    atMost("bytes a number", heap.perNumber, 1_024),
    atMost("bytes a remembered callee", heap.perCallee, 120),
  ];
}

function atLeast(what: string, measured: number, least: number): Goal {
  return { goal: `at least ${format(least)} ${what}`, measured: format(measured), isMet: measured >= least };
}

function atMost(what: string, measured: number, most: number): Goal {
  return { goal: `at most ${format(most)} ${what}`, measured: format(measured), isMet: measured <= most };
}

function format(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
