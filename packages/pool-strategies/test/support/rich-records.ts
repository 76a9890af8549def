import { policyOf } from "../../src/conformance/fixtures.js";
import { createMemoryStore } from "../../src/memory-store.js";
import type { NamespaceRecord } from "../../src/store-kit/namespace-record.js";
import { exportNamespace } from "../../src/transfer/transfer-namespace.js";
import type { PoolNumber } from "../../src/types.js";

/** 24 November 2026, 10:00 UTC. */
export const NOW = 1_795_514_400_000;

const numberOf = (slug: string, line: string): PoolNumber => ({
  number: `+1415555${line}`,
  sid: null,
  slug,
});

/** An export with records of every kind and nearly every field: of each kind the first is found by its name. */
export async function richRecords(): Promise<readonly NamespaceRecord[]> {
  const store = createMemoryStore();
  const random = () => 0.3;
  const turning = policyOf({
    order: "weighted-random",
    affinity: { mode: "fresh" },
    limits: { maxCallsPerDay: 2, maxCallsPerCallee: { calls: 3, withinHours: 24 }, window: "rolling" },
  });
  const learning = policyOf({
    order: { name: "answer-rate", priorAnswered: 1, priorUnanswered: 9, halfLifeDays: 7, exploration: 0 },
    limits: {
      restAfterFailures: { failures: 2, restMinutes: 60, maxRestingShare: 1 },
      quarantineAfterBlocks: { blocks: 3, withinHours: 24, quarantineDays: 1 },
    },
  });
  store.load(
    {
      poolId: "turning",
      numbers: [numberOf("a", "0101"), { ...numberOf("b", "0102"), weight: 2 }],
      policy: turning,
    },
    { now: NOW, random },
  );
  store.load(
    { poolId: "learning", numbers: [numberOf("c", "0103"), numberOf("d", "0104")], policy: learning },
    { now: NOW, random },
  );
  let now = NOW;
  const call = (
    poolId: string,
    to: "held" | "placed" | "ended" | "released",
    outcome?: "answered" | "blocked",
  ) => {
    now += 60_000;
    const selection = store.acquire({ poolId, callee: `+1510555${now % 9}150`, now, random });
    if (!selection.ok) throw new Error(selection.code);
    const leaseId = selection.lease.id;
    if (to !== "held") store.settle({ leaseId, to, now, ...(outcome === undefined ? {} : { outcome }) });
  };
  call("turning", "ended", "answered");
  call("learning", "ended", "answered");
  store.record({ slug: "a", callee: "+15105550177", at: now - 90_000_000, now });
  store.record({ slug: "elsewhere", callee: "+15105550177", at: now, now, outcome: "answered" });
  call("learning", "ended", "blocked");
  call("learning", "ended", "blocked");
  call("learning", "placed");
  call("learning", "released");
  call("turning", "held");
  store.flag({ slug: "b", until: null, now });
  const records: NamespaceRecord[] = [];
  for await (const record of exportNamespace(store)) records.push(record);
  return records;
}
