import { createMemoryStore, type PoolStore, parsePolicy } from "@dialpool/pool-strategies";
import { conformancePlaces as geography } from "@dialpool/pool-strategies/conformance";
import { describe, expect, it } from "vitest";
import { openSqliteStore, type SqliteStore } from "../src/index.js";
import { freshPaths } from "./support/files.js";
import { NOON, numbersOf, policyOf } from "./support/pools.js";

const path = freshPaths();
const draws = () => 0.5;

function countOf(store: SqliteStore, sql: string): number {
  return (store.database.prepare(sql).raw().get() as [number])[0];
}

describe("numbers that are parked", () => {
  it("for a moment are listed up to a bound, more of them as for long, and all wake in time as in memory", () => {
    const file = path();
    const stores = [openSqliteStore({ path: file }), openSqliteStore({ path: file })] as const;
    const memory = createMemoryStore({});
    const pool = {
      poolId: "agent",
      numbers: numbersOf(100).map((number, index) => ({ ...number, weight: 1 + (index % 3) })),
      policy: policyOf({ minGapSeconds: 8 }, "weighted-round-robin"),
    };
    stores[0].load(pool, { now: NOON });
    memory.load(pool, { now: NOON });
    const [momentary, parked] = [
      "SELECT json_array_length(value) / 2 FROM state WHERE id = -1",
      "SELECT count(*) FROM parked",
    ];
    const most = { momentary: 0, parked: 0 };
    for (let call = 0; call < 400; call++) {
      // Now one process, now the other; and some time in which all of them wake.
      const store = stores[call % 7 < 4 ? 0 : 1];
      const now = NOON + call * 40 + (call >= 200 ? 60_000 : 0);
      const request = { poolId: "agent", callee: "+12125550150", now, random: draws } as const;
      expect(store.acquire(request)).toEqual(memory.acquire(request));
      most.momentary = Math.max(most.momentary, countOf(store, momentary));
      most.parked = Math.max(most.parked, countOf(store, parked));
      if (call % 50 === 49) expect(store.check({ now }).findings).toEqual([]);
    }
    expect(most).toEqual({ momentary: 32, parked: 68 });
    for (const store of stores) store.close();
  });

  it("are told by the view, until when or for good", () => {
    const store = openSqliteStore({ path: ":memory:" });
    store.load(
      { poolId: "agent", numbers: numbersOf(3), policy: policyOf({ minGapSeconds: 60 }) },
      { now: NOON },
    );
    store.acquire({ poolId: "agent", callee: "+12125550150", now: NOON, random: draws });
    store.flag({ slug: "n001", until: null, now: NOON });
    const status = () =>
      store.database
        .prepare("SELECT slug, is_free, free_at_utc FROM number_status ORDER BY slug")
        .raw()
        .all();
    expect(status()).toEqual([
      ["n000", 0, "2026-11-24 10:01:00"],
      ["n001", 0, null],
      ["n002", 1, null],
    ]);
    store.expire({ now: NOON + 60_000 });
    expect(status()[0]).toEqual(["n000", 1, null]);
    store.close();
  });
});

describe("leases", () => {
  const calls = (store: PoolStore, steps: readonly (readonly [now: number, holdMs: number])[]) =>
    steps.map(([now, holdMs]) =>
      store.acquire({ poolId: "agent", callee: "+12125550150", now, holdMs, random: draws }),
    );

  it("of one number beyond those whose ends are kept with it say when it is free, as in memory", async () => {
    const pool = {
      poolId: "agent",
      numbers: numbersOf(1),
      policy: policyOf({ maxConcurrentCalls: 40 }),
    };
    const store = openSqliteStore({ path: ":memory:", maxCallMs: 60_000 });
    const memory = createMemoryStore({ maxCallMs: 60_000 });
    for (const each of [store, memory]) each.load(pool, { now: NOON });
    // Some may be held for longer than calls last: they are live for longer than those that come later.
    const steps = Array.from(
      { length: 160 },
      (_, call) => [NOON + call * 900, call % 5 === 0 ? 90_000 : 5000] as const,
    );
    expect(calls(store, steps)).toEqual(calls(memory, steps));
    expect(countOf(store, "SELECT count(*) FROM calls WHERE live = 2")).toBeGreaterThan(5);
    for (const now of [NOON + 150_000, NOON + 200_000, NOON + 400_000]) {
      expect(store.expire({ now })).toEqual(await memory.expire({ now }));
      expect(store.usage("agent", { now })).toEqual(memory.usage("agent", { now }));
      expect(store.check({ now }).findings).toEqual([]);
    }
    store.close();
  });

  it("that lapsed or were settled are not looked at again", () => {
    const store = openSqliteStore({ path: ":memory:", maxCallMs: 60_000 });
    store.load(
      {
        poolId: "agent",
        numbers: numbersOf(1),
        policy: parsePolicy({ limits: { minGapSeconds: null, maxCallsPerCallee: null } }),
      },
      { now: NOON },
    );
    calls(
      store,
      Array.from({ length: 20 }, (_, call) => [NOON + call * 1000, 1000] as const),
    );
    const [firstLive, firstHeld] = ["SELECT first_live FROM namespace", "SELECT first_held FROM namespace"];
    store.expire({ now: NOON + 10_500 });
    expect([countOf(store, firstLive), countOf(store, firstHeld)]).toEqual([1, 20]);
    store.expire({ now: NOON + 65_500 });
    expect([countOf(store, firstLive), countOf(store, firstHeld)]).toEqual([7, 21]);
    store.expire({ now: NOON + 3_600_000 });
    expect([countOf(store, firstLive), countOf(store, firstHeld)]).toEqual([21, 21]);
    expect(store.check({ now: NOON + 3_600_000 }).findings).toEqual([]);
    store.close();
  });
});

describe("a process with another geography than the one that loaded a pool", () => {
  it("is told so, and changes nothing", () => {
    const file = path();
    const policy = parsePolicy({ route: { localPresence: ["area-code", "any"] } });
    const store = openSqliteStore({ path: file, geography });
    store.load({ poolId: "agent", numbers: numbersOf(2), policy }, { now: NOON });
    store.database.exec("UPDATE number SET places = json_set(places, '$[0][3]', json_array(0.5))");
    const acquire = () =>
      store.acquire({ poolId: "agent", callee: "+14155550150", now: NOON, random: draws });
    expect(acquire).toThrow(/in other buckets than for the process that loaded it/);
    expect(countOf(store, "SELECT sequence FROM namespace")).toBe(0);
    store.close();
  });
});
