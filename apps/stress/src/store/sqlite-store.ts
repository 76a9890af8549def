import { openSqliteStore } from "@dialpool/store-sqlite";
import type { JournalLine } from "../audit/records.js";
import type { StressPlan } from "../plan/plan.js";
import { stressSetup } from "../plan/pools.js";
import type { JournaledStore } from "./journaled-store.js";

/** How long a process waits for the others' transactions, ms: eight of them share a slow disk. */
const BUSY_TIMEOUT_MS = 30_000;

/** A SQLite store whose journal is a table of the same file, written in the same transaction. */
export function openJournaledSqlite(path: string, synchronous: StressPlan["synchronous"]): JournaledStore {
  const store = openSqliteStore({
    ...stressSetup,
    path,
    synchronous,
    busyTimeoutMs: BUSY_TIMEOUT_MS,
  });
  const { database } = store;
  store.transaction(() =>
    database.exec("CREATE TABLE IF NOT EXISTS stress_journal (line INTEGER PRIMARY KEY, id, now, sequence)"),
  );
  const write = database.prepare(
    "INSERT INTO stress_journal (id, now, sequence) SELECT ?, now, ? FROM namespace",
  );
  return {
    load: (pool, options) => store.load(pool, options),
    acquire: (request, id) =>
      store.transaction(() => {
        const selection = store.acquire(request);
        if (selection.ok) write.run(id, selection.lease.sequence);
        return selection;
      }),
    settle: (settlement, id) =>
      store.transaction(() => {
        const result = store.settle(settlement);
        if (result.applied) write.run(id, 0);
        return result;
      }),
    usage: (poolId, options) => store.usage(poolId, options),
    expire: (options, id) =>
      store.transaction(() => {
        const leases = store.expire(options);
        if (id !== undefined && leases.length > 0) write.run(id, 0);
        return leases;
      }),
    exportNamespace: () => store.exportNamespace(),
    check: (options) => store.check(options),
    journal: () =>
      database
        .prepare("SELECT id, now, sequence FROM stress_journal ORDER BY line")
        .all() as readonly JournalLine[],
    close: () => store.close(),
  };
}
