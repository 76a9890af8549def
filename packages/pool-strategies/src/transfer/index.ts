/**
 * Moves a namespace from one store to another, through a file if need be, and rebuilds one that was lost from the
 * vendor's call records.
 */
export type { ImportOptions, TransferableStore } from "../store-kit/durable-store.js";
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
} from "../store-kit/namespace-record.js";
export {
  isPoolStoreError,
  PoolStoreError,
  type PoolStoreErrorCode,
  type PoolStoreErrorOptions,
} from "../store-kit/pool-store-error.js";
export type { CallHistory } from "./call-history.js";
export {
  type CallReading,
  type CallRecord,
  type CarriedCall,
  callRecordReader,
  canonicalNumber,
  type UnusableRecord,
} from "./call-record.js";
export { namespaceFromLines, namespaceToLines } from "./lines.js";
export {
  notRebuilt,
  type RebuildOptions,
  type RebuildReport,
  rebuildNamespace,
} from "./rebuild-namespace.js";
export { limitsReachMs, recordsNeededSince } from "./records-needed.js";
export {
  copyNamespace,
  exportNamespace,
  importNamespace,
  type NamespaceRecords,
} from "./transfer-namespace.js";
