import type { AttachedPhoneNumber } from "@dialpool/core";
import { usageError } from "../../cli-error.js";
import type { CommandDefinition } from "../../command.js";
import { presentAgent } from "../../present/agents.js";
import { resolveAgentId } from "../../selection/read-agent.js";

/** Flags of `agents show`. */
export interface AgentsShowFlags {
  readonly agent?: string;
}

/** The JSON document of `agents show`. */
export interface AgentShowData {
  readonly agentId: string;
  readonly name: string;
  readonly type: string | null;
  readonly description: string | null;
  /** The agent's own number, used when a call names none. */
  readonly phoneNumber: string | null;
  readonly language: string | null;
  readonly timezone: string | null;
  readonly webhookUrl: string | null;
  readonly numbers: readonly AttachedPhoneNumber[];
}

/** `agents show [AGENT]`: one agent with its pool. */
export const agentsShow: CommandDefinition<[string | undefined], AgentsShowFlags, AgentShowData> = {
  async run(context, flags, named) {
    if (named !== undefined && flags.agent !== undefined && named !== flags.agent) {
      throw usageError("Two agents are named: name it once, as an argument or with --agent.");
    }
    const agentId = resolveAgentId(context, named ?? flags.agent);
    const agent = await context.client().agents.get(agentId, {}, { signal: context.io.interrupted });
    return {
      data: {
        agentId,
        name: agent.name ?? "",
        type: agent.type ?? null,
        description: agent.description || null,
        phoneNumber: agent.phone_number || null,
        language: agent.agent?.language ?? null,
        timezone: agent.agent?.timezone ?? null,
        webhookUrl: agent.external_webhook_url || null,
        numbers: agent.attached_phone_numbers ?? [],
      },
    };
  },
  present: presentAgent,
};
