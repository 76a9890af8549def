import type { CommandContext } from "../command.js";
import type { OpenPool } from "./open-pool.js";
import { readRecentCalls } from "./recent-calls.js";

/**
 * Tells a pool's store of the calls that the agent placed in the last day, so
 * that limits and stickiness outlive a run of the CLI.
 *
 * Not seen: calls that other agents placed from the same numbers, and anything
 * older than a day.
 *
 * @returns How many calls were counted.
 */
export async function seedHistory(
  context: Pick<CommandContext, "client" | "io">,
  pool: OpenPool,
): Promise<number> {
  const calls = await readRecentCalls(context, pool.agentId, pool.numbers);
  for (const { slug, callee, at } of calls) pool.store.record({ slug, callee, at, now: context.io.now() });
  return calls.length;
}
