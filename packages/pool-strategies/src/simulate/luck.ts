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
  return {
    endingOf(fields, index) {
      const call = { ...fields, random: luckOf(seed, index) };
      const outcome =
        typeof outcomes === "function"
          ? outcomes(call)
          : drawOutcome(outcomes, answerRates[call.number.slug], call.random());
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

/** With a rate of its own, a number is answered that often, and all else keeps its proportions. */
function drawOutcome(chances: OutcomeChances, answerRate: number | undefined, draw: number): CallOutcome {
  const entries = Object.entries(chances) as [CallOutcome, number][];
  if (answerRate === undefined) return pick(entries, draw);
  if (draw < answerRate) return "answered";
  const others = entries.filter(([outcome, chance]) => outcome !== "answered" && chance > 0);
  return others.length === 0 ? "no-answer" : pick(others, (draw - answerRate) / (1 - answerRate));
}

function pick(entries: readonly (readonly [CallOutcome, number])[], draw: number): CallOutcome {
  let rest = draw * entries.reduce((sum, [, chance]) => sum + chance, 0);
  for (const [outcome, chance] of entries) {
    rest -= chance;
    if (rest < 0) return outcome;
  }
  return entries.findLast(([, chance]) => chance > 0)?.[0] ?? "unknown";
}
