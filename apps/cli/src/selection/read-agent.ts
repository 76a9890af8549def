import type { AttachedPhoneNumber, Client } from "@dialpool/core";
import { usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";

/** An agent and its pool as the API has it. */
export interface AgentPool {
  readonly agentId: string;
  readonly agentName: string;
  readonly type: string | undefined;
  readonly attached: readonly AttachedPhoneNumber[];
}

/**
 * The agent a command is about: the one named, else `agent` of the configuration.
 *
 * @throws CliError (exit 2) if neither names one.
 */
export function resolveAgentId({ config }: Pick<CommandContext, "config">, named?: string): string {
  const agentId = (named ?? config.agent)?.trim();
  if (agentId) return agentId;
  throw usageError(
    "Which agent? None is named.",
    "Add --agent ID, or put agent: ID into dialpool.yaml; `dialpool agents list` shows the ids.",
  );
}

/** Reads an agent with its pool. */
export async function readAgent(
  client: Pick<Client, "agents">,
  agentId: string,
  signal?: AbortSignal,
): Promise<AgentPool> {
  const agent = await client.agents.get(agentId, {}, signal === undefined ? {} : { signal });
  return {
    agentId,
    agentName: agent.name ?? agentId,
    type: agent.type ?? undefined,
    attached: agent.attached_phone_numbers ?? [],
  };
}
