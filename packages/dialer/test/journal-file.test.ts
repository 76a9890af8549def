import { readFileSync } from "node:fs";
import { openSqliteStore, type SqliteStore } from "@dialpool/store-sqlite";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JournalStore, SqliteDatabase } from "../src/sqlite/index.js";
import { sqliteJournal } from "../src/sqlite/index.js";
import { addCampaign, freshPaths, NOW, openFile } from "./support/journal-file.js";
import { HistoryPlayer, history, historyPool, START } from "./support/journal-history.js";

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

describe("a journal's file", () => {
  it("is opened again with everything in it", () => {
    const path = nextPath();
    const first = openFile(path);
    addCampaign(first.journal, "c1", 3);
    first.journal.setPace(7, NOW);
    const progress = first.journal.progress("c1");
    first.store.close();
    const { store, journal } = openFile(path);
    expect(journal.campaigns().map(({ id }) => id)).toEqual(["c1"]);
    expect(journal.progress("c1")).toEqual(progress);
    expect(journal.pace(NOW).startRate).toBe(7);
    store.close();
  });

  it("is refused if a later version wrote it", () => {
    const path = nextPath();
    const { store } = openFile(path);
    store.database.exec("UPDATE dialer_version SET version = 99");
    expect(() => sqliteJournal(store)).toThrow(
      expect.objectContaining({
        code: "store_version",
        message: expect.stringContaining("Upgrade dialpool"),
      }),
    );
    store.close();
  });

  it("is brought to this version with every contact as it was", () => {
    const path = nextPath();
    const { store, journal } = openFile(path);
    addCampaign(journal, "c1", 3);
    journal.begin([callTo("c1")], NOW);
    const asked = { states: ["queued", "open"], afterLine: 0, limit: 9 } as const;
    const contacts = journal.rows("c1", asked);
    // As version 1 had it.
    store.database.exec(`
      CREATE TABLE first (
        campaign INTEGER NOT NULL, line INTEGER NOT NULL, phone INTEGER NOT NULL, name TEXT NOT NULL,
        agent_id TEXT, caller_id TEXT, time_zone TEXT, region TEXT, tags TEXT, variables TEXT,
        state TEXT NOT NULL DEFAULT 'queued', due_at INTEGER DEFAULT 0, waits_for TEXT DEFAULT 'turn',
        attempts INTEGER NOT NULL DEFAULT 0, last_attempt INTEGER, reason TEXT, outcomes TEXT,
        PRIMARY KEY (campaign, line)) WITHOUT ROWID;
      INSERT INTO first SELECT campaign, line, phone, json_extract(details, '$[1]'), NULL, NULL, NULL, NULL, NULL, NULL,
        state, due_at, waits_for, attempts, last_attempt, reason, outcomes FROM dialer_contact;
      UPDATE first SET agent_id = 'other', caller_id = '+14155550101', time_zone = 'America/Phoenix', region = 'US-AZ',
        tags = '{"brand":["acme","globex"]}', variables = '{"order":"17","empty":""}' WHERE line = 2;
      DROP TABLE dialer_contact;
      DROP TABLE dialer_row_shape;
      DROP TABLE dialer_lane;
      DELETE FROM dialer_tally WHERE what = 'lane';
      ALTER TABLE first RENAME TO dialer_contact;
      CREATE INDEX dialer_contact_due ON dialer_contact (campaign, due_at, line) WHERE state = 'queued';
      CREATE INDEX dialer_contact_apart ON dialer_contact (campaign, state, line) WHERE state NOT IN ('queued', 'finished');
      UPDATE dialer_version SET version = 1`);
    store.close();
    const again = openFile(path);
    const overrides = {
      agentId: "other",
      callerId: "+14155550101",
      timeZone: "America/Phoenix",
      region: "US-AZ",
      tags: { brand: ["acme", "globex"] },
      variables: { order: "17", empty: "" },
    };
    expect(again.journal.rows("c1", asked)).toEqual(
      contacts.map((contact) => (contact.line === 2 ? { ...contact, ...overrides } : contact)),
    );
    addCampaign(again.journal, "c2", 2);
    expect(again.journal.dueContacts("c2", { now: NOW, limit: 9 })).toHaveLength(2);
    expect(again.journal.check()).toEqual([]);
    again.store.close();
  });

  it("keeps rows as they are, also of lists in which no row has the columns of another", () => {
    const { store, journal } = openFile(nextPath());
    journal.createCampaign({
      id: "c1",
      agentId: "agent",
      startRate: 1,
      concurrency: 1,
      settings: null,
      createdAt: NOW,
    });
    const rows = Array.from({ length: 1500 }, (_, at) => ({
      kind: "contact" as const,
      line: at + 1,
      phone: `+1628${5_550_000 + at}` as const,
      name: `Callee ${at}`,
      ...(at % 3 === 0 ? {} : { tags: { [`tag ${at}`]: "x" } }),
      variables: at % 7 === 0 ? {} : { [`variable ${at}`]: String(at), shared: "y" },
    }));
    for (const from of [0, 500, 1000]) journal.addRows("c1", rows.slice(from, from + 500));
    journal.sealCampaign("c1", { digest: "sha256:1" });
    const kept = journal.dueContacts("c1", { now: NOW, limit: 2000 });
    expect(
      kept.map(({ line, phone, name, tags, variables }) => ({ line, phone, name, tags, variables })),
    ).toEqual(rows.map(({ kind: _, ...row }) => row));
    const { shapes } = store.database.prepare("SELECT count(*) AS shapes FROM dialer_row_shape").get([]) as {
      readonly shapes: number;
    };
    expect(shapes).toBeLessThan(1010);
    expect(journal.check()).toEqual([]);
    store.close();
  });

  it("waits for the disk when a list is sealed, and not for each of its parts", () => {
    const { store } = openFile(nextPath());
    const level = () =>
      (store.database.prepare("PRAGMA synchronous").get([]) as { readonly synchronous: number }).synchronous;
    const levels: number[] = [];
    const journal = sqliteJournal({
      transaction: (work) => {
        levels.push(level());
        return store.transaction(() => work(store.database));
      },
      read: (work) => store.read(() => work(store.database)),
      acquire: (request) => store.acquire(request),
      settle: (settlement) => store.settle(settlement),
    });
    const [full, normal] = [2, 1];
    levels.length = 0;
    addCampaign(journal, "c1", 3);
    expect(levels).toEqual([full, normal, full]);
    journal.begin([callTo("c1")], NOW);
    expect(() => journal.addRows("c1", [])).toThrow("c1");
    expect([levels.at(-2), levels.at(-1), level()]).toEqual([full, normal, full]);
    store.close();
  });

  it("says what is lost when it does not know what the values of a row stand for", () => {
    const { store, journal } = openFile(nextPath());
    addCampaign(journal, "c1", 1);
    store.database.exec("DELETE FROM dialer_row_shape");
    expect(() => journal.contact({ campaignId: "c1", line: 1 })).toThrow(
      expect.objectContaining({
        code: "store_corrupt",
        message: expect.stringContaining("dialer_row_shape 1"),
      }),
    );
    store.close();
  });

  it("keeps nothing of a transaction of the user's that fails, neither lease nor attempt", () => {
    const { store, journal } = openFile(nextPath());
    addCampaign(journal, "c1", 1);
    const before = journal.progress("c1");
    expect(() =>
      store.transaction(() => {
        const [result] = journal.begin([callTo("c1")], NOW);
        expect(result?.outcome).toBe("begun");
        throw new Error("the disk is full");
      }),
    ).toThrow("the disk is full");
    expect(journal.progress("c1")).toEqual(before);
    expect(journal.attempts({ limit: 9 })).toEqual([]);
    expect(store.usage("agent", { now: NOW }).every(({ inFlight }) => inFlight === 0)).toBe(true);
    expect(journal.begin([callTo("c1")], NOW)).toMatchObject([{ outcome: "begun" }]);
    expect([...journal.check(), ...store.check({ now: NOW }).findings]).toEqual([]);
    store.close();
  });

  it("is read while another connection writes, as it was before", () => {
    const path = nextPath();
    const writer = openFile(path);
    const reader = openFile(path);
    addCampaign(writer.journal, "c1", 2);
    writer.store.transaction(() => {
      writer.journal.begin([callTo("c1")], NOW);
      expect(reader.journal.progress("c1")).toMatchObject({ byState: { queued: 2, open: 0 } });
      expect(reader.journal.openAttempts()).toEqual([]);
      expect(reader.journal.expire(NOW + 1_000_000)).toEqual([]);
      expect(reader.journal.takeDue()).toEqual([]);
    });
    expect(reader.journal.progress("c1")).toMatchObject({ byState: { queued: 1, open: 1 } });
    writer.store.close();
    reader.store.close();
  });

  it("keeps a list free of numbers twice, even if several connections import it", () => {
    const path = nextPath();
    const one = openFile(path);
    const other = openFile(path);
    const row = (line: number, end: number) =>
      ({ kind: "contact", line, phone: `+162855501${end}`, name: "" }) as const;
    one.journal.createCampaign({
      id: "c1",
      agentId: "agent",
      startRate: 1,
      concurrency: 1,
      settings: null,
      createdAt: NOW,
    });
    one.journal.addRows("c1", [row(1, 11), row(2, 12)]);
    other.journal.addRows("c1", [row(3, 11), row(4, 13)]);
    expect(() =>
      one.store.transaction(() => {
        one.journal.addRows("c1", [row(5, 13), row(6, 14)]);
        throw new Error("the disk is full");
      }),
    ).toThrow("the disk is full");
    one.journal.addRows("c1", [row(6, 14), row(7, 13)]);
    one.journal.sealCampaign("c1", { digest: "sha256:1" });
    expect(
      one.journal
        .rows("c1", { states: ["queued", "duplicate"], afterLine: 0, limit: 9 })
        .map(({ line, state, reason }) => [line, state, reason]),
    ).toEqual([
      [1, "queued", undefined],
      [2, "queued", undefined],
      [3, "duplicate", "the same number as in line 1"],
      [4, "queued", undefined],
      [6, "queued", undefined],
      [7, "duplicate", "the same number as in line 4"],
    ]);
    expect(one.journal.check()).toEqual([]);
    one.store.close();
    other.store.close();
  });

  it.each([
    ["UPDATE dialer_tally SET count = count + 1 WHERE name = 'queued'", "counts"],
    ["UPDATE dialer_contact SET state = 'open', due_at = NULL, waits_for = NULL WHERE line = 2", "contacts"],
    ["UPDATE dialer_contact SET waits_for = NULL WHERE line = 2", "contacts"],
    ["UPDATE dialer_contact SET attempts = 4 WHERE line = 1", "contacts"],
    [
      "UPDATE dialer_contact SET phone = (SELECT phone FROM dialer_contact WHERE line = 3) WHERE line = 2",
      "list",
    ],
    ["UPDATE dialer_contact SET details = '[1' WHERE line = 2", "contacts"],
    ["UPDATE dialer_contact SET details = json_array(1) WHERE line = 2", "contacts"],
    ["DELETE FROM dialer_row_shape", "contacts"],
    ["UPDATE dialer_attempt SET state = 'placed'", "attempts"],
    ["UPDATE dialer_attempt SET state = 'ended'", "contacts"],
    ["DELETE FROM dialer_attempt", "contacts"],
  ])("is found out when it is damaged: %s", (damage, law) => {
    const { store, journal } = openFile(nextPath());
    addCampaign(journal, "c1", 3);
    journal.begin([callTo("c1")], NOW);
    expect(journal.check()).toEqual([]);
    store.database.exec(damage);
    expect(journal.check().map((finding) => finding.law)).toContain(law);
    store.close();
  });
});

/** Calls the contact at the first line. */
function callTo(campaignId: string) {
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
