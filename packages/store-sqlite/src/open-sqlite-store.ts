import { PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import type { SqliteStore, SqliteStoreOptions } from "./types.js";

/** Opens a store on one SQLite file, and makes the file if it is not there. */
export function openSqliteStore(options: SqliteStoreOptions): SqliteStore {
  throw new PoolStoreError("store_unavailable", `The store on ${options.path} is still being built.`);
}
