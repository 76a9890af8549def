import { checkCount, checkRange, maxCallMsOf, rejectInput } from "@dialpool/pool-strategies/store-kit";
import { openConnection } from "./engine/open-connection.js";
import { readAgain } from "./engine/read-fault.js";
import { storeErrorOf } from "./engine/store-errors.js";
import { migrate } from "./schema/migrate.js";
import { StoreOnSqlite } from "./store-on-sqlite.js";
import type { SqliteStore, SqliteStoreOptions } from "./types.js";

const MAX_BUSY_TIMEOUT_MS = 600_000;
const MAX_CALLEES = 1_000_000_000;
/** Calls count in days of a calendar for up to 28 hours. */
const MIN_KEPT_DAYS = 2;
const MAX_KEPT_DAYS = 3650;

/**
 * Opens a store on one SQLite file, and makes the file if it is not there.
 *
 * @throws InvalidInputError for an option out of its range.
 * @throws PoolStoreError when the file cannot be used: `store_unavailable`, `store_denied`, `store_read_only`, `store_full`,
 *   `store_busy`, `store_corrupt`, `store_version`.
 * @example
 * const store = openSqliteStore({ path: "dialpool.db", geography });
 * store.load({ poolId: agentId, numbers, policy: parsePolicy("localPresence") }, { now });
 * const selection = store.acquire({ poolId: agentId, callee: "+14155550123", now, random });
 */
export function openSqliteStore({
  path,
  geography,
  extensions = {},
  maxCallMs,
  busyTimeoutMs = 5000,
  synchronous = "full",
  maxCallees = 1_000_000,
  keepCallsDays = 30,
}: SqliteStoreOptions): SqliteStore {
  if (typeof path !== "string" || path === "" || path.includes("\0"))
    rejectInput("path", 'Must be the path of a file, or ":memory:".');
  if (maxCallMs !== undefined) maxCallMsOf(maxCallMs);
  checkRange("busyTimeoutMs", busyTimeoutMs, 0, MAX_BUSY_TIMEOUT_MS, "milliseconds");
  if (synchronous !== "full" && synchronous !== "normal")
    rejectInput("synchronous", 'Must be "full" or "normal".');
  checkCount("maxCallees", maxCallees, MAX_CALLEES);
  checkRange("keepCallsDays", keepCallsDays, MIN_KEPT_DAYS, MAX_KEPT_DAYS, "days");
  return readAgain(() => {
    const connection = openConnection({ path, busyTimeoutMs, synchronous });
    try {
      migrate(connection);
      return new StoreOnSqlite(connection, { geography, extensions, maxCallMs, maxCallees, keepCallsDays });
    } catch (error) {
      connection.close();
      throw storeErrorOf(error, path);
    }
  });
}
