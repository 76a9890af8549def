import type { AffinityRules, AnswerRateRules, LimitRules, QuarantineRule, RestRule } from "./types.js";

/**
 * What a policy takes where it says nothing, and whose practice that is.
 *
 * None of the figures comes from those who label numbers: there is no
 * published threshold. They are what vendors advise their customers, or
 * experience with load balancing, and every one can be changed or switched off.
 */
export const DEFAULT_LIMITS = {
  // Readymode's lowest preset; SpectrumVoIP advises 75 to 80, CallTools about 100.
  maxCallsPerDay: 75,
  maxCallsPerHour: null,
  // Vobiz names 50 calls in 60 s from one number as certain trouble: 1.2 s apart stays at that rate.
  minGapSeconds: 1.2,
  maxConcurrentCalls: null,
  // AffordableCare's stages for a new number.
  warmUp: [
    { untilDays: 7, maxCallsPerDay: 10 },
    { untilDays: 14, maxCallsPerDay: 20 },
    { untilDays: 21, maxCallsPerDay: 30 },
  ],
  window: "rolling",
  // Five in a row is what load balancers eject a host for (Envoy's outlier detection). The ceiling on the
  // share that may rest is Convoso's idea, and that of Envoy's panic threshold, which is 50 % too.
  restAfterFailures: { failures: 5, restMinutes: 60, maxRestingShare: 0.5 },
  // ChaseData lets a flagged number cool down for 30 days; three blocks a day are no accident.
  quarantineAfterBlocks: { blocks: 3, withinHours: 24, quarantineDays: 30 },
  allowedCountries: null,
  // TrackDrive's default, made for the laws of Florida, Oklahoma and Maryland: 3 calls in 24 hours.
  maxCallsPerCallee: { calls: 3, withinHours: 24 },
  // Asan pauses when all numbers are full; Readymode documents dialling on as a danger.
  whenExhausted: "refuse",
} as const satisfies LimitRules & { restAfterFailures: RestRule; quarantineAfterBlocks: QuarantineRule };

/** Convoso keeps a number for 30 days after its last call, so that people who call back reach somebody. */
export const DEFAULT_AFFINITY = {
  mode: "sticky",
  ttlDays: 30,
  whenGone: "fall-through",
  whenAtLimit: "fall-through",
  maxWaitHours: 25,
} as const satisfies AffinityRules;

/**
 * The prior is worth ten calls and expects 15 % of them answered, where
 * quotingfast draws the line of a healthy number; a label shows within days,
 * so what is a week old counts half.
 */
export const DEFAULT_ANSWER_RATE = {
  name: "answer-rate",
  priorAnswered: 1.5,
  priorUnanswered: 8.5,
  halfLifeDays: 7,
  exploration: 0.1,
} as const satisfies AnswerRateRules;
