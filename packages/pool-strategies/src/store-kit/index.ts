export {
  calleeKeyOf,
  checkCount,
  checkInstant,
  checkNumbers,
  checkRange,
  drawFrom,
  drawsFrom,
  rejectNoDraw,
} from "../check-input.js";
export {
  InvalidInputError,
  type Issue,
  PolicyError,
  PoolNotLoadedError,
  rejectInput,
  sentencesOf,
} from "../errors.js";
export { leaseIdOf, sequenceOf } from "../lease-id.js";
export { checkGeography, isAllowed } from "../limits/allowed-countries.js";
export { Calendar, isTimeZone, type Period } from "../limits/calendar.js";
export type { CallWindow } from "../limits/call-windows.js";
export {
  type DecidingLimit,
  decidingLimitOf,
  freeAtOf,
  type LimitContext,
  type OnLimit,
} from "../limits/free-at.js";
export { type MemberLimits, memberLimitsOf } from "../limits/member-limits.js";
export { countBlock, countFailure, restAfterFailures } from "../limits/outcomes.js";
export { LINK_STEPS } from "../link-steps.js";
export type { AnswerCounts } from "../orders/answer-counts.js";
export { DRAWS } from "../orders/draws.js";
export { halvingOf } from "../orders/halving.js";
export type { PickRequest } from "../orders/order.js";
export { MAX_RANKING } from "../orders/ranking.js";
export { exponentialOf } from "../orders/sampling.js";
export { parsePolicy } from "../policy.js";
export { MAX_BUCKETS } from "../routes/bounds.js";
export { compileRoute, type Route, type RouteParts } from "../routes/compile.js";
export { read, type Schema } from "../schema.js";
export { select } from "../select.js";
export type {
  SelectableBucket,
  SelectableChain,
  SelectableOrder,
  SelectablePool,
  SelectionPlace,
} from "../selectable.js";
export type { MemberChoice, SelectionRequest } from "../selection-request.js";
export type {
  BucketTurns,
  CalleeCall,
  CalleeUsage,
  Learned,
  LearnedCount,
  NumberRecord,
  SlotCount,
  Turns,
} from "../usage.js";
export {
  type CheckedAcquire,
  checkAcquire,
  checkFlag,
  checkRecordedCall,
  checkSettlement,
  earlierCallsOf,
  maxCallMsOf,
  NEXT_STATES,
} from "../verb-input.js";
export type {
  DurablePoolStore,
  ExportOptions,
  ImportOptions,
  StoreFinding,
  StoreHealth,
  TransferableStore,
} from "./durable-store.js";
export type { PoolPart, PoolSurroundings } from "./gather-pool.js";
export type {
  BucketRecord,
  CalleeRecord,
  CarriedRecord,
  ClosedLeaseRecord,
  LearnedRecord,
  LeaseRecord,
  MemberRecord,
  NamespaceEnd,
  NamespaceHeader,
  NamespaceRecord,
  OpenLeaseRecord,
  PoolRecord,
  TurnRecord,
} from "./namespace-record.js";
export { type ExportedPool, poolRecords, withEnd } from "./namespace-records.js";
export {
  isPoolStoreError,
  PoolStoreError,
  type PoolStoreErrorCode,
  type PoolStoreErrorOptions,
} from "./pool-store-error.js";
export { type RankLink, type RankRequest, rankerOf } from "./ranker.js";
export { type NamespacePart, type ReadNamespaceOptions, readNamespace } from "./read-namespace.js";
export { slugKeyOf, slugOfKey } from "./slug-key.js";
