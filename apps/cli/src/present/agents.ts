import type { AgentsListData } from "../commands/agents/list.js";
import type { AgentShowData } from "../commands/agents/show.js";
import { fields } from "./fields.js";
import type { Style } from "./style.js";
import { plural } from "./words.js";

/** The text of `agents list`. */
export function presentAgents({ agents }: AgentsListData, style: Style): string {
  if (agents.length === 0) return "The workspace has no agents.";
  return style.table(
    ["Agent", "Name", "Type", "Numbers"],
    agents.map(({ agentId, name, type, numbers }) => [agentId, name, type ?? "–", numbers ?? "–"]),
  );
}

/** The text of `agents show`. */
export function presentAgent(agent: AgentShowData, style: Style): string {
  const { numbers } = agent;
  const about = fields(
    [
      ["Agent", agent.agentId],
      ["Name", agent.name],
      ["Type", agent.type ?? undefined],
      ["Description", agent.description ?? undefined],
      ["Own number", agent.phoneNumber ?? undefined],
      ["Language", agent.language ?? undefined],
      ["Time zone", agent.timezone ?? undefined],
      ["Webhook", agent.webhookUrl ?? undefined],
      ["Pool", plural(numbers.length, "number")],
    ],
    style,
  );
  if (numbers.length === 0) return about;
  const table = style.table(
    ["Number", "Slug"],
    numbers.map(({ number, slug }) => [number, slug]),
  );
  return `${about}\n\n${table}`;
}
