import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePolicy } from "@dialpool/pool-strategies";
import { openSqliteStore, type SqliteStore } from "@dialpool/store-sqlite";
import { afterAll } from "vitest";
import { type SqliteJournal, sqliteJournal } from "../../src/sqlite/index.js";

/** When the tests on files play. */
export const NOW = 1_795_514_400_000;

/** A folder of its own for a test file, gone when its tests are over. Answers paths that nobody else has. */
export function freshPaths(): () => string {
  const folder = mkdtempSync(join(tmpdir(), "dialpool-journal-"));
  let files = 0;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => join(folder, `${files++}.db`);
}

/** Opens a file with a pool without limits to call from. */
export function openFile(path: string): { readonly store: SqliteStore; readonly journal: SqliteJournal } {
  const store = openSqliteStore({ path });
  const off = null;
  store.load(
    {
      poolId: "agent",
      policy: parsePolicy({
        limits: {
          minGapSeconds: off,
          maxCallsPerDay: off,
          maxCallsPerCallee: off,
          restAfterFailures: off,
        },
      }),
      numbers: ["a", "b", "c"].map((slug, at) => ({ slug, sid: `sid-${slug}`, number: `+1415555010${at}` })),
    },
    { now: NOW },
  );
  return { store, journal: sqliteJournal(store) };
}

/** Makes a campaign whose list is still to come. */
export function createCampaign(journal: SqliteJournal, id: string): void {
  journal.createCampaign({
    id,
    agentId: "agent",
    startRate: null,
    concurrency: 10,
    settings: {},
    createdAt: NOW,
  });
}

/** Adds a campaign of `count` contacts, at the lines 1 to `count`. Those of all campaigns are the same people. */
export function addCampaign(journal: SqliteJournal, id: string, count: number): void {
  createCampaign(journal, id);
  journal.addRows(
    id,
    Array.from({ length: count }, (_, at) => ({
      kind: "contact" as const,
      line: at + 1,
      phone: `+1628${String(5_550_000 + at)}` as const,
      name: `Callee ${at}`,
    })),
  );
  journal.sealCampaign(id, { digest: `sha256:${id}` });
}

/** Calls the contact at the first line. */
export function callTo(campaignId: string) {
  return {
    attemptId: `attempt of ${campaignId}`,
    contact: { campaignId, line: 1 },
    agentId: "agent",
    acquire: { poolId: "agent", callee: "+16285550000", now: NOW, random: () => 0.5 },
    deadline: NOW + 60_000,
    sendBy: NOW + 60_000,
    concurrency: 10,
  } as const;
}
