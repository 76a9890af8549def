import type { BeginRequest, Contact } from "@dialpool/dialer";
import { type SqliteJournal, sqliteJournal } from "@dialpool/dialer/sqlite";
import { parsePolicy } from "@dialpool/pool-strategies";
import { openSqliteStore, type SqliteStore } from "@dialpool/store-sqlite";

export const NOW = 1_795_514_400_000;

/** Opens the file that is measured, and loads its pool of 100 numbers. */
export function open(path: string): { readonly store: SqliteStore; readonly journal: SqliteJournal } {
  const store = openSqliteStore({ path });
  const off = null;
  const limits = { minGapSeconds: off, maxCallsPerDay: off, maxCallsPerCallee: off, restAfterFailures: off };
  const numbers = Array.from({ length: 100 }, (_, at) => ({
    slug: `number-${at}`,
    sid: `sid-${at}`,
    number: `+1415555${String(at).padStart(4, "0")}`,
  }));
  store.load({ poolId: "agent", policy: parsePolicy({ limits }), numbers }, { now: NOW });
  return { store, journal: sqliteJournal(store) };
}

/** What is asked for a contact's next call; `batch` makes its id another one. */
export function requestFor({ line, phone, campaignId }: Contact, batch: number): BeginRequest {
  return {
    attemptId: `attempt ${batch} ${line}`,
    contact: { campaignId, line },
    agentId: "agent",
    acquire: { poolId: "agent", callee: phone, now: NOW, random: () => 0.5 },
    deadline: NOW + 60_000,
    sendBy: NOW + 60_000,
    concurrency: 1000,
  };
}
