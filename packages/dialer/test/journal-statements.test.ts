import { readFileSync } from "node:fs";
import { openSqliteStore, type SqliteStore } from "@dialpool/store-sqlite";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_LANES } from "../src/lane.js";
import { type JournalStore, type SqliteDatabase, sqliteJournal } from "../src/sqlite/index.js";
import { addCampaign, freshPaths, NOW, openFile } from "./support/journal-file.js";
import { HistoryPlayer } from "./support/journal-history/history-player.js";
import { historyPool, START } from "./support/journal-history/history-pool.js";
import { history } from "./support/journal-history/random-history.js";

const nextPath = freshPaths();

/** Remembers every statement that is prepared on a store's file. */
function recording(store: SqliteStore): { readonly store: JournalStore; readonly statements: Set<string> } {
  const statements = new Set<string>();
  const database: SqliteDatabase = {
    prepare: (sql) => {
      statements.add(sql);
      return store.database.prepare(sql);
    },
    exec: (sql) => store.database.exec(sql),
  };
  return {
    statements,
    store: {
      transaction: (work) => store.transaction(() => work(database)),
      read: (work) => store.read(() => work(database)),
      acquire: (request) => store.acquire(request),
      settle: (settlement) => store.settle(settlement),
    },
  };
}

function planOf({ database }: SqliteStore, sql: string): readonly string[] {
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all([]) as { readonly detail: string }[];
  return steps.map(({ detail }) => detail);
}

describe("the journal's statements", () => {
  /** Reading through these is reading what was asked for, or a handful of rows. */
  const MAY_BE_SCANNED =
    /^SCAN (attempt USING INDEX dialer_attempt_open|dialer_attempt USING (COVERING )?INDEX dialer_attempt_open|attempt USING INDEX dialer_attempt_undecided|campaign|dialer_campaign|dialer_pacer|dialer_version|dialer_due_call|CONSTANT ROW|\(subquery-\d+\)|\d+ CONSTANT ROWS)/;

  it("read through no table: each finds its rows by an index", () => {
    const store = openSqliteStore({ path: ":memory:" });
    const recorded = recording(store);
    store.load(historyPool, { now: START });
    const journal = sqliteJournal(recorded.store);
    const player = new HistoryPlayer(journal);
    for (const steps of fc.sample(history, { numRuns: 15, seed: 1 }))
      for (const step of steps) player.play(step);
    const plans = [...recorded.statements].map((sql) => ({ sql, plan: planOf(store, sql) }));
    expect(plans.length).toBeGreaterThan(30);
    expect(
      plans.flatMap(({ sql, plan }) =>
        plan
          .filter((step) => step.startsWith("SCAN") && !MAY_BE_SCANNED.test(step))
          .map((step) => ({ sql, step })),
      ),
    ).toEqual([]);
    store.close();
  });

  it("give due contacts, a page of rows and the counts without sorting", () => {
    const store = openSqliteStore({ path: ":memory:" });
    const { store: recorded, statements } = recording(store);
    const journal = sqliteJournal(recorded);
    addCampaign(journal, "c1", 3);
    statements.clear();
    journal.dueContacts("c1", { now: NOW, limit: 2 });
    journal.rows("c1", { states: ["queued", "open", "invalid"], afterLine: 1, limit: 2 });
    journal.rows("c1", { states: ["absent"], afterLine: 1, limit: 2 });
    journal.progress("c1");
    journal.attempts({ campaignId: "c1", after: "a1", limit: 2 });
    const plans = [...statements].map((sql) => planOf(store, sql));
    expect(plans.flat().filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
    expect(plans.flat()).toEqual(
      expect.arrayContaining([
        "SEARCH dialer_contact USING INDEX dialer_contact_due (campaign=? AND lane=? AND due_at<?)",
        "SEARCH contact USING COVERING INDEX dialer_contact_due (campaign=? AND lane=?)",
        "SEARCH dialer_contact USING INDEX dialer_contact_apart (campaign=? AND state=? AND line>?)",
        "SEARCH dialer_contact USING PRIMARY KEY (campaign=? AND line>?)",
        "SEARCH dialer_tally USING PRIMARY KEY (campaign=?)",
      ]),
    );
    store.close();
  });

  it("give the due contacts of as many lanes as there may be without sorting them", () => {
    const store = openSqliteStore({ path: ":memory:" });
    const { store: recorded, statements } = recording(store);
    const journal = sqliteJournal(recorded);
    const campaign = { id: "c1", agentId: "agent", startRate: null, concurrency: 10, settings: {} };
    journal.createCampaign({ ...campaign, createdAt: NOW });
    journal.addRows(
      "c1",
      Array.from({ length: 200 }, (_, at) => ({
        kind: "contact" as const,
        line: at + 1,
        phone: `+1628${5_550_000 + at}` as const,
        name: "Ann",
        ...(at % 3 === 0 ? {} : { tags: { brand: String(at % 50) } }),
      })),
    );
    journal.sealCampaign("c1", { digest: "sha256:1" });
    statements.clear();
    const lines = journal.dueContacts("c1", { now: NOW, limit: 150 }).map(({ line }) => line);
    expect(lines).toEqual(Array.from({ length: 150 }, (_, at) => at + 1));
    const plans = [...statements].flatMap((sql) => planOf(store, sql));
    expect(plans.filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
    expect(plans.filter((step) => step.includes("dialer_contact_due")).length).toBe(MAX_LANES + 2);
    store.close();
  });
});

describe("the page on the journal", () => {
  const page = readFileSync(new URL("../../../docs/journal.md", import.meta.url), "utf8");

  it("names every table", () => {
    const { store } = openFile(nextPath());
    const tables = store.database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'dialer_%' ORDER BY name")
      .all([]) as { readonly name: string }[];
    for (const { name } of tables) expect(page).toContain(`\`${name}\``);
    store.close();
  });

  it("has queries that run, and use an index where a campaign is large", () => {
    const { store, journal } = openFile(nextPath());
    addCampaign(journal, "spring", 2);
    const [, queries = ""] = /```sql\n([\s\S]*?)```/.exec(page) ?? [];
    const plans = queries
      .split(";")
      .filter((query) => query.trim() !== "")
      .map((query) => planOf(store, query));
    expect(plans).toHaveLength(2);
    for (const [step] of plans) expect(step).toContain("SEARCH");
    store.close();
  });
});
