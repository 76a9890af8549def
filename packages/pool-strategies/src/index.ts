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
export { createMemoryStore, type MemoryStore, type MemoryStoreOptions } from "./memory-store.js";
export { parsePolicy } from "./policy.js";
export { type PresetName, presets } from "./presets.js";
export { type CallerIdSelection, type SelectCallerIdInput, selectCallerId } from "./select-caller-id.js";
export type {
  AcquireRequest,
  Grant,
  Lease,
  LeaseState,
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
  Choice,
  E164,
  Geography,
  LocalPresenceLevel,
  NumberLimits,
  OrderName,
  Place,
  Policy,
  PolicyInput,
  PoolNumber,
  Reasons,
  Refusal,
  RefusalCode,
  RouteRules,
  SkippedLink,
  SkipReason,
  Tags,
} from "./types.js";
export type { Usage } from "./usage.js";
