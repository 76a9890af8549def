import type { NumberLimits, Tags } from "@dialpool/pool-strategies";
import { geography } from "@dialpool/pool-strategies/geo";
import type { CommandDefinition } from "../../command.js";
import { presentPool } from "../../present/pool.js";
import { joinNumberSettings } from "../../selection/join-number-settings.js";
import { howToAttach } from "../../selection/open-pool.js";
import { readAgent, resolveAgentId } from "../../selection/read-agent.js";
import { type RecentCall, readRecentCalls } from "../../selection/recent-calls.js";

const DAY_MS = 24 * 60 * 60_000;

/** Flags of `pool show`. */
export interface PoolShowFlags {
  readonly agent?: string;
  /** False for `--no-history`. */
  readonly history: boolean;
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
  /** The number's own limits; what is not in here is up to the policy. */
  readonly limits: NumberLimits;
  /** Calls of this agent in the last 24 hours; `null` with `--no-history`. */
  readonly callsInDay: number | null;
  /** ISO 8601; `null` if there was no call in the last 24 hours. */
  readonly lastUsedAt: string | null;
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
    const { agentName, attached } = await readAgent(context.client(), agentId, context.io.interrupted);
    const { numbers, notAttached } = joinNumberSettings(attached, context.config.numbers);
    const isCounted = flags.history && numbers.length > 0;
    const calls = isCounted ? await readRecentCalls(context, agentId, attached) : [];
    const usage = usageBySlug(calls, context.io.now() - DAY_MS);
    return {
      data: {
        agentId,
        agentName,
        numbers: numbers.map(({ number, slug, sid, tags = {}, weight = 1, limits = {} }) => {
          const { areaCode = null, country = null } = geography.locate(number);
          const { count, lastAt } = usage.get(slug) ?? { count: 0 };
          return {
            number,
            slug,
            sid,
            areaCode,
            country,
            tags,
            weight,
            limits,
            callsInDay: isCounted ? count : null,
            lastUsedAt: lastAt === undefined ? null : new Date(lastAt).toISOString(),
          };
        }),
        notAttached,
        ...(numbers.length === 0 ? { advice: howToAttach(agentId) } : {}),
      },
    };
  },
  present: presentPool,
};

interface Usage {
  readonly count: number;
  readonly lastAt?: number;
}

function usageBySlug(calls: readonly RecentCall[], since: number): ReadonlyMap<string, Usage> {
  const usage = new Map<string, Usage>();
  for (const { slug, at } of calls) {
    if (at >= since) usage.set(slug, { count: (usage.get(slug)?.count ?? 0) + 1, lastAt: at });
  }
  return usage;
}
