import type { Schema } from "../wire-types.js";

/** The settings of an agent that a request may change, as the API names them. */
export type AgentSettings = Omit<Schema<"UpdateAgentRequest">, "phone_number">;

/** An agent as the sandbox keeps it. */
export interface AgentRecord {
  readonly id: string;
  /** `"outbound"`, `"inbound"`, or anything else that was given. */
  readonly type: string;
  settings: AgentSettings;
  /** Slug of the agent's own number: an outbound agent's default caller ID, an inbound agent's line. */
  ownSlug: string | null;
  /** Slugs of the attached numbers, in the order in which they were attached. */
  readonly pool: Set<string>;
}

/** Whether the agent answers calls, and so needs its numbers for itself. */
export function isInbound(agent: AgentRecord): boolean {
  return agent.type === "inbound";
}

/** Whether the agent may place calls. */
export function isOutbound(agent: AgentRecord): boolean {
  return agent.type === "outbound";
}
