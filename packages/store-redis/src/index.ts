export {
  isPoolStoreError,
  PoolStoreError,
  type PoolStoreErrorCode,
} from "@dialpool/pool-strategies/store-kit";
export type { RedisClient } from "./client/index.js";
export { createRedisStore } from "./create-redis-store.js";
export type {
  Journal,
  JournalAnswer,
  JournaledGrant,
  JournaledSelection,
  JournaledSettleResult,
  JournaledVerbs,
  JournalVeto,
} from "./journal.js";
export type { RedisStoreOptions } from "./options.js";
export type { RedisStore } from "./redis-store.js";
