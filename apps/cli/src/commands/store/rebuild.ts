import { NotFoundError } from "@dialpool/core";
import type { Policy, PoolDefinition } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import { rebuildNamespace } from "@dialpool/pool-strategies/transfer";
import { usageError } from "../../cli-error.js";
import type { CommandContext, CommandDefinition } from "../../command.js";
import { presentRebuild } from "../../present/store.js";
import { plural } from "../../present/words.js";
import { joinNumberSettings } from "../../selection/join-number-settings.js";
import { loadPolicy } from "../../selection/load-policy.js";
import { readAgent, resolveAgentId } from "../../selection/read-agent.js";
import { memoryReachOf } from "../../selection/recent-calls.js";
import { callRecords } from "../../store/begin-pool.js";
import { checkSameWorkspace } from "../../store/check-same-workspace.js";
import { readKnownPools } from "../../store/known-pools.js";
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
  /** How many calls were counted. */
  readonly calls: number;
  /** ISO 8601: how far back. */
  readonly since: string;
}

/** `store rebuild`: makes the state anew from the call records of its agents. */
export const storeRebuild: CommandDefinition<[], StoreRebuildFlags, StoreRebuildData> = {
  async run(context, flags) {
    requireKept(context.state);
    const { io } = context;
    const open = await context.state.open();
    const known = await readKnownPools(open.store);
    const knownIds = known.map(({ poolId }) => poolId);
    const replace = flags.replace === true;
    if (known.length > 0 && !replace) {
      throw usageError(
        `${open.shown} keeps ${plural(known.length, "pool")} already.`,
        "Add --replace to make it anew: rests, turns and what was learned are given up, and nothing else may be calling meanwhile.",
      );
    }
    await checkSameWorkspace(context.client(), open, knownIds);
    const named =
      flags.agent ?? context.config.agent ?? (known.length > 0 ? undefined : resolveAgentId(context));
    const policyOf = policyReader(
      context,
      flags.policy,
      new Map(known.map(({ poolId, policy }) => [poolId, policy])),
    );
    const pools: PoolDefinition[] = [];
    const dropped: string[] = [];
    for (const agentId of new Set([...(named === undefined ? [] : [named.trim()]), ...knownIds])) {
      const pool = await definitionOf(context, agentId, policyOf).catch((error: unknown) => {
        if (error instanceof NotFoundError && agentId !== named?.trim()) return undefined;
        throw error;
      });
      if (pool === undefined) dropped.push(agentId);
      else pools.push(pool);
    }
    const reachMs = flags.history ?? Math.max(...pools.map(({ policy }) => memoryReachOf(policy)));
    const agents = pools.map(({ poolId }) => poolId);
    const { calls } = await rebuildNamespace(open.store, callRecords(context, agents, reachMs), {
      now: io.now(),
      random: io.random,
      geography,
      pools,
      replace,
    });
    const since = new Date(Math.max(0, io.now() - reachMs)).toISOString();
    return { data: { store: open.shown, agents, dropped, calls, since } };
  },
  present: presentRebuild,
};

type PolicyOf = (agentId: string) => Promise<Policy>;

/** A pool that is known keeps its policy, unless another is named. */
function policyReader(
  context: CommandContext,
  named: string | undefined,
  known: ReadonlyMap<string, Policy>,
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
