import type { Call } from "@dialpool/core";
import type { CommandContext } from "../command.js";

/** Call records of agents from an instant on, one agent after the other. */
export async function* callRecords(
  { client, io }: Pick<CommandContext, "client" | "io">,
  agentIds: readonly string[],
  from: number,
): AsyncGenerator<Call> {
  for (const model_id of agentIds)
    yield* client().calls.list({ model_id, from_date: Math.floor(from) }, { signal: io.interrupted });
}
