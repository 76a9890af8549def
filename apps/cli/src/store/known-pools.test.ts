import { createMemoryStore, parsePolicy } from "@dialpool/pool-strategies";
import { exportNamespace } from "@dialpool/pool-strategies/transfer";
import { expect, it } from "vitest";
import { readKnownPools } from "./known-pools.js";

const NOON = Date.UTC(2026, 10, 24, 12);

it("reads agents' pools, and none of those that hold one number of an agent's", async () => {
  const store = createMemoryStore();
  const number = { number: "+12025550100", sid: null, slug: "12025550100" };
  const policy = parsePolicy({});
  for (const poolId of ["agent", "agent from +12025550100"])
    store.load({ poolId, numbers: [number], policy }, { now: NOON });
  const pools = await readKnownPools({ exportNamespace: () => exportNamespace(store) });
  expect(pools).toEqual([{ poolId: "agent", policy, numbers: [number] }]);
});
