import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryStore, type PoolStore } from "@dialpool/pool-strategies";
import { openSqliteStore, type SqliteStore } from "@dialpool/store-sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDialer } from "../../src/index.js";
import type { CallPlacer } from "../../src/ports.js";
import { type JournalStore, sqliteJournal } from "../../src/sqlite/index.js";

let folder: string;
let opened: SqliteStore[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dialpool-two-stores-"));
  opened = [];
});
afterEach(() => {
  for (const store of opened) store.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(path: string): SqliteStore {
  const store = openSqliteStore({ path: path === ":memory:" ? path : join(folder, path) });
  opened.push(store);
  return store;
}

/** Whoever is asked here has been asked too late. */
const client: CallPlacer = {
  calls: {
    create: () => Promise.reject(new Error("A call was placed.")),
    list: () => {
      throw new Error("Records were read.");
    },
  },
  agents: { get: () => Promise.reject(new Error("The pool was read.")) },
};

function dialerOn(store: PoolStore, journalStore: JournalStore) {
  return createDialer({ client, store, journal: sqliteJournal(journalStore), pool: { agentId: "a" } });
}

describe("a dialer", () => {
  it.each([
    ["a file of its own", () => open("other.db")],
    ["another database in memory", () => open(":memory:")],
    ["the memory store", () => createMemoryStore()],
  ])("is not made of a journal in one file and a store in %s", (_, other) => {
    const journalStore = open("calls.db");
    let message = "";
    try {
      dialerOn(other(), journalStore);
    } catch (error) {
      expect(error).toMatchObject({ code: "config_invalid", issues: [{ path: "journal" }] });
      message = (error as Error).message;
    }
    expect(message).toContain("not kept where this store keeps its leases");
    expect(message).toContain("Make the journal of the store that the dialer is given");
  });

  it("is not made of two databases in memory", () => {
    expect(() => dialerOn(open(":memory:"), open(":memory:"))).toThrow("journal");
  });

  it("is made of one store, and of two connections to one file", () => {
    const store = open("calls.db");
    expect(dialerOn(store, store)).toBeDefined();
    expect(dialerOn(open("calls.db"), store)).toBeDefined();
    const inMemory = open(":memory:");
    expect(dialerOn(inMemory, inMemory)).toBeDefined();
  });
});
