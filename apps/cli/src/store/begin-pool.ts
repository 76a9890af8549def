import type { Call } from "@dialpool/core";
import { geography } from "@dialpool/pool-strategies/geo";
import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { rebuildNamespace, recordsNeededSince } from "@dialpool/pool-strategies/transfer";
import type { CommandContext } from "../command.js";
import { duration, plural } from "../present/words.js";
import type { OpenPool } from "../selection/open-pool.js";
import { type HistoryFlag, readHistory } from "../selection/seed-history.js";
import { checkSameWorkspace } from "./check-same-workspace.js";
import type { OpenStore } from "./open-store.js";

type Context = Pick<CommandContext, "client" | "io" | "note">;

/**
 * Brings a pool into a store that does not know it, and counts the calls that its agent placed before.
 *
 * Into an empty store it comes as a whole or not at all, and of two commands that begin at once one
 * does it. Beside other pools it is one change of a file; on a server the pool comes first and its calls one
 * by one: a command killed between them leaves some uncounted until `store rebuild --replace`.
 *
 * @throws CliError (exit 3) when the store keeps another workspace's pools.
 */
export async function beginPool(
  context: Context,
  open: OpenStore,
  pool: OpenPool,
  history: HistoryFlag,
): Promise<void> {
  const others = await open.store.poolIds();
  await checkSameWorkspace(context.client(), open, others);
  const now = context.io.now();
  const reachMs = history === false ? 0 : (history ?? now - recordsNeededSince([pool], now));
  const calls =
    (others.length === 0 ? await beginEmpty(context, open, pool, reachMs) : undefined) ??
    (await addToOthers(context, open, pool, reachMs));
  if (calls === undefined) return;
  const what =
    history === false
      ? "no earlier call is counted"
      : `${plural(calls, "call")} of the last ${duration(reachMs)} ${calls === 1 ? "is" : "are"} counted`;
  context.note(`The pool of ${pool.agentName} is new in ${open.shown}: ${what}.`);
}

/** @returns How many calls were counted; `undefined` if the store is not empty after all. */
async function beginEmpty(
  context: Context,
  { store }: OpenStore,
  { agentId, definition }: OpenPool,
  reachMs: number,
): Promise<number | undefined> {
  const { now, random } = context.io;
  const records = reachMs === 0 ? [] : callRecords(context, [agentId], Math.max(0, now() - reachMs));
  try {
    const { recorded } = await rebuildNamespace(store, records, {
      now: now(),
      random,
      geography,
      pools: [definition],
    });
    return recorded;
  } catch (error) {
    if (isPoolStoreError(error, "namespace_not_empty")) return undefined;
    throw error;
  }
}

/** @returns How many calls were counted; `undefined` if another command has brought the pool in meanwhile. */
async function addToOthers(
  context: Context,
  { store, asOne }: OpenStore,
  pool: OpenPool,
  reachMs: number,
): Promise<number | undefined> {
  const { now, random } = context.io;
  const calls = reachMs === 0 ? [] : await readHistory(context, pool, { history: reachMs });
  const options = { now: now(), random };
  if (asOne === undefined) {
    // Whoever's load finds nobody there is the one to count.
    const { kept } = await store.load(pool.definition, options);
    if (kept.length > 0) return undefined;
    for (const call of calls) await store.record({ ...call, now: now() });
    return calls.length;
  }
  let isFirst = true;
  asOne((verbs) => {
    isFirst = verbs.load(pool.definition, options).kept.length === 0;
    if (isFirst) for (const call of calls) verbs.record({ ...call, now: options.now });
  });
  return isFirst ? calls.length : undefined;
}

/** Call records of agents from an instant on, one agent after the other. */
export async function* callRecords(
  { client, io }: Pick<CommandContext, "client" | "io">,
  agentIds: readonly string[],
  from: number,
): AsyncGenerator<Call> {
  for (const model_id of agentIds)
    yield* client().calls.list({ model_id, from_date: Math.floor(from) }, { signal: io.interrupted });
}
