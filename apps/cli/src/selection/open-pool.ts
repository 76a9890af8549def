import type { Policy, PoolDefinition, PoolNumber } from "@dialpool/pool-strategies";
import { CliError, usageError } from "../cli-error.js";
import type { CommandContext } from "../command.js";
import { EXIT } from "../exit-codes.js";
import { joinNumberSettings } from "./join-number-settings.js";
import { loadPolicy } from "./load-policy.js";
import { type AgentPool, readAgent, resolveAgentId } from "./read-agent.js";

/** An agent's pool, as it is loaded into a store. */
export interface OpenPool {
  readonly agentId: string;
  readonly agentName: string;
  readonly numbers: readonly PoolNumber[];
  readonly policy: Policy;
  readonly definition: PoolDefinition;
  /** Reads the agent again. No store is told; an empty pool is an answer here. */
  readonly reload: () => Promise<PoolDefinition>;
}

/**
 * Reads an agent's pool and its policy, and adds what the configuration says of its numbers.
 *
 * A configured number that is not attached is noted, for it may be a slip.
 *
 * @throws CliError if there is nothing to choose from: no agent named, an inbound agent, an empty pool, a wrong policy.
 */
export async function openPool(
  context: CommandContext,
  flags: { readonly agent?: string; readonly policy?: string },
): Promise<OpenPool> {
  const agentId = resolveAgentId(context, flags.agent);
  const policy = await loadPolicy(context, flags.policy);
  const agent = await readAgent(context.client(), agentId, context.io.interrupted);
  checkOutbound(agent);
  if (agent.attached.length === 0) throw emptyPool(agent);
  const definitionOf = ({ attached }: AgentPool) => {
    const { numbers, notAttached } = joinNumberSettings(attached, context.config.numbers);
    return { definition: { poolId: agentId, numbers, policy } satisfies PoolDefinition, notAttached };
  };
  const { definition, notAttached } = definitionOf(agent);
  for (const number of notAttached)
    context.note(`Note: ${number} is configured and not attached to the agent; it is left out.`);
  return {
    agentId,
    agentName: agent.agentName,
    numbers: definition.numbers,
    policy,
    definition,
    reload: async () => definitionOf(await readAgent(context.client(), agentId)).definition,
  };
}

function checkOutbound({ type, agentName }: AgentPool): void {
  if (type !== "inbound") return;
  throw usageError(
    `${agentName} is an inbound agent: it answers calls and places none.`,
    "Name an outbound agent; `dialpool agents list` shows which ones are.",
  );
}

function emptyPool({ agentId, agentName }: AgentPool): CliError {
  return new CliError(EXIT.refused, `The pool of ${agentName} is empty: there is no number to call from.`, {
    hint: howToAttach(agentId),
  });
}

/** What to do about an empty pool. */
export function howToAttach(agentId: string): string {
  return `Attach one: dialpool pool attach --agent ${agentId} +1… (\`dialpool numbers list\` shows the workspace's numbers)`;
}
