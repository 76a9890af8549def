import type { LimitName, RefusalCode } from "@dialpool/pool-strategies";

/** What a limit means for a number that is at it: "+1… is …". */
export const PHRASE_OF_LIMIT: Readonly<Record<LimitName, string>> = {
  "calls-per-day": "at its daily limit",
  "calls-per-hour": "at its hourly limit",
  "min-gap": "used a moment ago",
  "concurrent-calls": "in as many calls as it may",
  "warm-up": "at its warm-up limit",
  resting: "resting after failures",
  quarantined: "in quarantine",
};

/** What a limit is called. */
export const NAME_OF_LIMIT: Readonly<Record<LimitName, string>> = {
  "calls-per-day": "calls per day",
  "calls-per-hour": "calls per hour",
  "min-gap": "minimum gap",
  "concurrent-calls": "calls at once",
  "warm-up": "warm-up",
  resting: "rest after failures",
  quarantined: "quarantine",
};

/** Why somebody was not called. */
export const PHRASE_OF_REFUSAL: Readonly<Record<RefusalCode, string>> = {
  pool_empty: "the pool is empty",
  no_match: "no number fits the call",
  exhausted: "every number that fits was at a limit",
  sticky_at_limit: "the callee's own number was at a limit",
  sticky_gone: "the callee's own number is gone",
  callee_limit: "called as often as the policy allows",
  country_not_allowed: "the policy does not allow the country",
};
