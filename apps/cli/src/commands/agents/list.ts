import type { CommandDefinition } from "../../command.js";
import { presentAgents } from "../../present/agents.js";

/** One agent of the workspace. */
export interface AgentSummary {
  readonly agentId: string;
  readonly name: string;
  readonly type: string | null;
  /** Size of its pool; `null` if the list does not say. */
  readonly numbers: number | null;
}

/** The JSON document of `agents list`. */
export interface AgentsListData {
  readonly agents: readonly AgentSummary[];
}

/** `agents list`: the workspace's agents. */
export const agentsList: CommandDefinition<[], object, AgentsListData> = {
  async run({ client, io }) {
    const agents = await client().agents.list({}, { signal: io.interrupted }).toArray();
    return {
      data: {
        agents: agents.map((agent) => ({
          agentId: agent.model_id,
          name: agent.name ?? "",
          type: agent.type ?? null,
          numbers: agent.attached_phone_numbers?.length ?? null,
        })),
      },
    };
  },
  present: presentAgents,
};
