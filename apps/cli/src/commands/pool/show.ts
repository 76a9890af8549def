import type { LimitName, NumberLimits, NumberUsage, PoolNumber, Tags } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import type { CommandContext, CommandDefinition } from "../../command.js";
import { presentPool } from "../../present/pool.js";
import { joinNumberSettings } from "../../selection/join-number-settings.js";
import { loadPolicy } from "../../selection/load-policy.js";
import { howToAttach, type OpenPool } from "../../selection/open-pool.js";
import { readAgent, resolveAgentId } from "../../selection/read-agent.js";
import type { HistoryFlag } from "../../selection/seed-history.js";
import { copyPoolState } from "../../store/pool-state.js";

/** Flags of `pool show`. */
export interface PoolShowFlags {
  readonly agent?: string;
  readonly policy?: string;
  readonly history?: HistoryFlag;
}

/** One number of a pool, and what it carried. */
export interface PoolNumberSummary {
  readonly number: string;
  readonly slug: string;
  /** The carrier's id of the number; `null` for a custom one. */
  readonly sid: string | null;
  readonly areaCode: string | null;
  readonly country: string | null;
  readonly tags: Tags;
  readonly weight: number;
  readonly tier: number;
  /** ISO 8601: since when it places calls, for the warm-up; `null` if that is not configured. */
  readonly activeSince: string | null;
  /** The number's own limits; what is not in here is up to the policy. */
  readonly limits: NumberLimits;
  /** Calls in the last 24 hours, as far as the pool's state knows; `null` with `--no-history`. */
  readonly callsInDay: number | null;
  /** ISO 8601; `null` if no call is known that came from it. */
  readonly lastUsedAt: string | null;
  /** The policy's limits that it is at now, as far as those calls tell; empty with `--no-history`. */
  readonly atLimits: readonly LimitName[];
  /** ISO 8601: when it is free of them; `null` when it is, or never will be. */
  readonly freeAt: string | null;
}

/** The JSON document of `pool show`. */
export interface PoolShowData {
  readonly agentId: string;
  readonly agentName: string;
  readonly numbers: readonly PoolNumberSummary[];
  /** Numbers that are configured and not attached. */
  readonly notAttached: readonly string[];
  /** What to do; absent unless the pool is empty. */
  readonly advice?: string;
}

/** `pool show`: an agent's numbers, where they belong and what they carried lately. */
export const poolShow: CommandDefinition<[], PoolShowFlags, PoolShowData> = {
  async run(context, flags) {
    const agentId = resolveAgentId(context, flags.agent);
    const policy = await loadPolicy(context, flags.policy);
    const { agentName, attached } = await readAgent(context.client(), agentId, context.io.interrupted);
    const { numbers, notAttached } = joinNumberSettings(attached, context.config.numbers);
    const isCounted = flags.history !== false && numbers.length > 0;
    const usage = isCounted ? await usageOf(context, { agentId, numbers, policy }, flags.history) : new Map();
    return {
      data: {
        agentId,
        agentName,
        numbers: numbers.map((number) => summaryOf(number, usage.get(number.slug))),
        notAttached,
        ...(numbers.length === 0 ? { advice: howToAttach(agentId) } : {}),
      },
    };
  },
  present: presentPool,
};

/** What the numbers carried, and the limits they are at, by slug. A store counts it: a copy of the one that selects. */
async function usageOf(
  context: CommandContext,
  pool: Pick<OpenPool, "agentId" | "numbers" | "policy">,
  history: HistoryFlag,
): Promise<ReadonlyMap<string, NumberUsage>> {
  const { agentId: poolId, numbers, policy } = pool;
  const store = await copyPoolState(
    context,
    { ...pool, definition: { poolId, numbers, policy } },
    { history },
  );
  return new Map(store.usage(poolId, { now: context.io.now() }).map((usage) => [usage.slug, usage]));
}

function summaryOf(
  { number, slug, sid, tags = {}, weight = 1, tier = 1, activeSince, limits = {} }: PoolNumber,
  usage: NumberUsage | undefined,
): PoolNumberSummary {
  const { areaCode = null, country = null } = geography.locate(number);
  return {
    number,
    slug,
    sid,
    areaCode,
    country,
    tags,
    weight,
    tier,
    activeSince: isoOf(activeSince),
    limits,
    callsInDay: usage?.callsInDay ?? null,
    lastUsedAt: isoOf(usage?.lastSelectedAt),
    atLimits: usage?.atLimits ?? [],
    freeAt: isoOf(usage?.freeAt),
  };
}

function isoOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
