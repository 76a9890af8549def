import type { E164, EarlierCall, MemoryStore } from "@dialpool/pool-strategies";
import { limitsReachMs } from "@dialpool/pool-strategies/transfer";
import type { CommandContext } from "../command.js";
import type { OpenPool } from "./open-pool.js";
import { readRecentCalls } from "./recent-calls.js";

const DAY_MS = 86_400_000;

/** `--history TIME` in ms, or `false` for `--no-history`; `undefined`: as far as the limits look. */
export type HistoryFlag = number | false | undefined;

/** A pool whose numbers carried calls before. */
type PoolWithHistory = Pick<OpenPool, "agentId" | "numbers" | "policy">;

interface HistoryOptions {
  readonly history: HistoryFlag;
  readonly callee?: E164;
}

/**
 * Tells a store in memory of the calls that the agent placed, so that limits and
 * stickiness hold as far as call records tell.
 *
 * Not seen: calls that other agents placed from the same numbers, and rests and
 * quarantines, which only a state that is kept can know.
 *
 * @returns How many calls were counted.
 */
export async function seedHistory(
  context: Pick<CommandContext, "client" | "io">,
  pool: PoolWithHistory & { readonly store: MemoryStore },
  options: HistoryOptions,
): Promise<number> {
  const calls = await readHistory(context, pool, options);
  for (const call of calls) pool.store.record({ ...call, now: context.io.now() });
  return calls.length;
}

/**
 * The calls that count: those of the last day, or as far back as the policy's
 * limits look, or as told; for one callee alone also its earlier calls, as far
 * back as affinity remembers. The oldest first: the last one recorded is the
 * callee's last caller ID.
 */
export async function readHistory(
  context: Pick<CommandContext, "client" | "io">,
  { agentId, numbers, policy }: PoolWithHistory,
  { history, callee }: HistoryOptions,
): Promise<readonly EarlierCall[]> {
  if (history === false) return [];
  const now = context.io.now();
  const from = Math.max(0, now - (history ?? limitsReachMs(policy)));
  const { mode, ttlDays } = policy.affinity;
  const rememberedFrom = Math.max(0, now - ttlDays * DAY_MS);
  const isAskedFor = callee !== undefined && mode !== "off" && rememberedFrom < from;
  const older = isAskedFor
    ? await readRecentCalls(context, agentId, numbers, { from: rememberedFrom, to: from, callee })
    : [];
  const recent = await readRecentCalls(context, agentId, numbers, { from });
  return [...older, ...recent];
}
