import type { SandboxContext } from "../context.js";
import { type AgentRecord, type AgentSettings, isInbound, isOutbound } from "../state/agents.js";
import type { NumberRecord } from "../state/numbers.js";
import type { Schema } from "../wire-types.js";
import { type Handler, type Refusal, refuse, succeed } from "./outcome.js";
import { pageOf } from "./page.js";

type AgentOperation =
  | "list-assistant"
  | "create-assistant"
  | "get-assistant"
  | "update-assistant"
  | "delete-assistant";

/** Creating, reading, changing and deleting agents. */
export function agentRoutes(context: SandboxContext): { readonly [Id in AgentOperation]: Handler<Id> } {
  const { workspace } = context;
  return {
    "list-assistant": ({ query }) => {
      const { rows, pagination } = pageOf(workspace.agents, query);
      return succeed({
        status: "ok",
        response: { assistants: rows.map((agent) => agentAnswer(context, agent)), pagination },
      });
    },

    "create-assistant": ({ body }) => {
      const { type, phone_number: phone, ...settings } = body;
      const agent: AgentRecord = { id: context.newId(), type, settings, ownSlug: null, pool: new Set() };
      const refusal = phone === undefined ? undefined : giveOwnNumber(context, agent, phone);
      if (refusal !== undefined) return refusal;
      workspace.addAgent(agent);
      const details = { phone: phone ?? null, voice: settings.agent.voice_id ?? null };
      return succeed({ status: "success", response: { model_id: agent.id, details } });
    },

    "get-assistant": ({ path, query }) => {
      const agent = workspace.agent(path.model_id);
      if (agent === undefined) return agentNotFound();
      const actions = query.include_actions === true ? { actions: [] } : {};
      const { pagination } = pageOf([agent], {});
      return succeed({
        status: "ok",
        response: { assistants: [{ ...agentAnswer(context, agent), ...actions }], pagination },
      });
    },

    "update-assistant": ({ path, body }) => {
      const agent = workspace.agent(path.model_id);
      if (agent === undefined) return agentNotFound();
      const { phone_number: phone, ...changes } = body;
      const refusal = phone === undefined ? undefined : giveOwnNumber(context, agent, phone);
      if (refusal !== undefined) return refusal;
      agent.settings = changedSettings(agent.settings, changes);
      return succeed({ status: "ok" });
    },

    "delete-assistant": ({ path }) => {
      if (workspace.agent(path.model_id) === undefined) return agentNotFound();
      workspace.removeAgent(path.model_id);
      return succeed({ status: "success", response: { answer: "Assistant deleted" } });
    },
  };
}

/** The refusal for an agent that does not exist. */
export function agentNotFound(): Refusal {
  return refuse(404, "Assistant not found");
}

/** The refusal for a number that another inbound agent answers on; undefined if the agent may have it. */
export function inboundConflict(
  context: SandboxContext,
  agent: AgentRecord,
  number: NumberRecord,
): Refusal | undefined {
  if (!isInbound(agent)) return undefined;
  const owner = context.workspace
    .agentsUsing(number.slug)
    .find((one) => isInbound(one) && one.id !== agent.id);
  return owner && refuse(400, `Phone number ${number.number} already serves another inbound assistant`);
}

/** Makes a number the agent's own. An outbound agent's own number is part of its pool. */
function giveOwnNumber(context: SandboxContext, agent: AgentRecord, phone: string): Refusal | undefined {
  const number = context.workspace.numberByValue(phone);
  if (number === undefined) return refuse(400, `Phone number ${phone} is not in this workspace`);
  const conflict = inboundConflict(context, agent, number);
  if (conflict !== undefined) return conflict;
  // An inbound agent moves to its new line; an outbound agent keeps the old number in its pool.
  if (!isOutbound(agent) && agent.ownSlug !== null) agent.pool.delete(agent.ownSlug);
  agent.pool.add(number.slug);
  agent.ownSlug = number.slug;
  return undefined;
}

function changedSettings(settings: AgentSettings, changes: AgentSettings): AgentSettings {
  const agent = changes.agent === undefined ? {} : { agent: { ...settings.agent, ...changes.agent } };
  return { ...settings, ...changes, ...agent };
}

function agentAnswer({ workspace }: SandboxContext, agent: AgentRecord): Schema<"Agent"> {
  const own = agent.ownSlug === null ? undefined : workspace.numberBySlug(agent.ownSlug);
  return {
    model_id: agent.id,
    type: agent.type,
    description: null,
    external_webhook_url: null,
    inbound_call_webhook_url: null,
    voicemail_message: null,
    is_recording: false,
    ...agent.settings,
    phone_number: own?.number ?? null,
    attached_phone_numbers: workspace
      .poolOf(agent.id)
      .map(({ number, sid, slug }) => ({ number, sid, slug })),
  };
}
