import { createMemoryStore, parsePolicy } from "@dialpool/pool-strategies";
import { exportNamespace, importNamespace } from "@dialpool/pool-strategies/transfer";
import { expect, it } from "vitest";
import { withOneCallee } from "./with-one-callee.js";

const now = Date.parse("2026-11-24T15:00:00Z");
const [ANN, BO, CY] = ["+14155550197", "+14155550198", "+14155550199"] as const;
const numbers = ["a", "b", "c"].map((slug, at) => ({ slug, number: `+1415555010${at}`, sid: null }));

/** A store in which Ann and Bo were called, Ann from `b`. */
function usedStore() {
  const store = createMemoryStore();
  store.load({ poolId: "p", numbers, policy: parsePolicy("sticky") }, { now });
  store.record({ slug: "b", callee: ANN, at: now, now });
  store.record({ slug: "c", callee: BO, at: now, now });
  return store;
}

it.each([ANN, BO, CY])("chooses for %s as the whole namespace would", async (callee) => {
  const whole = usedStore();
  const copy = createMemoryStore();
  await importNamespace(copy, withOneCallee(exportNamespace(whole), callee));
  const request = { poolId: "p", callee, now: now + 60_000, random: () => 0 };
  expect(copy.acquire(request)).toEqual(whole.acquire(request));
});

it("holds nobody else, and nobody at all if none is wanted", async () => {
  const calleesOf = async (callee?: `+${string}`) => {
    const callees: string[] = [];
    for await (const record of withOneCallee(exportNamespace(usedStore()), callee))
      if (record.kind === "callee") callees.push(record.callee);
    return callees;
  };
  expect(await calleesOf(BO)).toEqual([BO]);
  expect(await calleesOf(CY)).toEqual([]);
  expect(await calleesOf()).toEqual([]);
});
