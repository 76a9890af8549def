import { describe, expect, it } from "vitest";
import { sqliteJournal } from "../src/sqlite/index.js";
import { addCampaign, callTo, freshPaths, NOW, openFile } from "./support/journal-file.js";

const nextPath = freshPaths();

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
});
