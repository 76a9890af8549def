import type { SandboxContext } from "../context.js";
import { type AgentRecord, isOutbound } from "../state/agents.js";
import { listedRecord, singleRecord } from "../telephony/call-record.js";
import { viewOf } from "../telephony/record-view.js";
import type { OperationInput } from "../wire-types.js";
import { agentNotFound } from "./agents.js";
import { type Handler, type Refusal, refuse, succeed } from "./outcome.js";
import { boundsOf, pageOf, paginationOf } from "./page.js";
import { numberNotAttached } from "./pools.js";

type CallOperation = "voice-call" | "list-calls" | "get-phone-call";

const OVER_LIMIT = {
  concurrency: "Concurrency limit reached",
  "call-starts": "Call attempts per second limit reached",
} as const;

/** Placing calls and reading their records. */
export function callRoutes(context: SandboxContext): { readonly [Id in CallOperation]: Handler<Id> } {
  const { workspace, switchboard } = context;
  return {
    "voice-call": ({ body }) => {
      const agent = workspace.agent(body.model_id);
      if (agent === undefined) return agentNotFound();
      if (!isOutbound(agent)) return refuse(400, "Calls can only be placed by outbound assistants");
      const callerId = callerIdFor(context, agent, body.from_phone_number);
      if (typeof callerId !== "string") return callerId;
      const now = context.now();
      const call = switchboard.place(body, callerId, now);
      if ("overLimit" in call) return refuse(429, OVER_LIMIT[call.overLimit]);
      const eta = Math.max(1, Math.ceil((call.timeline.ringsAt - now) / 1_000));
      return succeed({ status: "ok", response: { answer: "Call placed", call_id: call.id }, eta });
    },

    "list-calls": ({ query }) => {
      if (workspace.agent(query.model_id) === undefined) return agentNotFound();
      const now = context.now();
      const calls = switchboard.find(filterOf(context, query, now), now);
      const { limit, offset } = boundsOf(query);
      // Newest first: the page is cut from the end.
      const end = Math.max(0, calls.length - offset);
      const page = calls.slice(Math.max(0, end - limit), end).reverse();
      return succeed({
        status: "ok",
        response: {
          calls: page.map((call) => listedRecord(call, viewOf(context, call, now))),
          pagination: paginationOf(calls.length, query),
        },
      });
    },

    "get-phone-call": ({ path }) => {
      const call = switchboard.call(path.call_id);
      if (call === undefined) return refuse(404, "Call not found");
      const { pagination } = pageOf([call], {});
      const record = singleRecord(call, viewOf(context, call, context.now()));
      return succeed({ status: "ok", response: { calls: [record], pagination } });
    },
  };
}

/** The caller ID asked for if it is in the pool; else the agent's own number, else the first attached. */
function callerIdFor(
  { workspace }: SandboxContext,
  agent: AgentRecord,
  asked: string | undefined,
): string | Refusal {
  if (asked !== undefined) {
    const number = workspace.numberByValue(asked);
    return number !== undefined && agent.pool.has(number.slug) ? number.number : numberNotAttached(asked);
  }
  const [first] = agent.ownSlug === null ? agent.pool : [agent.ownSlug];
  const number = first === undefined ? undefined : workspace.numberBySlug(first);
  return number?.number ?? refuse(400, "This assistant has no phone number attached");
}

/** Dates of a query are by the API's clock; the switchboard keeps the caller's. */
function filterOf(context: SandboxContext, query: OperationInput<"list-calls">["query"], now: number) {
  const { clockOffsetMs, listDelayMs } = context.options;
  return {
    agentId: query.model_id,
    to: query.lead_phone_number,
    status: query.call_status,
    placedFrom: (query.from_date ?? Number.NEGATIVE_INFINITY) - clockOffsetMs,
    placedUntil: Math.min((query.to_date ?? Number.POSITIVE_INFINITY) - clockOffsetMs, now - listDelayMs),
    durationAtLeast: query.duration_min,
    durationAtMost: query.duration_max,
  };
}
