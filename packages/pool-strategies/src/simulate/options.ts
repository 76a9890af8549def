import { rejectInput } from "../errors.js";
import type { Extensions } from "../extensions.js";
import type { PresetName } from "../presets.js";
import type { RecordedCall } from "../store.js";
import type { CallOutcome, E164, Geography, LinkStep, PolicyInput, PoolNumber, Tags } from "../types.js";

/** One contact of the list. */
export interface SimulatedContact {
  readonly callee: E164;
  /** What the call is for; compared with the numbers' tags where the policy says so. */
  readonly tags?: Tags;
}

/** A call that would have been placed. */
export interface SimulatedCall {
  readonly contact: SimulatedContact;
  /** The caller ID. */
  readonly number: PoolNumber;
  /** The step of the route that gave it. */
  readonly step: LinkStep | undefined;
  /** When it starts, epoch ms. */
  readonly at: number;
  /** Uniform in (0, 1): the contact's own luck, the same under every policy. */
  readonly random: () => number;
}

/** How likely each outcome is, relative to the others. What is left out never happens. */
export type OutcomeChances = Readonly<Partial<Record<CallOutcome, number>>>;

/** What is simulated. */
export interface SimulateOptions {
  /** The numbers to call from: an agent's `attached_phone_numbers`, or with tags, weights and limits. */
  readonly pool: readonly PoolNumber[];
  /** Read once, as far as calls can be placed; a generator will do. Every entry is a contact, repeated callees too. */
  readonly contacts: Iterable<SimulatedContact>;
  /** When the first call may start, epoch ms. */
  readonly startAt: number;
  /** Uniform in [0, 1). Give a seeded one, and the report follows from the input. */
  readonly random: () => number;
  /** A preset's name, or rules with defaults for what they leave out. Default `"balanced"`. */
  readonly policy?: PresetName | PolicyInput;
  /** Knows where numbers belong. Needed by policies with local presence, and for the report's areas. */
  readonly geography?: Geography;
  /** Functions that the policy names. */
  readonly extensions?: Extensions;
  /** Calls started per second, evenly spaced: above 0 to 1000. Default 1. */
  readonly startRate?: number;
  /** Calls going on at once, 1 or more. Default: no limit. */
  readonly concurrency?: number;
  /** How long a call takes, in seconds, from its start until its number is free of it. Default: by outcome, 3 to 90. */
  readonly callSeconds?: number | ((call: SimulatedCall, outcome: CallOutcome) => number);
  /** How calls end. Default: {@link DEFAULT_OUTCOMES}, an assumption and no figure of the field. */
  readonly outcomes?: OutcomeChances | ((call: SimulatedCall) => CallOutcome);
  /** Chance of an answer by slug, for numbers that differ: what `answer-rate` has to find out. With `outcomes` as chances only. */
  readonly answerRates?: Readonly<Record<string, number>>;
  /**
   * For how long a contact whose turn it is waits for a number, in hours; one that would have to wait longer is
   * dropped. 0: nobody waits. Default 48, enough for every limit but quarantine and long callee limits.
   */
  readonly maxWaitHours?: number;
  /** Calls placed before, the oldest first: they count towards limits and stickiness. */
  readonly history?: readonly Omit<RecordedCall, "now">[];
  /** Calls a day that the sizing is worked out for. Default: the list, or what start rate and concurrency can do of it in a day. */
  readonly callsPerDay?: number;
}

/** How calls end if nothing else is said. An assumption: put in your own figures. */
export const DEFAULT_OUTCOMES: OutcomeChances = {
  answered: 30,
  voicemail: 35,
  "no-answer": 28,
  busy: 3,
  failed: 4,
};

/** Seconds a call takes by its outcome, if nothing else is said: ringing and talking. */
export const SECONDS_BY_OUTCOME: Readonly<Record<CallOutcome, number>> = {
  answered: 90,
  voicemail: 40,
  "no-answer": 30,
  busy: 5,
  failed: 5,
  blocked: 3,
  canceled: 10,
  unknown: 30,
};

const MAX_START_RATE = 1000;

/** @throws InvalidInputError that names the option */
export function checkSimulateOptions(options: SimulateOptions): void {
  const {
    startRate = 1,
    concurrency = 1,
    maxWaitHours = 0,
    callsPerDay = 0,
    callSeconds = 1,
    outcomes,
    answerRates = {},
  } = options;
  if (!(startRate > 0 && startRate <= MAX_START_RATE))
    rejectInput(
      "startRate",
      `Must be above 0 and at most ${MAX_START_RATE} calls per second, not ${startRate}.`,
    );
  if (!(concurrency >= 1)) rejectInput("concurrency", `Must be 1 call or more, not ${concurrency}.`);
  if (!(maxWaitHours >= 0)) rejectInput("maxWaitHours", `Must be 0 hours or more, not ${maxWaitHours}.`);
  if (!(callsPerDay >= 0 && callsPerDay < Number.POSITIVE_INFINITY))
    rejectInput("callsPerDay", `Must be 0 or more calls, not ${callsPerDay}.`);
  if (typeof callSeconds === "number" && !(callSeconds > 0))
    rejectInput("callSeconds", `Must be above 0 seconds, not ${callSeconds}.`);
  if (typeof outcomes === "object") checkChances(outcomes);
  for (const [slug, rate] of Object.entries(answerRates)) {
    if (!(rate >= 0 && rate <= 1))
      rejectInput(`answerRates.${slug}`, `Must be a chance from 0 to 1, not ${String(rate)}.`);
  }
}

function checkChances(chances: OutcomeChances): void {
  let total = 0;
  for (const [outcome, chance] of Object.entries(chances)) {
    if (!Object.hasOwn(SECONDS_BY_OUTCOME, outcome))
      rejectInput(
        `outcomes.${outcome}`,
        `Is no outcome; known: ${Object.keys(SECONDS_BY_OUTCOME).join(", ")}.`,
      );
    if (!(chance >= 0 && chance < Number.POSITIVE_INFINITY))
      rejectInput(`outcomes.${outcome}`, `Must be 0 or more, not ${String(chance)}.`);
    total += chance;
  }
  if (!(total > 0)) rejectInput("outcomes", "Gives no outcome a chance above 0.");
}
