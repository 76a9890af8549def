import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../src/index.js";
import { freshPaths } from "./support/files.js";
import { NOON, numbersOf, policyOf, random } from "./support/pools.js";

const path = freshPaths();

function storeWithJournal() {
  const store = openSqliteStore({ path: path(), synchronous: "normal" });
  store.load({ poolId: "agent", numbers: numbersOf(3), policy: policyOf() }, { now: NOON });
  store.database.exec("CREATE TABLE journal (sequence INTEGER PRIMARY KEY, note TEXT)");
  const acquire = (callee = "+12125550150" as const) =>
    store.acquire({ poolId: "agent", callee, now: NOON, random });
  const journal = () => store.read((database) => database.prepare("SELECT sequence FROM journal").all());
  return { store, acquire, journal };
}

describe("a transaction", () => {
  it("commits several leases and the journal's rows at once", () => {
    const { store, acquire, journal } = storeWithJournal();
    const slugs = store.transaction((database) => {
      const insert = database.prepare("INSERT INTO journal (sequence) VALUES (?)");
      return [1, 2, 3].map(() => {
        const selection = acquire();
        if (!selection.ok) throw new Error(selection.code);
        insert.run([selection.lease.sequence]);
        return selection.lease.slug;
      });
    });
    expect(slugs).toEqual(["n000", "n001", "n002"]);
    expect(journal()).toHaveLength(3);
    expect(store.check({ now: NOON }).findings).toEqual([]);
    store.close();
  });

  it("undoes verbs, journal and what the process remembers when it throws", () => {
    const { store, acquire, journal } = storeWithJournal();
    acquire();
    const before = store.usage("agent", { now: NOON });
    expect(() =>
      store.transaction((database) => {
        acquire();
        store.flag({ slug: "n001", until: null, now: NOON });
        store.load({ poolId: "agent", numbers: numbersOf(1), policy: policyOf() }, { now: NOON + 5 });
        store.load({ poolId: "another", numbers: numbersOf(2), policy: policyOf() }, { now: NOON + 5 });
        database.prepare("INSERT INTO journal (sequence) VALUES (?)").run([1]);
        throw new Error("not now");
      }),
    ).toThrow("not now");
    expect(store.usage("agent", { now: NOON })).toEqual(before);
    expect(journal()).toEqual([]);
    expect(store.poolIds()).toEqual(["agent"]);
    // The turn that was undone is taken now, with the sequence that was given back.
    expect(acquire()).toMatchObject({ lease: { sequence: 2, slug: "n001" } });
    expect(store.check({ now: NOON }).findings).toEqual([]);
    store.close();
  });

  it("undoes work that goes on after it, for it would not be part of it", async () => {
    const { store, acquire, journal } = storeWithJournal();
    const work = async () => {
      acquire();
      await Promise.resolve();
      throw new Error("Too late.");
    };
    expect(() => store.transaction(work)).toThrow(
      expect.objectContaining({ code: "input_invalid", message: expect.stringMatching(/promise/) as string }),
    );
    expect(store.usage("agent", { now: NOON }).every(({ callsInDay }) => callsInDay === 0)).toBe(true);
    expect(() => store.read(async () => 1)).toThrow(/promise/);
    expect(journal()).toEqual([]);
    store.close();
  });

  it("undoes an inner one alone if the outer one goes on", () => {
    const { store, acquire, journal } = storeWithJournal();
    store.transaction((database) => {
      acquire();
      expect(() =>
        store.transaction(() => {
          acquire();
          throw new Error("inner");
        }),
      ).toThrow("inner");
      database.prepare("INSERT INTO journal (sequence) VALUES (?)").run([1]);
    });
    expect(journal()).toHaveLength(1);
    expect(acquire()).toMatchObject({ lease: { sequence: 2, slug: "n001" } });
    store.close();
  });

  it("goes on after a verb inside that was refused for its input", () => {
    const { store, acquire } = storeWithJournal();
    store.transaction(() => {
      acquire();
      expect(() => store.usage("nobody", { now: NOON + 60_000 })).toThrow(/nobody/);
    });
    expect(acquire()).toMatchObject({ lease: { sequence: 2, acquiredAt: NOON } });
    store.close();
  });

  it("passes errors of the user's own statements on as they are", () => {
    const { store } = storeWithJournal();
    const twice = () =>
      store.transaction((database) => {
        const insert = database.prepare("INSERT INTO journal (sequence) VALUES (?)");
        insert.run([1]);
        insert.run([1]);
      });
    expect(twice).toThrow(/UNIQUE/);
    try {
      twice();
    } catch (error) {
      expect(isPoolStoreError(error)).toBe(false);
    }
    store.close();
  });

  it("is seen by another process of the file as a whole, which then reads its pools anew", () => {
    const file = path();
    const first = openSqliteStore({ path: file });
    const second = openSqliteStore({ path: file });
    first.load({ poolId: "agent", numbers: numbersOf(2), policy: policyOf() }, { now: NOON });
    const pick = (store: typeof first) => {
      const selection = store.acquire({ poolId: "agent", callee: "+12125550150", now: NOON, random });
      return selection.ok ? `${selection.lease.sequence} ${selection.lease.slug}` : selection.code;
    };
    expect([pick(first), pick(second), pick(first), pick(second)]).toEqual([
      "1 n000",
      "2 n001",
      "3 n000",
      "4 n001",
    ]);
    first.load({ poolId: "agent", numbers: numbersOf(1), policy: policyOf() }, { now: NOON });
    expect([pick(second), pick(second), pick(first)]).toEqual(["5 n000", "6 n000", "7 n000"]);
    first.clear();
    expect(() => pick(second)).toThrow(/agent/);
    first.close();
    second.close();
  });
});
