import type { SandboxContext } from "../context.js";
import { type AgentRecord, isInbound, isOutbound } from "../state/agents.js";
import type { NumberRecord } from "../state/numbers.js";
import type { Schema } from "../wire-types.js";
import { agentNotFound, inboundConflict } from "./agents.js";
import { type Handler, type Refusal, refuse, succeed } from "./outcome.js";

type PoolOperation = "attach-phone-numbers-to-assistant" | "detach-phone-number-from-assistant";

/** Attaching numbers to an agent's pool and detaching them. Attaching is all or nothing. */
export function poolRoutes(context: SandboxContext): { readonly [Id in PoolOperation]: Handler<Id> } {
  const { workspace } = context;
  return {
    "attach-phone-numbers-to-assistant": ({ path, body }) => {
      const agent = workspace.agent(path.model_id);
      if (agent === undefined) return agentNotFound();
      const numbers: NumberRecord[] = [];
      for (const { asked, number } of numbersNamed(context, body)) {
        if (number === undefined) return numberNotFound(asked);
        numbers.push(number);
      }
      const refusal = poolRefusal(context, agent, numbers);
      if (refusal !== undefined) return refusal;
      workspace.attach(
        agent.id,
        numbers.map(({ slug }) => slug),
      );
      return succeed({ status: "ok" });
    },

    "detach-phone-number-from-assistant": ({ path }) => {
      const agent = workspace.agent(path.model_id);
      if (agent === undefined) return agentNotFound();
      const number = workspace.numberBySlug(path.phone_number_slug);
      if (number === undefined) return numberNotFound(path.phone_number_slug);
      // As the spec says of a repeat: a client may take it for done.
      if (!agent.pool.has(number.slug)) return notInPool(number.number);
      workspace.detach(agent.id, number.slug);
      return succeed({ status: "ok" });
    },
  };
}

/** The refusal for a number that the workspace does not have. */
export function numberNotFound(asked: string): Refusal {
  return refuse(404, `Phone number ${asked} not found`);
}

/** The refusal to call from a number outside of the agent's pool. */
export function numberNotAttached(number: string): Refusal {
  return refuse(400, notAttached(number));
}

function notInPool(number: string): Refusal {
  return refuse(404, notAttached(number));
}

function notAttached(number: string): string {
  return `Phone number ${number} is not attached to this assistant`;
}

function numbersNamed(
  { workspace }: SandboxContext,
  body: Schema<"AttachPhoneNumbersRequest">,
): readonly { readonly asked: string; readonly number: NumberRecord | undefined }[] {
  return "phone_numbers" in body
    ? body.phone_numbers.map((asked) => ({ asked, number: workspace.numberByValue(asked) }))
    : body.phone_number_slugs.map((asked) => ({ asked, number: workspace.numberBySlug(asked) }));
}

function poolRefusal(
  context: SandboxContext,
  agent: AgentRecord,
  numbers: readonly NumberRecord[],
): Refusal | undefined {
  const mayHavePool = isOutbound(agent) || (isInbound(agent) && context.options.allowInboundPools);
  if (!mayHavePool) return refuse(400, "Phone numbers can only be attached to outbound assistants");
  return numbers
    .map((number) => inboundConflict(context, agent, number))
    .find((conflict) => conflict !== undefined);
}
