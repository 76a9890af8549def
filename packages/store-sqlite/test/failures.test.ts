import {
  chmodSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { isPoolStoreError, type PoolStoreError } from "@dialpool/pool-strategies/store-kit";
import Database from "libsql";
import { describe, expect, it } from "vitest";
import { openSqliteStore, type SqliteStoreOptions } from "../src/index.js";
import { freshPaths } from "./support/files.js";
import { NOON, numbersOf, policyOf, random } from "./support/pools.js";

const path = freshPaths();

function failureOf(attempt: () => unknown): PoolStoreError {
  try {
    attempt();
  } catch (error) {
    if (isPoolStoreError(error)) return error;
    throw error;
  }
  throw new Error("It must fail.");
}

function open(file: string, options: Partial<SqliteStoreOptions> = {}) {
  return openSqliteStore({ path: file, ...options });
}

/** A file with a pool, closed again. */
function filled(file = path()): string {
  const store = open(file);
  store.load({ poolId: "agent", numbers: numbersOf(50), policy: policyOf() }, { now: NOON });
  store.close();
  return file;
}

const acquire = (store: ReturnType<typeof open>, line = 50) =>
  store.acquire({ poolId: "agent", callee: `+1212555${String(line).padStart(4, "0")}`, now: NOON, random });

/** Runs as a user without rights, should the tests run as root, who has all of them. */
function withoutRights<Result>(work: () => Result): Result {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

describe("the file", () => {
  it("is private, and so are those beside it", () => {
    const file = path();
    const store = open(file);
    acquireNothing(store);
    for (const each of [file, `${file}-wal`, `${file}-shm`])
      expect(statSync(each).mode & 0o777, each).toBe(0o600);
    store.close();
  });

  it("keeps its mode if it was there", () => {
    const file = path();
    writeFileSync(file, "");
    chmodSync(file, 0o640);
    const store = open(file);
    acquireNothing(store);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o640);
    store.close();
  });

  it("says what it is", () => {
    const store = open(path());
    const read = (pragma: string) => store.database.prepare(`PRAGMA ${pragma}`).raw().get();
    expect(read("application_id")).toEqual([0x64706c31]);
    expect(read("user_version")).toEqual([1]);
    expect(read("journal_mode")).toEqual(["wal"]);
    expect(read("synchronous")).toEqual([2]);
    store.close();
  });

  it("is of a folder that is there", () => {
    const failure = failureOf(() => open(join(path(), "nowhere", "store.db")));
    expect(failure).toMatchObject({ code: "store_unavailable", applied: "no" });
    expect(failure.message).toMatch(/Make the folder first/);
  });

  it("must be a database, and ours", () => {
    const text = path("notes.txt");
    writeFileSync(text, "These are my notes, and no database at all. ".repeat(100));
    expect(failureOf(() => open(text))).toMatchObject({ code: "store_corrupt" });
    expect(readFileSync(text, "utf8")).toMatch(/^These are my notes/);

    const other = path();
    const foreign = new Database(other);
    foreign.exec("CREATE TABLE invoice (id INTEGER PRIMARY KEY); INSERT INTO invoice VALUES (1)");
    foreign.close();
    const before = readFileSync(other);
    const failure = failureOf(() => open(other));
    expect(failure).toMatchObject({ code: "store_corrupt" });
    expect(failure.message).toMatch(/another program/);
    expect(readFileSync(other).equals(before)).toBe(true);
  });

  it("of a newer release is left alone", () => {
    const file = path();
    const newer = new Database(file);
    newer.exec(
      "CREATE TABLE namespace (id INTEGER); PRAGMA application_id = 0x64706c31; PRAGMA user_version = 99",
    );
    newer.close();
    const before = readFileSync(file);
    const failure = failureOf(() => open(file));
    expect(failure).toMatchObject({ code: "store_version" });
    expect(failure.message).toMatch(/schema 99.*up to 1.*Update/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it.each([0, -5])("of ours that says it has the schema %i is damaged, and left alone", (version) => {
    const file = filled();
    const store = open(file);
    store.database.exec(`PRAGMA user_version = ${version}`);
    store.close();
    const failure = failureOf(() => open(file));
    expect(failure).toMatchObject({ code: "store_corrupt" });
    expect(failure.message).toMatch(new RegExp(`schema ${version}`));
  });

  it("is none where a folder is, or a link that leads nowhere", () => {
    const folder = path("folder");
    mkdirSync(folder);
    expect(failureOf(() => open(folder))).toMatchObject({
      code: "store_unavailable",
      message: expect.stringMatching(/is no file/) as string,
    });
    const link = path("link");
    symlinkSync(join(folder, "nowhere", "store.db"), link);
    expect(failureOf(() => open(link))).toMatchObject({
      code: "store_unavailable",
      message: expect.stringMatching(/leads nowhere/) as string,
    });
  });

  it("that is damaged is found out when it is opened, or when it is used", () => {
    const file = filled();
    const bytes = readFileSync(file);
    // Page 3 and on, as a broken disk would leave them.
    bytes.fill(0xab, 2 * 4096);
    writeFileSync(file, bytes);
    const failure = failureOf(() => open(file));
    expect(failure).toMatchObject({ code: "store_corrupt" });
    expect(failure.message).toMatch(/from call records.*campaigns/);
  });

  it("without a table that must be there is damaged", () => {
    const file = filled();
    const store = open(file);
    store.database.exec("DROP TABLE callee");
    store.close();
    expect(failureOf(() => open(file))).toMatchObject({ code: "store_corrupt" });
  });
});

describe("a file of which a page cannot be read", () => {
  /** The log's last frame, one page of the user's own table, is cut short while the file is in use: a read of it fails as one of a bad disk does. */
  function unreadable() {
    const file = filled();
    const store = open(file);
    store.database.exec(`CREATE TABLE own (id INTEGER PRIMARY KEY, note TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO own SELECT i, hex(zeroblob(100)) FROM n`);
    store.database.exec("UPDATE own SET note = 'b' || substr(note, 2) WHERE id = 300");
    const whole = readFileSync(`${file}-wal`);
    truncateSync(`${file}-wal`, whole.length - 2000);
    return { file, store, mend: () => writeFileSync(`${file}-wal`, whole) };
  }

  it("is store_unavailable and never called damaged, and is opened once it can be read", () => {
    const { file, store, mend } = unreadable();
    const failure = failureOf(() => open(file));
    expect(failure).toMatchObject({ code: "store_unavailable", applied: "no" });
    expect(failure.message).toMatch(/could not be read.*\(SQLITE_IOERR_SHORT_READ\)/);
    expect(failure.message).not.toMatch(/damage|begin a new one/);
    mend();
    open(file).close();
    store.close();
  });

  it("is not taken for damage by a check either", () => {
    const { file, store, mend } = unreadable();
    mend();
    const other = open(file);
    // What the other one remembers of the file is void.
    store.database.exec("UPDATE own SET note = 'c' || substr(note, 2) WHERE id = 300");
    const whole = readFileSync(`${file}-wal`);
    truncateSync(`${file}-wal`, whole.length - 2000);
    expect(failureOf(() => other.check({ now: NOON }))).toMatchObject({ code: "store_unavailable" });
    writeFileSync(`${file}-wal`, whole);
    expect(other.check({ now: NOON }).findings).toEqual([]);
    other.close();
    store.close();
  });
});

describe("a file that may not be written to", () => {
  it("is store_read_only, whatever is asked", () => {
    const file = filled();
    chmodSync(file, 0o444);
    chmodSync(dirname(file), 0o755);
    const failure = withoutRights(() => failureOf(() => open(file)));
    expect(failure).toMatchObject({ code: "store_read_only" });
    chmodSync(file, 0o600);
    const store = open(file);
    expect(acquire(store)).toMatchObject({ lease: { sequence: 1 } });
    store.close();
  });

  it.each([
    ["a file that is another user's", 0o600, 0o755],
    ["a file that may only be read", 0o444, 0o755],
    ["a file in a folder that may not be written to", 0o666, 0o555],
  ])("is store_read_only before anything was opened: %s", (_, mode, folderMode) => {
    const folder = path("folder");
    mkdirSync(folder);
    const file = join(folder, "store.db");
    writeFileSync(file, "");
    chmodSync(file, mode);
    chmodSync(folder, folderMode);
    expect(withoutRights(() => failureOf(() => open(file)))).toMatchObject({ code: "store_read_only" });
  });

  it("cannot be made in a folder that may not be", () => {
    const folder = path("folder");
    mkdirSync(folder, { mode: 0o555 });
    const failure = withoutRights(() => failureOf(() => open(join(folder, "store.db"))));
    expect(failure).toMatchObject({ code: "store_read_only" });
  });
});

describe("a store", () => {
  it("waits for another process for as long as it was told, and then says so", () => {
    const file = filled();
    const first = open(file);
    const second = open(file, { busyTimeoutMs: 30 });
    first.database.exec("BEGIN IMMEDIATE");
    const failure = failureOf(() => acquire(second));
    expect(failure).toMatchObject({ code: "store_busy", applied: "no" });
    expect(failure.message).toMatch(/busyTimeoutMs/);
    first.database.exec("ROLLBACK");
    expect(acquire(second)).toMatchObject({ lease: { sequence: 1, slug: "n000" } });
    first.close();
    second.close();
  });

  it("goes on after it gave up on another process, read, and the other one wrote", () => {
    const file = filled();
    const first = open(file);
    const second = open(file, { busyTimeoutMs: 0 });
    first.database.exec("BEGIN IMMEDIATE");
    expect(failureOf(() => acquire(second))).toMatchObject({ code: "store_busy" });
    expect(second.poolIds()).toHaveLength(1);
    first.database.exec("ROLLBACK");
    expect(acquire(first)).toMatchObject({ lease: { sequence: 1 } });
    expect(acquire(second)).toMatchObject({ lease: { sequence: 2 } });
    first.close();
    second.close();
  });

  it("is unharmed by a full disk", () => {
    const file = filled();
    const store = open(file);
    const pages = store.database.prepare("PRAGMA page_count").raw().get() as [number];
    store.database.exec(`PRAGMA max_page_count = ${pages[0] + 2}`);
    let granted = 0;
    const failure = failureOf(() => {
      for (; ; granted++) acquire(store, granted);
    });
    expect(failure).toMatchObject({ code: "store_full", applied: "no" });
    expect(granted).toBeGreaterThan(0);
    expect(store.check({ now: NOON }).findings).toEqual([]);
    store.database.exec("PRAGMA max_page_count = 1000000");
    const next = acquire(store, 9000);
    expect(next.ok && next.lease.sequence).toBe(granted + 1);
    expect(store.check({ now: NOON }).findings).toEqual([]);
    store.close();
  });

  it("that was closed says so, and may be closed again", async () => {
    const store = open(filled());
    store.close();
    store.close();
    for (const attempt of [
      () => acquire(store),
      () => store.poolIds(),
      () => store.clear(),
      () => store.read(() => 1),
      () => store.transaction(() => 1),
      () => store.check({ now: NOON }),
    ])
      expect(failureOf(attempt)).toMatchObject({ code: "store_closed" });
    await expect(store.exportNamespace()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "store_closed",
    });
  });

  it("refuses options that are none", () => {
    const wrong: readonly Partial<SqliteStoreOptions>[] = [
      { path: "" },
      { busyTimeoutMs: -1 },
      { keepCallsDays: 1 },
      { maxCallMs: 5 },
      { maxCallees: 1.5 },
      { synchronous: "off" as "full" },
    ];
    for (const options of wrong)
      expect(() => openSqliteStore({ path: ":memory:", ...options })).toThrow(
        expect.objectContaining({ code: "input_invalid" }),
      );
  });

  it("keeps how long a call may last, and changes it no more once there were calls", () => {
    const file = filled();
    open(file, { maxCallMs: 5000 }).close();
    const store = open(file);
    acquire(store);
    store.close();
    expect(() => open(file, { maxCallMs: 6000 })).toThrow(/has counted calls with 5000/);
    open(file, { maxCallMs: 5000 }).close();
  });
});

function acquireNothing(store: ReturnType<typeof open>): void {
  store.load({ poolId: "empty", numbers: [], policy: policyOf() }, { now: NOON });
}
