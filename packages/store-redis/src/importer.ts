import type { Extensions, Geography } from "@dialpool/pool-strategies";
import {
  type CalleeRecord,
  type CarriedRecord,
  type ImportOptions,
  type LeaseRecord,
  LINK_STEPS,
  type NamespaceRecord,
  type PoolPart,
  readNamespace,
  slugKeyOf,
} from "@dialpool/pool-strategies/store-kit";
import { stageGeneration, switchTo } from "./generations.js";
import { planLoad } from "./load-plan.js";
import type { NamespaceClient } from "./namespace-client.js";
import { sendPlan } from "./pool-loader.js";
import type { Scripts } from "./scripts.js";
import { sweep } from "./sweep.js";

const BATCH = 500;

/** What an importer works with. */
export interface ImporterParts {
  readonly client: NamespaceClient;
  readonly scripts: Scripts;
  readonly geography: Geography | undefined;
  readonly extensions: Extensions | undefined;
  readonly maxCallMs: number;
}

/**
 * Takes over an export: into a generation of keys that nobody uses yet, to which the namespace is switched at the end by one script.
 * Whatever goes wrong before leaves the namespace as it was.
 */
export async function importRecords(
  parts: ImporterParts,
  records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>,
  { replace = false }: ImportOptions = {},
): Promise<void> {
  const { client, scripts } = parts;
  const { generation, dead } = await stageGeneration(client, scripts);
  for (const each of dead)
    await sweep(client, scripts, client.keysOf(each), { withState: true, generation: each });
  const staged = client.staged(generation);
  try {
    await enter({ ...parts, client: staged }, records);
    await switchTo(client, scripts, generation, { replace, isImport: true });
  } catch (error) {
    const isSwitched = client.keys[0] === staged.keys[0];
    // What is left of an import that failed is not worth a second error; the next one sweeps it.
    if (!isSwitched)
      await sweep(client, scripts, staged.keys, { withState: true, generation }).catch(() => {});
    throw error;
  }
}

async function enter(
  { client, scripts, geography, extensions, maxCallMs }: ImporterParts,
  records: AsyncIterable<NamespaceRecord> | Iterable<NamespaceRecord>,
): Promise<void> {
  const pools: PoolPart[] = [];
  const indexes = new Map<string, number>();
  let now = 0;
  let what = "";
  let batch: unknown[] = [];
  const send = async (kind: string, content: unknown) =>
    client.verb(scripts.importBatch, now, [kind, JSON.stringify(content)]);
  const flush = async () => {
    if (batch.length > 0) await send(what, batch);
    batch = [];
  };
  const add = async (kind: string, row: unknown) => {
    if (kind !== what || batch.length >= BATCH) await flush();
    what = kind;
    batch.push(row);
  };
  for await (const part of readNamespace(records, { geography, extensions, maxCallMs })) {
    switch (part.kind) {
      case "namespace":
        now = part.now;
        await send("head", [part.sequence, part.countsCallees]);
        break;
      case "pool": {
        const [, index] = await send("pool", [part.poolId]);
        indexes.set(part.poolId, Number(index));
        pools.push(part);
        break;
      }
      case "number":
        await add("numbers", numberRowOf(part));
        break;
      case "lease":
        await add("leases", leaseRowOf(part, indexes));
        break;
      case "callee":
        await add("callees", calleeRowOf(part));
        break;
      default:
        part satisfies never;
    }
  }
  await flush();
  for (const { poolId, policy, numbers, route, turns } of pools) {
    const plan = planLoad({
      policy,
      numbers,
      route,
      stored: undefined,
      before: undefined,
      random: () => 0,
      turns,
    });
    await sendPlan(client, scripts, { poolId, policy, version: "0", plan, now });
    for (const [slug, step, answered, attempted, at] of turns.learned ?? []) {
      const field = `${LINK_STEPS.indexOf(step) + 1}:${slugKeyOf(slug)}`;
      await add("learned", [indexes.get(poolId), field, answered, attempted, at]);
    }
    await flush();
  }
}

function numberRowOf(record: CarriedRecord): readonly unknown[] {
  const { slug, day, hour, lastSequence, lastSelectedAt = -1, failuresInRow = 0, restingUntil = 0 } = record;
  const { quarantinedUntil = 0, blocks = [] } = record;
  return [
    slugKeyOf(slug),
    lastSequence,
    lastSelectedAt,
    failuresInRow,
    restingUntil,
    quarantinedUntil ?? -1,
    blocks,
    day.flat(),
    hour.flat(),
  ];
}

const DAY_SLOT_MS = 900_000;
const DAY_WINDOW = 97;

function leaseRowOf(lease: LeaseRecord, indexes: ReadonlyMap<string, number>): readonly unknown[] {
  const { sequence, state, forgetAt, poolId, slug, callee } = lease;
  const { acquiredAt = forgetAt - DAY_WINDOW * DAY_SLOT_MS } = lease;
  const isWhole = slug !== undefined && callee !== undefined && lease.acquiredAt !== undefined;
  const { holdUntil, liveUntil } = "holdUntil" in lease ? lease : { holdUntil: 0, liveUntil: 0 };
  const step = "step" in lease && lease.step !== undefined ? LINK_STEPS.indexOf(lease.step) + 1 : 0;
  return [
    sequence,
    state,
    (poolId === undefined ? undefined : indexes.get(poolId)) ?? 0,
    isWhole && slugKeyOf(slug),
    isWhole ? callee.slice(1) : "",
    acquiredAt,
    holdUntil,
    liveUntil,
    step,
    forgetAt,
  ];
}

function calleeRowOf({ callee, reached, answered, calls = [], used }: CalleeRecord): readonly unknown[] {
  return [
    callee.slice(1),
    ...(reached === undefined ? [false, 0, 0] : [slugKeyOf(reached[0]), reached[1], reached[2]]),
    ...(answered === undefined ? [false, 0, 0] : [slugKeyOf(answered[0]), answered[1], answered[2]]),
    calls,
    (used?.slugs ?? []).map(slugKeyOf),
    used?.at ?? 0,
  ];
}
