/** How a call ended, as far as selection cares. `callOutcome` reads it from a call record. */
export type CallOutcome =
  /** A person answered. */
  | "answered"
  /** A voicemail or other machine answered. */
  | "voicemail"
  | "no-answer"
  | "busy"
  /** The network could not complete it. */
  | "failed"
  /** A carrier or an analytics engine refused the caller ID. */
  | "blocked"
  /** It was called off. Says nothing of the number. */
  | "canceled"
  | "unknown";
