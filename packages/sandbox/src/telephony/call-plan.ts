import { integerBetween, type Random } from "../random.js";
import type { CallOutcome, EndedStatus, TelephonyError } from "./outcomes.js";

/**
 * What will happen on the line, decided when the call is placed. Lengths are simulated milliseconds, before
 * `speed` divides them.
 */
export interface CallPlan {
  readonly status: EndedStatus;
  readonly error: TelephonyError | null;
  /** From leaving the queue to the first ring. */
  readonly setupMs: number;
  readonly ringingMs: number;
  /** Time connected; 0 if nobody and nothing picked up. */
  readonly talkMs: number;
}

type Range = readonly [least: number, most: number];

/** Ringing and talking of each ending, in milliseconds. No talk: nobody picked up. */
const LENGTHS: Readonly<Record<EndedStatus, { readonly ringing: Range; readonly talk?: Range }>> = {
  completed: { ringing: [3_000, 18_000], talk: [8_000, 180_000] },
  "no-answer": { ringing: [25_000, 35_000] },
  busy: { ringing: [500, 2_000] },
  failed: { ringing: [0, 1_500] },
  canceled: { ringing: [1_000, 8_000] },
  "user-canceled": { ringing: [2_000, 10_000], talk: [2_000, 6_000] },
  hangup_on_voicemail: { ringing: [15_000, 25_000], talk: [3_000, 8_000] },
  left_voicemail: { ringing: [15_000, 25_000], talk: [12_000, 30_000] },
  spam: { ringing: [500, 3_000] },
};

/** Draws the lengths that fit the ending. */
export function planCall(random: Random, outcome: CallOutcome): CallPlan {
  const lengths = LENGTHS[outcome.status];
  return {
    status: outcome.status,
    error: outcome.error ?? null,
    setupMs: integerBetween(random, 300, 1_200),
    ringingMs: integerBetween(random, ...lengths.ringing),
    talkMs: lengths.talk === undefined ? 0 : integerBetween(random, ...lengths.talk),
  };
}
