/**
 * The suite that every store runs: `describePoolStore` declares its tests;
 * `randomHistory` and `runDifferential` compare a store with the memory store
 * on random histories. Not part of the package's main entry; needs `fast-check`.
 */
export {
  type ConformanceOptions,
  type CreateStore,
  describePoolStore,
  type StoreSetup,
} from "./conformance/describe-pool-store.js";
export { conformanceExtensions } from "./conformance/extensions.js";
export type { Command, History, Step } from "./conformance/history.js";
export { conformancePlaces } from "./conformance/places.js";
export { type HistoryOptions, randomHistory } from "./conformance/random-history.js";
export { HistoryDifference, runDifferential } from "./conformance/run-differential.js";
export type { Expect, TestFunctions } from "./conformance/test-functions.js";
