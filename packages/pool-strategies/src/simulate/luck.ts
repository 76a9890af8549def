import { createGenerator, hashDraw, hashText, type Lanes } from "../orders/hash.js";
import type { CallOutcome } from "../types.js";
import {
  DEFAULT_OUTCOMES,
  type OutcomeChances,
  SECONDS_BY_OUTCOME,
  type SimulatedCall,
  type SimulateOptions,
} from "./options.js";

/** How a simulated call goes. */
export interface CallEnding {
  readonly outcome: CallOutcome;
  readonly ms: number;
}

/** Decides how calls go. */
export interface Luck {
  endingOf(call: Omit<SimulatedCall, "random">, index: number): CallEnding;
}

/**
 * Makes the luck of one simulation.
 *
 * It follows from one draw and the contact's place in the list, not from the
 * order of the calls, so that two policies simulated with the same seed meet the
 * same people in the same mood.
 */
export function createLuck(options: SimulateOptions, draw: number): Luck {
  const { outcomes = DEFAULT_OUTCOMES, answerRates = {}, callSeconds } = options;
  const seed = hashDraw(draw);
  const drawOutcome = createDraw(typeof outcomes === "function" ? {} : outcomes);
  return {
    endingOf(fields, index) {
      const call = { ...fields, random: luckOf(seed, index) };
      const outcome =
        typeof outcomes === "function"
          ? outcomes(call)
          : drawOutcome(call.random(), answerRates[call.number.slug]);
      const seconds =
        typeof callSeconds === "function"
          ? callSeconds(call, outcome)
          : (callSeconds ?? SECONDS_BY_OUTCOME[outcome]);
      return { outcome, ms: Math.max(1, Math.round(seconds * 1000)) };
    },
  };
}

/** The contact's own generator. */
function luckOf(seed: Lanes, index: number): () => number {
  const { high, low } = hashText(String(index));
  return createGenerator({ high: (high ^ seed.high) >>> 0, low: (low ^ seed.low) >>> 0 });
}

/** Makes the draw of an outcome. With a rate of its own, a number is answered that often, and all else keeps its proportions. */
function createDraw(chances: OutcomeChances): (draw: number, answerRate: number | undefined) => CallOutcome {
  const all = Object.entries(chances).filter(([, chance]) => chance > 0) as [CallOutcome, number][];
  const others = all.filter(([outcome]) => outcome !== "answered");
  const [pickAny, pickOther] = [
    createPick(all),
    createPick(others.length === 0 ? [["no-answer", 1]] : others),
  ];
  return (draw, answerRate) => {
    if (answerRate === undefined) return pickAny(draw);
    return draw < answerRate ? "answered" : pickOther((draw - answerRate) / (1 - answerRate));
  };
}

function createPick(entries: readonly (readonly [CallOutcome, number])[]): (draw: number) => CallOutcome {
  const total = entries.reduce((sum, [, chance]) => sum + chance, 0);
  return (draw) => {
    let rest = draw * total;
    for (const [outcome, chance] of entries) {
      rest -= chance;
      if (rest < 0) return outcome;
    }
    // Rounding may leave a crumb.
    return entries.at(-1)?.[0] ?? "unknown";
  };
}
