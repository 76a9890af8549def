import { integerBetween, type Random } from "../random.js";

/** How a simulated call can end: the ended statuses of the API. */
export const ENDED_STATUSES = [
  "completed",
  "no-answer",
  "busy",
  "failed",
  "canceled",
  "user-canceled",
  "hangup_on_voicemail",
  "left_voicemail",
  "spam",
] as const;

/** One of {@link ENDED_STATUSES}. */
export type EndedStatus = (typeof ENDED_STATUSES)[number];

/** How often each ending comes, relative to the others. An ending that is left out never comes. */
export type OutcomeWeights = Readonly<Partial<Record<EndedStatus, number>>>;

/** How one call ends. `error` is for `failed` calls: the SIP-like code and its text. */
export interface CallOutcome {
  readonly status: EndedStatus;
  readonly error?: TelephonyError;
}

/** Becomes `error_message: "Telephony - CODE - TEXT"`. */
export interface TelephonyError {
  readonly code: number;
  readonly text: string;
}

/** Roughly what a consumer campaign sees. */
export const DEFAULT_OUTCOME_WEIGHTS: OutcomeWeights = {
  completed: 40,
  "no-answer": 25,
  hangup_on_voicemail: 13,
  left_voicemail: 10,
  busy: 5,
  failed: 5,
  "user-canceled": 1,
  spam: 1,
};

/** Failures that a dialer meets, carrier trouble and the caller ID's own among them. */
const TELEPHONY_ERRORS: readonly TelephonyError[] = [
  { code: 404, text: "Not found" },
  { code: 408, text: "Request timeout" },
  { code: 480, text: "Temporarily unavailable" },
  { code: 503, text: "Service unavailable" },
  { code: 603, text: "Decline" },
  { code: 403, text: "Caller ID unauthorized" },
];

/** The failure of a call to something that is not a phone number. */
export const INVALID_CALLEE: CallOutcome = {
  status: "failed",
  error: { code: 400, text: "Invalid phone number" },
};

/** Draws an ending by weight; a `failed` one gets an error too. */
export function drawOutcome(random: Random, weights: OutcomeWeights): CallOutcome {
  const status = drawStatus(random(), weights);
  return status === "failed" ? { status, error: drawError(random) } : { status };
}

/** Draws one of the usual failures. */
export function drawError(random: Random): TelephonyError {
  const error = TELEPHONY_ERRORS[integerBetween(random, 0, TELEPHONY_ERRORS.length - 1)];
  return error ?? { code: 500, text: "Carrier error" };
}

function drawStatus(draw: number, weights: OutcomeWeights): EndedStatus {
  const total = ENDED_STATUSES.reduce((sum, status) => sum + (weights[status] ?? 0), 0);
  let rest = draw * total;
  for (const status of ENDED_STATUSES) {
    rest -= weights[status] ?? 0;
    if (rest < 0) return status;
  }
  return "completed";
}
