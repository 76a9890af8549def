import { createMemoryStore, type E164, type MemoryStore, type PoolStore } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import { importNamespace } from "@dialpool/pool-strategies/transfer";
import type { CommandContext } from "../command.js";
import type { OpenPool } from "../selection/open-pool.js";
import { type HistoryFlag, seedHistory } from "../selection/seed-history.js";
import { beginPool } from "./begin-pool.js";
import type { OpenStore } from "./open-store.js";
import { withOneCallee } from "./with-one-callee.js";

/** Which earlier calls count, where the state does not know them already. */
export interface EarlierCalls {
  readonly history: HistoryFlag;
  /** Somebody who is about to be called. */
  readonly callee?: E164;
}

/** The state that a command chooses from, and changes. */
export interface PoolState {
  readonly store: PoolStore;
  /** Whether the next command finds it as this one leaves it. */
  readonly isKept: boolean;
}

/**
 * Opens a pool's state for a command that places calls: the pool is loaded as it is now, and a pool
 * that is new is begun with its call records. With `--store memory` it is begun so each time.
 */
export async function openPoolState(
  context: CommandContext,
  pool: OpenPool,
  earlier: EarlierCalls,
): Promise<PoolState> {
  if (!context.state.isKept()) return { store: await stateInMemory(context, pool, earlier), isKept: false };
  const there = await context.state.openIfAny();
  if (there === undefined || !(await knows(there, pool))) {
    const { store } = await beginPool(context, pool, earlier.history);
    return { store, isKept: true };
  }
  noteUnused(context, there, earlier.history);
  await there.store.load(pool.definition, { now: context.io.now(), random: context.io.random });
  return { store: there.store, isKept: true };
}

/**
 * The same for a command that only looks: a copy in memory, so that whatever is chosen from it is
 * never counted. Nothing is made or changed where the state is kept.
 */
export async function copyPoolState(
  context: CommandContext,
  pool: Pick<OpenPool, "agentId" | "definition" | "numbers" | "policy">,
  earlier: EarlierCalls,
): Promise<MemoryStore> {
  const open = await context.state.openIfAny();
  const isKnown = open !== undefined && (await knows(open, pool));
  if (!isKnown) return await stateInMemory(context, pool, earlier, open);
  noteUnused(context, open, earlier.history);
  return await stateInMemory(context, pool, { ...earlier, history: false }, open);
}

async function stateInMemory(
  context: CommandContext,
  pool: Pick<OpenPool, "agentId" | "definition" | "numbers" | "policy">,
  earlier: EarlierCalls,
  from?: OpenStore,
): Promise<MemoryStore> {
  const store = createMemoryStore({ geography });
  if (from !== undefined)
    await importNamespace(store, withOneCallee(from.store.exportNamespace(), earlier.callee));
  store.load(pool.definition, { now: context.io.now(), random: context.io.random });
  await seedHistory(context, { ...pool, store }, earlier);
  return store;
}

async function knows({ store }: OpenStore, { agentId }: Pick<OpenPool, "agentId">): Promise<boolean> {
  return (await store.poolIds()).includes(agentId);
}

function noteUnused({ note }: CommandContext, { shown }: OpenStore, history: HistoryFlag): void {
  if (history === undefined) return;
  note(
    `Note: --history says where a pool's state begins, and ${shown} knows this one already; \`dialpool store rebuild --replace\` counts its call records anew.`,
  );
}
