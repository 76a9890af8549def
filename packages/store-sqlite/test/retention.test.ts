import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../src/index.js";
import { NOON, numbersOf, policyOf } from "./support/pools.js";

const DAY = 86_400_000;

function storeWith(options: { readonly maxCallees?: number; readonly keepCallsDays?: number }) {
  const store = openSqliteStore({ path: ":memory:", ...options });
  store.load({ poolId: "agent", numbers: numbersOf(2), policy: policyOf() }, { now: NOON });
  const count = (table: string) =>
    (store.database.prepare(`SELECT count(*) FROM ${table}`).raw().get() as [number])[0];
  return { store, count };
}

describe("what is kept", () => {
  it("are callees up to a bound: those written to longest ago go, many at once", () => {
    const { store, count } = storeWith({ maxCallees: 10 });
    for (let call = 0; call < 1500; call++)
      store.record({ slug: "n000", callee: `+1212555${String(call).padStart(4, "0")}`, at: NOON, now: NOON });
    expect(count("callee")).toBeGreaterThanOrEqual(10);
    expect(count("callee")).toBeLessThanOrEqual(1010);
    const latest = store.database.prepare("SELECT max(callee) FROM callee").raw().get();
    expect(latest).toEqual([12_125_551_499]);
    expect(store.check({ now: NOON }).findings).toEqual([]);
    store.close();
  });

  it("are calls for as long as was said: some of the oldest go with each new one", () => {
    const { store, count } = storeWith({ keepCallsDays: 2 });
    const record = (now: number) => store.record({ slug: "n000", callee: "+12125550150", at: now, now });
    for (let call = 0; call < 10; call++) record(NOON);
    expect(count("calls")).toBe(10);
    record(NOON + DAY);
    expect(count("calls")).toBe(11);
    for (let call = 0; call < 4; call++) record(NOON + 2 * DAY + 1);
    expect(count("calls")).toBe(5);
    expect(store.check({ now: NOON }).findings).toEqual([]);
    expect(store.usage("agent", { now: NOON })[0]?.callsInDay).toBe(5);
    store.close();
  });
});
