import { NotFoundError } from "@dialpool/core";
import { agentOfPool } from "@dialpool/dialer";
import type { Policy, PoolDefinition } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import {
  notRebuilt,
  type RebuildReport,
  rebuildNamespace,
  recordsNeededSince,
} from "@dialpool/pool-strategies/transfer";
import { usageError } from "../../cli-error.js";
import type { CommandContext, CommandDefinition } from "../../command.js";
import { presentRebuild } from "../../present/store.js";
import { plural } from "../../present/words.js";
import { joinNumberSettings } from "../../selection/join-number-settings.js";
import { loadPolicy } from "../../selection/load-policy.js";
import { readAgent, resolveAgentId } from "../../selection/read-agent.js";
import { callRecords } from "../../store/call-records.js";
import { checkSameWorkspace } from "../../store/check-same-workspace.js";
import { readKnownPools } from "../../store/known-pools.js";
import type { OpenStore } from "../../store/open-store.js";
import { requireKept } from "../../store/require-store.js";

/** Flags of `store rebuild`. */
export interface StoreRebuildFlags {
  readonly agent?: string;
  readonly policy?: string;
  /** ms. */
  readonly history?: number;
  readonly replace?: boolean;
}

/** The JSON document of `store rebuild`. */
export interface StoreRebuildData {
  readonly store: string;
  /** Agents whose pools are in it now. */
  readonly agents: readonly string[];
  /** Pools that were kept before and are not any more: their agents are gone. */
  readonly dropped: readonly string[];
  /** ISO 8601: from when on call records were read. */
  readonly since: string;
  /** How many calls were counted. */
  readonly calls: number;
  /** Call records that do not count, by reason. */
  readonly skipped: RebuildReport["skipped"];
  /** Caller IDs that no pool has: the first 20. */
  readonly unknownNumbers: readonly string[];
  /** Slugs whose quarantine was known and is kept. */
  readonly quarantined: readonly string[];
  /** What could not be read of a damaged state, and is gone, as sentences. */
  readonly lost: readonly string[];
  /** What call records do not tell, as sentences. */
  readonly notRebuilt: readonly string[];
}

/** `store rebuild`: makes the state anew from the call records of its agents, a damaged one too. */
export const storeRebuild: CommandDefinition<[], StoreRebuildFlags, StoreRebuildData> = {
  async run(context, flags) {
    requireKept(context.state);
    return { data: await context.state.fill((open) => rebuild(context, flags, open)) };
  },
  present: presentRebuild,
};

async function rebuild(
  context: CommandContext,
  flags: StoreRebuildFlags,
  open: OpenStore,
): Promise<StoreRebuildData> {
  const { io } = context;
  const replace = flags.replace === true;
  const known = await knownPools(open, replace);
  if (known.size > 0 && !replace) {
    throw usageError(
      `${open.shown} keeps ${plural(known.size, "pool")} already.`,
      "Add --replace to make it anew; let nothing else call meanwhile.",
    );
  }
  await checkSameWorkspace(context.client(), open, [...known.keys()]);
  const named = (
    flags.agent ??
    context.config.agent ??
    (known.size > 0 ? undefined : resolveAgentId(context))
  )?.trim();
  const policyOf = policyReader(context, flags.policy, known);
  const pools: PoolDefinition[] = [];
  const dropped: string[] = [];
  for (const agentId of new Set([...(named === undefined ? [] : [named]), ...known.keys()])) {
    const pool = await definitionOf(context, agentId, policyOf).catch((error: unknown) => {
      if (error instanceof NotFoundError && agentId !== named) return undefined;
      throw error;
    });
    if (pool === undefined) dropped.push(agentId);
    else pools.push(pool);
  }
  const from =
    flags.history === undefined ? recordsNeededSince(pools, io.now()) : Math.max(0, io.now() - flags.history);
  const agents = pools.map(({ poolId }) => poolId);
  const report = await rebuildNamespace(open.store, callRecords(context, agents, from), {
    now: io.now(),
    random: io.random,
    geography,
    pools,
    replace,
  });
  const { recorded: calls, skipped, unknownNumbers, quarantined, lost } = report;
  const since = new Date(from).toISOString();
  const counted = { since, calls, skipped, unknownNumbers, quarantined, lost };
  return { store: open.shown, agents, dropped, ...counted, notRebuilt };
}

/** Policies of the pools that the state knows, by agent; of a damaged one, absent where they are lost. */
async function knownPools(
  { store }: OpenStore,
  isDamaged: boolean,
): Promise<ReadonlyMap<string, Policy | undefined>> {
  const known = await readKnownPools(store, isDamaged ? { onLost: () => {} } : {}).catch(
    orNone(isDamaged, []),
  );
  const listed = await Promise.resolve()
    .then(() => store.poolIds())
    .catch(orNone(isDamaged, []));
  const agents = listed.filter((poolId) => agentOfPool(poolId) === poolId);
  return new Map<string, Policy | undefined>([
    ...agents.map((poolId) => [poolId, undefined] as const),
    ...known.map(({ poolId, policy }) => [poolId, policy] as const),
  ]);
}

/** What stands for what cannot be read of a damaged state. */
function orNone<Value>(isDamaged: boolean, none: Value): (error: unknown) => Value {
  return (error) => {
    if (isDamaged && isPoolStoreError(error, "store_corrupt")) return none;
    throw error;
  };
}

type PolicyOf = (agentId: string) => Promise<Policy>;

/** A pool that is known keeps its policy, unless another is named. */
function policyReader(
  context: CommandContext,
  named: string | undefined,
  known: ReadonlyMap<string, Policy | undefined>,
): PolicyOf {
  return async (agentId) =>
    (named === undefined ? known.get(agentId) : undefined) ?? (await loadPolicy(context, named));
}

async function definitionOf(
  context: CommandContext,
  agentId: string,
  policyOf: PolicyOf,
): Promise<PoolDefinition> {
  const { attached } = await readAgent(context.client(), agentId, context.io.interrupted);
  const { numbers } = joinNumberSettings(attached, context.config.numbers);
  return { poolId: agentId, numbers, policy: await policyOf(agentId) };
}
