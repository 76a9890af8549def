export {
  ContactsError,
  DialerConfigError,
  DialerError,
  type DialerErrorCode,
  type Issue,
  isDialerError,
} from "./errors.js";
export {
  changeStartRate,
  claimSlot,
  createPacer,
  isSlotGood,
  measuredRate,
  type PacerState,
  rateAt,
  SLOT_GOOD_MS,
  slowDown,
} from "./pacing.js";
export type { Meter } from "./rate-meter.js";
export {
  nextAttemptAt,
  parseRetryRules,
  type RetriableOutcome,
  type RetryRule,
  type RetryRules,
  type RetryRulesInput,
} from "./retry-rules.js";
