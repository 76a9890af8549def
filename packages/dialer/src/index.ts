export type { CallMade, CallRequest, CallResult, FinishedCall, FinishedOptions } from "./call-result.js";
export {
  type CalleeWhereabouts,
  type CallingHours,
  type CallingHoursInput,
  type CallingWindow,
  type ClosedReason,
  callingWindow,
  callingZonesOf,
  type DayWindows,
  type HoursInput,
  parseCallingHours,
  type RegionHoursInput,
  type Weekday,
  type WeekHours,
} from "./calling-hours/index.js";
export type { CampaignRunOptions, RunEnd } from "./campaign-run.js";
export { type CampaignSettings, settingsOf } from "./campaign-settings.js";
export type { CampaignStatus, Campaigns } from "./campaigns.js";
export type { ColumnMapping, ColumnMappingOption } from "./contacts/column-mapping.js";
export type { ContactRow, ListedContact } from "./contacts/contact-row.js";
export {
  type DoNotCallList,
  type ReadDoNotCallOptions,
  type RejectedEntry,
  readDoNotCall,
} from "./contacts/do-not-call.js";
export { NumberSet } from "./contacts/number-set.js";
export { isCountry, type ParsedPhone, parsePhone } from "./contacts/phone.js";
export { type ContactReading, type ListSummary, readContacts } from "./contacts/read-contacts.js";
export type { ListFormat, ReadContactsOptions } from "./contacts/read-options.js";
export type { RowFault } from "./contacts/source-row.js";
export { type CallOptions, createDialer, type Dialer, type ReconcileOptions } from "./dialer.js";
export {
  CampaignNameTakenError,
  CampaignNotFoundError,
  ClockError,
  ContactsError,
  DialerConfigError,
  DialerError,
  type DialerErrorCode,
  type Issue,
  isDialerError,
} from "./errors.js";
export type { CampaignOptions, ContactSource } from "./import-list.js";
export type {
  Attempt,
  AttemptState,
  BeginRequest,
  BeginResult,
  Campaign,
  CampaignProgress,
  CampaignState,
  CampaignWish,
  Contact,
  ContactData,
  ContactMove,
  ContactRef,
  ContactState,
  ExhaustedLane,
  FinalContactState,
  ImportedList,
  ImportedRow,
  Journal,
  JournalChange,
  ListIdentity,
  NewCampaign,
  Pace,
  RejectedRow,
  SealedCampaign,
  WaitReason,
} from "./journal.js";
export type { LaneAsk } from "./lane.js";
export { listContacts } from "./list-contacts.js";
export type { DialerOptions } from "./options.js";
export {
  changeStartRate,
  claimSlot,
  createPacer,
  isSlotGood,
  measuredRate,
  type PacerState,
  rateAt,
  SLOT_GOOD_MS,
  type Slot,
  slowDown,
} from "./pacing.js";
export { agentOfPool, type DialerPool, poolOfOne } from "./pool-loader.js";
export type { CallPlacer, DialerClock, ListOptions } from "./ports.js";
export type { Meter } from "./rate-meter.js";
export type { RecordReading } from "./record-entry.js";
export {
  nextAttemptAt,
  parseRetryRules,
  type RetriableOutcome,
  type RetryRule,
  type RetryRules,
  type RetryRulesInput,
} from "./retry-rules.js";
export type { Stop, StopKind } from "./stop-rule.js";
export type { Verification, VerifiedAttempt } from "./verify.js";
