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
export { InvalidInputError, PolicyError, PoolNotLoadedError, rejectInput } from "../errors.js";
export { isAllowed } from "../limits/allowed-countries.js";
export { Calendar, isTimeZone, type Period } from "../limits/calendar.js";
export { type MemberLimits, memberLimitsOf } from "../limits/member-limits.js";
export { LINK_STEPS } from "../link-steps.js";
export type { AnswerCounts } from "../orders/answer-counts.js";
export { DRAWS } from "../orders/draws.js";
export { halvingOf } from "../orders/halving.js";
export { MAX_RANKING } from "../orders/ranking.js";
export { parsePolicy } from "../policy.js";
export { compileRoute, type Route, type RouteParts } from "../routes/compile.js";
export { read, type Schema } from "../schema.js";
export type { CalleeCall, SlotCount } from "../usage.js";
export {
  type CheckedAcquire,
  checkAcquire,
  checkFlag,
  checkRecordedCall,
  checkSettlement,
  maxCallMsOf,
  NEXT_STATES,
} from "../verb-input.js";
export type { DurablePoolStore, StoreFinding, StoreHealth, TransferableStore } from "./durable-store.js";
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
export {
  isPoolStoreError,
  PoolStoreError,
  type PoolStoreErrorCode,
  type PoolStoreErrorOptions,
} from "./pool-store-error.js";
export { type RankLink, type RankRequest, rankerOf } from "./ranker.js";
export { slugKeyOf, slugOfKey } from "./slug-key.js";
