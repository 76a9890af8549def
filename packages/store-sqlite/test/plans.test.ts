import type { OrderName } from "@dialpool/pool-strategies";
import Database from "libsql";
import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../src/index.js";
import { freshPaths } from "./support/files.js";
import { NOON, numbersOf, policyOf } from "./support/pools.js";

const path = freshPaths();

/** The statements that a store prepares while it does some work. */
function statementsOf(order: OrderName): readonly string[] {
  const store = openSqliteStore({ path: path(), synchronous: "normal" });
  const limits = {
    minGapSeconds: 1,
    maxCallsPerDay: 50,
    maxConcurrentCalls: 2,
    restAfterFailures: { failures: 2, restMinutes: 5, maxRestingShare: 0.5 },
    maxCallsPerCallee: { calls: 3, withinHours: 24 },
  };
  const numbers = numbersOf(100);
  store.load({ poolId: "agent", numbers, policy: policyOf(limits, order) }, { now: NOON, random: () => 0.3 });
  const seen = new Set<string>();
  const { prepare } = Database.prototype;
  Database.prototype.prepare = function (this: Database.Database, sql: string) {
    seen.add(sql);
    return prepare.call(this, sql);
  } as typeof prepare;
  try {
    // Another process would prepare all of them anew.
    const other = openSqliteStore({
      path: (store.database.prepare("PRAGMA database_list").raw().get() as string[])[2] as string,
    });
    let now = NOON;
    for (let call = 0; call < 120; call++) {
      const selection = other.acquire({ poolId: "agent", callee: "+12125550150", now, random: () => 0.7 });
      if (selection.ok)
        other.settle({
          leaseId: selection.lease.id,
          to: call % 3 === 0 ? "released" : "ended",
          outcome: "failed",
          now,
        });
      now += call % 10 === 0 ? 3_600_000 : 20;
    }
    other.close();
  } finally {
    Database.prototype.prepare = prepare;
  }
  const plans = [...seen].filter((sql) => /^\s*(SELECT|INSERT|UPDATE|DELETE)/i.test(sql));
  const explained = plans.flatMap((sql) => {
    const rows = store.database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    return rows.map(({ detail }) => `${detail} <- ${sql.replace(/\s+/g, " ").trim()}`);
  });
  store.close();
  return explained;
}

/** Reads every row of something, or sorts: what must not grow with the pool. */
const GROWS = /^(SCAN|USE TEMP B-TREE)/;

/** What reads all of a pool once, when this process sees it for the first time; one row; or a list in a parameter. */
const ALLOWED = [
  /SCAN namespace/,
  /sqlite_schema/,
  /^SCAN wanted VIRTUAL TABLE/,
  // The bucket's members in a parameter, where those are few: see StoredPool.firstToWake.
  /json_each/,
  // The oldest call, by its key.
  /^SCAN calls <- SELECT sequence, entered_at FROM calls ORDER BY sequence LIMIT 1/,
  // The first that lapses of those that are live for longer, by their index.
  /^SCAN calls USING INDEX calls_live_longer <- .* WHERE live = 2 ORDER BY live_until LIMIT 1$/,
  /SCAN (\d+ )?CONSTANT ROW/,
];

describe("the statements of acquire and settle", () => {
  it.each<OrderName>([
    "round-robin",
    "weighted-round-robin",
    "weighted-random",
    "random",
    "power-of-two",
    "least-recently-used",
    "least-used",
    "fewest-in-flight",
    "rendezvous",
    "answer-rate",
  ])("find their rows by indexes under %s, whatever the size of the pool", (order) => {
    const plans = statementsOf(order);
    expect(plans.filter((plan) => plan.startsWith("SEARCH")).length).toBeGreaterThan(15);
    expect(
      plans.filter((plan) => GROWS.test(plan) && !ALLOWED.some((allowed) => allowed.test(plan))),
    ).toEqual([]);
  });
});
