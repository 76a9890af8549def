/**
 * Moves a namespace from one store to another, through a file if need be, and rebuilds one that was lost from the
 * vendor's call records. The records themselves, and the errors, are those of `@dialpool/pool-strategies/store-kit`.
 */
export type { CallHistory } from "./call-history.js";
export {
  type CallReading,
  type CallRecord,
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
