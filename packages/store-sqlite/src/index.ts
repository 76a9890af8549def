export {
  isPoolStoreError,
  PoolStoreError,
  type PoolStoreErrorCode,
} from "@dialpool/pool-strategies/store-kit";
export { openSqliteStore } from "./open-sqlite-store.js";
export type { SqliteDatabase, SqliteStatement, SqliteStore, SqliteStoreOptions } from "./types.js";
