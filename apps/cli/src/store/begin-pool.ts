import { recordsNeededSince } from "@dialpool/pool-strategies/transfer";
import type { CommandContext } from "../command.js";
import { duration, plural } from "../present/words.js";
import type { OpenPool } from "../selection/open-pool.js";
import { type HistoryFlag, readHistory } from "../selection/seed-history.js";
import { checkSameWorkspace } from "./check-same-workspace.js";
import type { OpenStore } from "./open-store.js";

/**
 * Brings a pool into a store that does not know it, and counts the calls that its agent placed before: all of them or none, and of
 * several commands that begin at once one does it. The records are read first, so a store is not made for a command that fails.
 *
 * @throws CliError (exit 3) when the store keeps another workspace's pools.
 */
export async function beginPool(
  context: Pick<CommandContext, "client" | "io" | "note" | "state">,
  pool: OpenPool,
  history: HistoryFlag,
): Promise<OpenStore> {
  const there = await context.state.openIfAny();
  if (there !== undefined) await checkSameWorkspace(context.client(), there, await there.store.poolIds());
  const { now, random } = context.io;
  const reachMs = history === false ? 0 : (history ?? now() - recordsNeededSince([pool], now()));
  const earlierCalls = reachMs === 0 ? [] : await readHistory(context, pool, { history: reachMs });
  const open = await context.state.open();
  const { counted } = await open.store.load(pool.definition, { now: now(), random, earlierCalls });
  // Absent if another command has brought the pool in meanwhile.
  if (counted === undefined) return open;
  const what =
    history === false
      ? "no earlier call is counted"
      : `${plural(counted, "call")} of the last ${duration(reachMs)} ${counted === 1 ? "is" : "are"} counted`;
  context.note(`The pool of ${pool.agentName} is new in ${open.shown}: ${what}.`);
  return open;
}
