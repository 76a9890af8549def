import type { ExportOptions, NamespaceRecord } from "@dialpool/pool-strategies/store-kit";
import type { NamespaceClient } from "../namespace-client.js";
import type { Scripts } from "../scripts.js";
import { addStrays, exportNumbers } from "./export-numbers.js";
import { exportPool } from "./export-pool.js";
import { calleeOf, leaseOf } from "./export-rows.js";
import { Losses } from "./losses.js";
import { NamespaceCopy, PAGE } from "./namespace-copy.js";

/** What an export works with. */
export interface ExportParts {
  readonly client: NamespaceClient;
  readonly scripts: Scripts;
  readonly maxCallMs: number;
}

/** Reads a namespace as of one moment, all records but the last: a script copies it, the copy is read page by page, and is gone at the end. */
export async function* exportNamespace(
  { client, scripts, maxCallMs }: ExportParts,
  { onLost }: ExportOptions = {},
): AsyncGenerator<NamespaceRecord, void, undefined> {
  const losses = new Losses(onLost);
  const copy = await NamespaceCopy.of(client, scripts, losses);
  try {
    const { now, sequence, countsCallees, pools } = copy.head;
    yield { kind: "namespace", version: 1, now, sequence, countsCallees, maxCallMs };
    const keys = new Set<string>();
    for (const pool of pools) {
      const what = `Numbers of the pool "${pool.poolId}" are lost.`;
      yield* (await losses.orLost(what, () => exportPool(copy, pool, losses, keys))) ?? [];
    }
    await addStrays(copy, losses, keys);
    yield* exportNumbers(copy, losses, keys);
    yield* exportLeases(copy, losses);
    yield* exportCallees(copy, losses);
  } finally {
    await copy.remove();
  }
}

async function* exportLeases(copy: NamespaceCopy, losses: Losses): AsyncGenerator<NamespaceRecord> {
  for (const chunk of copy.head.chunks) {
    const answer = await losses.orLost("Leases are lost.", () => copy.ask(copy.scripts.readLeases, [chunk]));
    const [, ...rows] = answer ?? ["leases"];
    const leases = (rows as (readonly (string | number | null)[])[]).map(leaseOf);
    for (const lease of leases.sort((a, b) => a.sequence - b.sequence))
      if (lease.forgetAt > copy.head.now) yield lease;
  }
}

async function* exportCallees(copy: NamespaceCopy, losses: Losses): AsyncGenerator<NamespaceRecord> {
  for (let first = 0; ; first += PAGE) {
    const answer = await losses.orLost("Callees are lost.", () =>
      copy.ask(copy.scripts.readCallees, [first, PAGE]),
    );
    const [, ...rows] = answer ?? ["callees"];
    yield* (rows as (readonly (string | null)[])[]).map(calleeOf);
    if (rows.length < PAGE) return;
  }
}
