/**
 * The suites that every store runs: `describePoolStore` declares the tests of every rule, `describeTransfer` those of
 * moving a namespace between two stores, `describePoolStoreAtScale` those of one large pool; `randomHistory` and
 * `runDifferential` compare a store with the memory store on random histories. Not part of the package's main entry; needs `fast-check`.
 */

export {
  type ConformanceOptions,
  type CreateStore,
  describePoolStore,
  type StoreSetup,
} from "./conformance/describe-pool-store.js";
export { describePoolStoreAtScale, type ScaleOptions } from "./conformance/describe-scale.js";
export { describeTransfer, type TransferPair } from "./conformance/describe-transfer.js";
export { conformanceExtensions } from "./conformance/extensions.js";
export type { Command, History, Step } from "./conformance/history.js";
export { conformancePlaces } from "./conformance/places.js";
export { type HistoryOptions, randomHistory } from "./conformance/random-history.js";
export { HistoryDifference, runDifferential } from "./conformance/run-differential.js";
export { runTransfer, StateDifference, type Transfer } from "./conformance/run-transfer.js";
export type { Expect, TestFunctions } from "./conformance/test-functions.js";
