import { readFileSync, writeFileSync } from "node:fs";
import type { OrderName } from "@dialpool/pool-strategies";
import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../src/index.js";
import { freshPaths } from "./support/files.js";
import { NOON, numbersOf, policyOf } from "./support/pools.js";

const path = freshPaths();

/** A store with calls in every state, and numbers at limits. */
function busyStore(order: OrderName = "round-robin") {
  const store = openSqliteStore({ path: ":memory:" });
  const limits = { minGapSeconds: 60, maxCallsPerDay: 3, maxCallsPerCallee: { calls: 16, withinHours: 1 } };
  store.load(
    { poolId: "agent", numbers: numbersOf(8), policy: policyOf(limits, order) },
    { now: NOON, random: () => 0.25 },
  );
  for (let call = 0; call < 12; call++) {
    const now = NOON + call * 15_000;
    const selection = store.acquire({
      poolId: "agent",
      callee: `+121255501${50 + call}` as `+${string}`,
      now,
      random: () => 0.5,
    });
    const to = (["ended", "placed", "released", "unknown"] as const)[call % 4];
    if (selection.ok && to !== undefined && call < 8)
      store.settle({
        leaseId: selection.lease.id,
        to,
        ...(to === "ended" ? { outcome: "answered" } : {}),
        now,
      });
  }
  store.record({ slug: "n007", callee: "+12125550199", at: NOON, now: NOON + 180_000 });
  store.flag({ slug: "n006", until: null, now: NOON + 180_000 });
  return store;
}

const LATER = NOON + 180_000;

describe("check", () => {
  it("finds nothing in a state that is sound, and changes nothing of it", () => {
    const store = busyStore();
    const rows = () =>
      ["number", "parked", "seat", "state", "calls", "callee", "namespace"].map((table) =>
        store.database.prepare(`SELECT * FROM ${table}`).raw().all(),
      );
    const before = rows();
    expect(store.check({ now: LATER })).toEqual({
      pools: 1,
      numbers: 8,
      leases: 12,
      callees: 13,
      findings: [],
    });
    expect(rows()).toEqual(before);
    // Numbers whose gap is over are parked until somebody asks: that is sound, and left as it is.
    expect(store.check({ now: LATER + 100_000 }).findings).toEqual([]);
    const [now] = store.database.prepare("SELECT now FROM namespace").raw().get() as [number];
    expect(now).toBe(LATER + 100_000);
    expect(rows()[1]).toEqual(before[1]);
    store.close();
  });

  it.each<[law: string, damage: string, order?: OrderName]>([
    ["counts", "UPDATE number SET quarters = '[]' WHERE slug = 'n000'"],
    ["counts", "UPDATE number SET minutes = '[[1, 5]]' WHERE slug = 'n001'"],
    ["counts", "UPDATE number SET quarters = 'nonsense' WHERE slug = 'n001'"],
    ["counts", "UPDATE number SET quarters = replace(quarters, ']]', '0]]') WHERE slug = 'n000'"],
    ["counts", "UPDATE number SET in_flight = in_flight + 1 WHERE slug = 'n000'"],
    ["counts", "UPDATE number SET live_untils = '[1]' WHERE in_flight = 1"],
    ["counts", "UPDATE number SET pools = 2 WHERE slug = 'n003'"],
    ["counts", "UPDATE number SET is_blank = 1 WHERE slug = 'n000'"],
    ["counts", "UPDATE number SET last_sequence = 1000 WHERE slug = 'n000'"],
    ["counts", "DELETE FROM calls WHERE sequence = 1"],
    ["counts", "UPDATE state SET value = json_set(value, '$[4]', 5) WHERE id = 0"],
    ["counts", "DELETE FROM callee WHERE callee = 12125550150"],
    ["leases", "UPDATE calls SET state = 'odd' WHERE sequence = 2"],
    ["leases", "UPDATE calls SET live = 0 WHERE state = 'held'"],
    ["leases", "UPDATE calls SET live = 1 WHERE state = 'ended'"],
    ["leases", "UPDATE calls SET number = 999 WHERE sequence = 2"],
    ["leases", "UPDATE calls SET pool = 999 WHERE sequence = 2"],
    ["leases", "UPDATE calls SET callee = NULL WHERE state = 'placed'"],
    ["leases", "UPDATE calls SET sequence = 5000 WHERE sequence = 2"],
    ["leases", "UPDATE calls SET entered_at = entered_at + 1e9 WHERE sequence = 2"],
    ["leases", "UPDATE callee SET reached_number = 999 WHERE reached_number IS NOT NULL"],
    ["leases", "UPDATE callee SET calls = '[' WHERE calls IS NOT NULL"],
    ["leases", "UPDATE callee SET written = 1e6"],
    ["leases", "UPDATE calls SET live_until = live_until + 1e6 WHERE sequence = 2"],
    ["leases", "UPDATE state SET value = json_set(value, '$[5]', 1000) WHERE id = 0"],
    ["leases", "UPDATE state SET value = json_set(value, '$[6]', 1000) WHERE id = 0"],
    ["parked", "DELETE FROM parked"],
    ["parked", "UPDATE parked SET free_at = free_at + 5000000"],
    ["parked", "INSERT INTO parked VALUES (1, 9e12, 6, 1)"],
    ["parked", "UPDATE state SET value = '[9e12,3]' WHERE id = -1"],
    ["parked", "UPDATE number SET places = json_set(places, '$[0][2]', 0) WHERE slug = 'n006'"],
    [
      "parked",
      `UPDATE number SET places = json_set(places, '$[0][2]', ${LATER + 5_000_000}) WHERE slug = 'n000'`,
    ],
    ["parked", "UPDATE number SET quarantined_until = 0"],
    ["index", "INSERT INTO parked VALUES (1, 9e12, 77, 1)"],
    ["index", "INSERT INTO score_due VALUES (1, 9e12, 3)"],
    ["index", "UPDATE parked SET is_seated = 1 - is_seated"],
    ["index", "UPDATE parked SET is_seated = 1", "random"],
    ["index", "UPDATE number SET places = '[]' WHERE slug = 'n003'"],
    ["index", "UPDATE number SET places = '{}' WHERE slug = 'n003'"],
    ["index", "UPDATE number SET places = json_set(places, '$[0][1]', 4) WHERE slug = 'n003'"],
    ["index", "UPDATE number SET places = json_set(places, '$[0][3]', json('[]')) WHERE slug = 'n003'"],
    ["index", "UPDATE number SET places = json_set(places, '$[0][3][0]', -1) WHERE slug = 'n003'"],
    ["index", "DELETE FROM seat WHERE member = 5"],
    ["index", "UPDATE seat SET second_key = second_key + 1 WHERE member = 5"],
    ["index", "UPDATE seat SET first_key = 7 WHERE member = 5", "least-used"],
    ["index", "UPDATE seat SET second_key = 7000 WHERE member = 5", "least-recently-used"],
    [
      "index",
      "UPDATE number SET places = json_set(places, '$[0][3][1]', 7000) WHERE slug = 'n003'",
      "least-recently-used",
    ],
    ["index", "UPDATE seat SET second_key = -1 WHERE member = 5", "weighted-random"],
    ["index", "UPDATE score_due SET due_at = 9e12 WHERE member = 3", "least-used"],
    ["index", "DELETE FROM score_due", "least-used"],
    ["index", "INSERT INTO seat VALUES (1, 0, 0, 77)"],
    ["index", "UPDATE state SET value = json_set(value, '$[0]', 77) WHERE id = 1"],
    ["index", "UPDATE state SET value = json_set(value, '$[1]', 77) WHERE id = 1"],
    ["parked", "DELETE FROM state WHERE id = 1"],
    ["index", "INSERT INTO bucket VALUES (50, 1, 'odd')"],
    ["index", "DELETE FROM bucket"],
    ["index", "UPDATE free_count SET free = free + 1", "random"],
    ["index", "DELETE FROM free_count", "power-of-two"],
    ["index", "UPDATE pool_number SET number = 1 WHERE member = 4"],
    ["index", "DELETE FROM pool_number WHERE member = 4"],
    ["index", "UPDATE pool SET policy = '{'"],
  ])("finds what is against the law of %s after %s", (law, damage, order) => {
    const store = busyStore(order);
    store.database.exec(damage);
    const { findings } = store.check({ now: LATER });
    expect(findings.map((finding) => finding.law)).toContain(law);
    for (const { message } of findings) expect(message).not.toMatch(/\+?1212555\d{4}/);
    store.close();
  });

  it("finds what SQLite's own check finds", () => {
    const file = path();
    const store = openSqliteStore({ path: file });
    store.load({ poolId: "agent", numbers: numbersOf(8), policy: policyOf() }, { now: NOON });
    const [root] = store.database
      .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_number_1'")
      .raw()
      .get() as [number];
    store.close();
    const bytes = readFileSync(file);
    // A slug in the index: a number that the table has is then missing from it.
    bytes[root * 4096 - 4] = "a".charCodeAt(0);
    writeFileSync(file, bytes);
    const damaged = openSqliteStore({ path: file });
    expect(damaged.check({ now: NOON }).findings).toContainEqual({
      law: "engine",
      message: expect.stringMatching(/autoindex_number/) as string,
    });
    damaged.close();
  });
});
