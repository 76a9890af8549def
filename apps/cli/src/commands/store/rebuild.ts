import { NotFoundError } from "@dialpool/core";
import type { Policy, PoolDefinition } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
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
  /** What call records do not tell, as sentences. */
  readonly notRebuilt: readonly string[];
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
        "Add --replace to make it anew; let nothing else call meanwhile.",
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
    const from =
      flags.history === undefined
        ? recordsNeededSince(pools, io.now())
        : Math.max(0, io.now() - flags.history);
    const agents = pools.map(({ poolId }) => poolId);
    const report = await rebuildNamespace(open.store, callRecords(context, agents, from), {
      now: io.now(),
      random: io.random,
      geography,
      pools,
      replace,
    });
    const { recorded: calls, skipped, unknownNumbers, quarantined } = report;
    const since = new Date(from).toISOString();
    const counted = { since, calls, skipped, unknownNumbers, quarantined };
    return { data: { store: open.shown, agents, dropped, ...counted, notRebuilt } };
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
