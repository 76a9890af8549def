import { isPoolStrategiesError, type LimitName, type NumberUsage } from "@dialpool/pool-strategies";
import type { Command } from "commander";
import { usageError } from "../cli-error.js";
import { bind, type CommandDefinition } from "../command.js";
import type { ExitCode } from "../exit-codes.js";
import type { Io } from "../io.js";
import { withAgent } from "../options/shared-options.js";
import { presentUsage } from "../present/usage.js";
import { type KnownPool, readKnownPools } from "../store/known-pools.js";
import type { OpenStore } from "../store/open-store.js";
import { nothingKept, poolUnknown, requireStore } from "../store/require-store.js";

/** What one number carried, over all agents, and how it stands in this pool. */
export interface UsageRow {
  readonly number: string;
  readonly slug: string;
  /** Calls in the rolling 24 hours. */
  readonly callsInDay: number;
  /** Calls in the rolling hour. */
  readonly callsInHour: number;
  /** Calls that go on, or may. */
  readonly inFlight: number;
  /** ISO 8601; `null` if it was not selected yet. */
  readonly lastUsedAt: string | null;
  readonly failuresInRow: number;
  /** ISO 8601; `null` when it does not rest. */
  readonly restingUntil: string | null;
  readonly quarantine: null | {
    /** ISO 8601; `null`: until it is lifted. */
    readonly until: string | null;
  };
  /** The limits it is at; empty when it may be used. */
  readonly atLimits: readonly LimitName[];
  /** ISO 8601: when it is free of them; `null` when it is, or never will be. */
  readonly freeAt: string | null;
}

/** The JSON document of `usage`. */
export interface UsageData {
  /** Where the state is kept. */
  readonly store: string;
  readonly pools: readonly {
    readonly agentId: string;
    readonly numbers: readonly UsageRow[];
  }[];
}

/** `usage [AGENT]`: what each number carried, as the pool's state has it. Asks neither API nor key. */
export const usage: CommandDefinition<[string | undefined], { readonly agent?: string }, UsageData> = {
  async run(context, flags, named) {
    if (named !== undefined && flags.agent !== undefined && named !== flags.agent)
      throw usageError("Two agents are named: name it once, as an argument or with --agent.");
    const open = await requireStore(context);
    const known = await readKnownPools(open.store);
    if (known.length === 0) throw nothingKept(open.shown);
    const agentId = named ?? flags.agent ?? context.config.agent;
    const wanted = agentId === undefined ? known : known.filter(({ poolId }) => poolId === agentId.trim());
    if (agentId !== undefined && wanted.length === 0) throw poolUnknown(agentId, open.shown);
    const now = context.io.now();
    const pools = [];
    for (const pool of wanted) pools.push({ agentId: pool.poolId, numbers: await rowsOf(open, pool, now) });
    return { data: { store: open.shown, pools } };
  },
  present: presentUsage,
};

async function rowsOf(
  { store, shown }: OpenStore,
  { poolId, numbers }: KnownPool,
  now: number,
): Promise<readonly UsageRow[]> {
  const numberOf = new Map(numbers.map(({ slug, number }) => [slug, number]));
  try {
    const usages = await store.usage(poolId, { now });
    return usages.map((usage) => rowOf(usage, numberOf.get(usage.slug) ?? usage.slug));
  } catch (error) {
    // Somebody has cleared the state since its pools were read.
    if (isPoolStrategiesError(error) && error.code === "pool_not_loaded") throw poolUnknown(poolId, shown);
    throw error;
  }
}

function rowOf(usage: NumberUsage, number: string): UsageRow {
  const { slug, callsInDay, callsInHour, inFlight, failuresInRow, atLimits, quarantinedUntil } = usage;
  return {
    number,
    slug,
    callsInDay,
    callsInHour,
    inFlight,
    lastUsedAt: isoOf(usage.lastSelectedAt),
    failuresInRow,
    restingUntil: isoOf(usage.restingUntil),
    quarantine: quarantinedUntil === undefined ? null : { until: isoOf(quarantinedUntil ?? undefined) },
    atLimits,
    freeAt: isoOf(usage.freeAt),
  };
}

function isoOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

/** Adds `usage`. */
export function registerUsage(program: Command, io: Io, setExitCode: (code: ExitCode) => void): void {
  const command = withAgent(program.command("usage").argument("[agent]", "the agent's id")).description(
    "show what each number carried and the limits it is at, as the pool state has it",
  );
  bind(command, usage, io, setExitCode);
}
