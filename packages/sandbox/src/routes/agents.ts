import { DONE, envelope, type Handler, pageOf, type SandboxContext } from "../context.js";
import { refusal } from "../problem.js";
import { findNumber, type OwnedNumber, type SandboxAgent, type SandboxState } from "../state.js";

/** Handlers of agents and their pools, by operation id. */
export const agentHandlers = {
  "list-assistant": ({ state }, { query }) => {
    const { items, pagination } = pageOf([...state.agents.values()], query);
    return envelope({ assistants: items.map((agent) => agentRecord(state, agent)), pagination });
  },
  "create-assistant": ({ state }, { body }) => {
    const fields = body as SandboxAgent["fields"];
    const modelId = state.newId();
    state.agents.set(modelId, { modelId, fields, pool: new Set() });
    return envelope(
      { model_id: modelId, details: { phone: fields.phone_number ?? null, voice: null } },
      "success",
    );
  },
  "get-assistant": (context, { path }) => {
    const agent = requireAgent(context, path.model_id);
    return envelope({
      assistants: [agentRecord(context.state, agent)],
      pagination: { total_records: 1, limit: 20, offset: 0 },
    });
  },
  "update-assistant": (context, { path, body }) => {
    const agent = requireAgent(context, path.model_id);
    agent.fields = { ...agent.fields, ...(body as object) };
    return DONE;
  },
  "delete-assistant": (context, { path }) => {
    const { modelId } = requireAgent(context, path.model_id);
    context.state.agents.delete(modelId);
    return envelope({ answer: "Assistant deleted" }, "success");
  },
  "attach-phone-numbers-to-assistant": (context, { path, body }) => {
    const agent = requireAgent(context, path.model_id);
    const { phone_numbers: values, phone_number_slugs: slugs } = body as {
      phone_numbers?: string[];
      phone_number_slugs?: string[];
    };
    const { state } = context;
    const numbers =
      values === undefined
        ? (slugs ?? []).map((slug) => requireNumber(state.numbers.get(slug), slug))
        : values.map((value) => requireNumber(findNumber(state, value), value));
    // Nothing is attached unless all of them can be.
    for (const { slug } of numbers) agent.pool.add(slug);
    return DONE;
  },
  "detach-phone-number-from-assistant": (context, { path }) => {
    const agent = requireAgent(context, path.model_id);
    const number = requireNumber(
      context.state.numbers.get(path.phone_number_slug ?? ""),
      path.phone_number_slug ?? "",
    );
    if (!agent.pool.delete(number.slug))
      throw refusal(400, `Phone number ${number.number} is not attached to this assistant`);
    if (agent.fields.phone_number === number.number) agent.fields = { ...agent.fields, phone_number: null };
    return DONE;
  },
} satisfies Readonly<Record<string, Handler>>;

/** @throws Problem 404 */
export function requireAgent({ state }: SandboxContext, modelId: string | undefined): SandboxAgent {
  const agent = state.agents.get(modelId ?? "");
  if (agent === undefined) throw refusal(404, "Assistant not found");
  return agent;
}

/** @throws Problem 404 */
export function requireNumber(number: OwnedNumber | undefined, asked: string): OwnedNumber {
  if (number === undefined) throw refusal(404, `Phone number ${asked} not found`);
  return number;
}

function agentRecord(state: SandboxState, { modelId, fields, pool }: SandboxAgent): object {
  const attached = [...pool].flatMap((slug) => state.numbers.get(slug) ?? []);
  return {
    model_id: modelId,
    ...fields,
    attached_phone_numbers: attached.map(({ number, sid, slug }) => ({ number, sid, slug })),
  };
}
