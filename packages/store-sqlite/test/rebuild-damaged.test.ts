import { rebuildNamespace } from "@dialpool/pool-strategies/transfer";
import { expect, it } from "vitest";
import { openSqliteStore } from "../src/index.js";
import { NOON, numbersOf, policyOf, random } from "./support/pools.js";

const POOL = {
  poolId: "agent",
  numbers: numbersOf(4),
  policy: policyOf({ maxCallsPerDay: 3, maxCallsPerCallee: { calls: 16, withinHours: 1 } }),
};
const RECORDS = [1, 2].map((line) => ({
  call_id: `call-${line}`,
  type_of_call: "outbound" as const,
  phone_number_from: POOL.numbers[0]?.number as string,
  phone_number_to: `+1310555010${line}`,
  start_time: String(NOON - line * 60_000),
}));

it.each([
  "UPDATE pool SET policy = '{'",
  "DELETE FROM pool",
  "UPDATE pool_number SET definition = 'x' WHERE member = 1",
  "DELETE FROM pool_number",
  "DELETE FROM seat",
  "DELETE FROM bucket",
  "DELETE FROM number",
  "DELETE FROM calls",
  "DELETE FROM callee",
  "UPDATE callee SET calls = '['",
  "UPDATE calls SET number = 999, pool = 999",
])("is made anew from call records after %s", async (damage) => {
  const store = openSqliteStore({ path: ":memory:" });
  store.load(POOL, { now: NOON });
  const call = { poolId: "agent", callee: "+13105550101", now: NOON, random } as const;
  for (let calls = 0; calls < 3; calls++) store.acquire(call);
  store.flag({ slug: "n002", until: null, now: NOON });
  store.database.exec(damage);
  expect(() => {
    const { findings } = store.check({ now: NOON });
    if (findings.length > 0) throw new Error(findings[0]?.message);
  }).toThrow();
  const options = { now: NOON, pools: [POOL], replace: true };
  const report = await rebuildNamespace(store, RECORDS, options);
  expect(report).toMatchObject({ pools: 1, recorded: 2 });
  expect(store.check({ now: NOON }).findings).toEqual([]);
  expect(store.usage("agent", { now: NOON })[0]).toMatchObject({ slug: "n000", callsInDay: 2 });
  store.close();
});
