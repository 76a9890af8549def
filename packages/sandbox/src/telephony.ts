import { between, type Random } from "./random.js";

/** How a simulated call ends. */
export type CallOutcome =
  | "completed"
  | "no-answer"
  | "busy"
  | "failed"
  | "left_voicemail"
  | "hangup_on_voicemail";

/** Relative frequency of each outcome. */
export type OutcomeWeights = Readonly<Partial<Record<CallOutcome, number>>>;

export const DEFAULT_OUTCOME_WEIGHTS: OutcomeWeights = {
  completed: 55,
  "no-answer": 20,
  left_voicemail: 8,
  hangup_on_voicemail: 5,
  busy: 7,
  failed: 5,
};

/**
 * The whole life of a call, fixed when it is placed: instants in epoch
 * milliseconds of the sandbox's clock. Where it stands is computed from them
 * when somebody looks; no call has a timer.
 */
export interface CallTimeline {
  readonly startsAt: number;
  readonly ringsAt: number;
  /** Absent when nobody and nothing picked up. */
  readonly answeredAt?: number;
  readonly endsAt: number;
  readonly outcome: CallOutcome;
}

/** Milliseconds of ringing and of talking at normal speed, from and to. */
const LENGTHS: Readonly<
  Record<CallOutcome, { readonly ring: readonly [number, number]; readonly talk?: readonly [number, number] }>
> = {
  completed: { ring: [3_000, 18_000], talk: [12_000, 110_000] },
  "no-answer": { ring: [25_000, 30_000] },
  busy: { ring: [500, 2_000] },
  failed: { ring: [200, 1_500] },
  left_voicemail: { ring: [18_000, 24_000], talk: [12_000, 30_000] },
  hangup_on_voicemail: { ring: [18_000, 24_000], talk: [1_000, 4_000] },
};

/**
 * Draws the life of a call.
 *
 * @param speed How many times faster than in life: 20 makes a minute three seconds.
 */
export function drawTimeline(
  random: Random,
  options: { readonly startsAt: number; readonly speed: number; readonly weights: OutcomeWeights },
): CallTimeline {
  const { startsAt, speed, weights } = options;
  const outcome = drawOutcome(random, weights);
  const { ring, talk } = LENGTHS[outcome];
  const ringsAt = startsAt + between(random, 300, 1_200) / speed;
  const ringEndsAt = ringsAt + between(random, ...ring) / speed;
  if (talk === undefined) return { startsAt, ringsAt, endsAt: ringEndsAt, outcome };
  return {
    startsAt,
    ringsAt,
    answeredAt: ringEndsAt,
    endsAt: ringEndsAt + between(random, ...talk) / speed,
    outcome,
  };
}

/** The status the API would show at `now`. */
export function statusAt({ ringsAt, answeredAt, endsAt, outcome }: CallTimeline, now: number): string {
  if (now >= endsAt) return outcome;
  if (answeredAt !== undefined && now >= answeredAt) return "in-progress";
  return now >= ringsAt ? "ringing" : "pending";
}

function drawOutcome(random: Random, weights: OutcomeWeights): CallOutcome {
  const entries = Object.entries(weights) as [CallOutcome, number][];
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random() * total;
  for (const [outcome, weight] of entries) {
    left -= weight;
    if (left < 0) return outcome;
  }
  return "completed";
}
