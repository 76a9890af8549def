export { callOutcome, type EndedCallRecord } from "./call-outcome.js";
export { isE164, toE164 } from "./e164.js";
export {
  InvalidInputError,
  type Issue,
  isPoolStrategiesError,
  PolicyError,
  PoolNotLoadedError,
  PoolStrategiesError,
  type PoolStrategiesErrorCode,
} from "./errors.js";
export { type ExplainOptions, explain } from "./explain.js";
export type {
  CustomOrder,
  CustomRoute,
  Extensions,
  RankedCandidate,
  RankingContext,
  RoutedCall,
} from "./extensions.js";
export { createMemoryStore, type MemoryStore, type MemoryStoreOptions } from "./memory-store.js";
export { numberLimitIssues, parsePolicy } from "./policy.js";
export { type PresetName, presets } from "./presets.js";
export {
  type CallerIdSelection,
  type ChosenCall,
  type ReportedOutcome,
  type SelectCallerIdInput,
  selectCallerId,
} from "./select-caller-id.js";
export type {
  AcquireRequest,
  EarlierCall,
  Flag,
  Grant,
  Lease,
  LeaseState,
  LoadOptions,
  LoadReport,
  MaybePromise,
  NumberUsage,
  PoolDefinition,
  PoolStore,
  RecordedCall,
  Selection,
  Settlement,
  SettleResult,
} from "./store.js";
export type {
  AffinityOutcome,
  AffinityRules,
  AnswerRateRules,
  CalleeFrequencyRule,
  CallOutcome,
  Choice,
  E164,
  Geography,
  LimitName,
  LimitRules,
  Link,
  LinkStep,
  LinkTrace,
  LocalPresenceStep,
  NearArea,
  NumberLimits,
  NumberTrace,
  OrderName,
  OrderRules,
  Place,
  Policy,
  PolicyInput,
  PoolNumber,
  PrefixRule,
  QuarantineRule,
  Reasons,
  Refusal,
  RefusalCode,
  RestRule,
  RouteRules,
  SkippedLink,
  SkipReason,
  TagRule,
  Tags,
  Trace,
  WarmUpStage,
  WindowRule,
} from "./types.js";
export type { CalleeCall, CalleeUsage, Usage } from "./usage.js";
