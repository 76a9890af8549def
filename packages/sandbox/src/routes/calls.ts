import { callRecord, secondsTalked } from "../call-record.js";
import { envelope, type Handler, pageOf, type SandboxContext } from "../context.js";
import { refusal } from "../problem.js";
import type { SandboxAgent, SandboxCall, SandboxState } from "../state.js";
import { drawTimeline, statusAt } from "../telephony.js";
import { requireAgent } from "./agents.js";

/** Handlers of calls, by operation id. */
export const callHandlers = {
  "voice-call": (context, { body }) => {
    const request = body as CallRequest;
    const { state, random, options, admitter } = context;
    const agent = requireAgent(context, request.model_id);
    if (agent.fields.type === "inbound") throw refusal(400, "An inbound assistant cannot place calls");
    if (!/^\+[1-9]\d{6,14}$/.test(request.phone)) throw refusal(400, "Invalid phone number");
    const from = chooseCallerId(state, agent, request.from_phone_number);
    const now = context.now();
    const admission = admitter.admit(now);
    if (!admission.ok)
      throw refusal(429, admission.reason, { "Retry-After": String(admission.retryAfterSeconds) });
    const timeline = drawTimeline(random, {
      startsAt: admission.startsAt,
      speed: options.speed,
      weights: options.outcomes,
    });
    admitter.started(timeline.endsAt);
    const call: SandboxCall = {
      callId: state.newId(),
      modelId: agent.modelId,
      from,
      to: request.phone,
      name: request.name,
      createdAt: now,
      timeline,
      variables: request.custom_variables ?? [],
    };
    state.calls.push(call);
    state.callsById.set(call.callId, call);
    const eta = Math.max(0, (timeline.ringsAt - now) / 1000);
    return {
      status: 200,
      body: { status: "ok", response: { answer: "Call placed", call_id: call.callId }, eta },
    };
  },
  "list-calls": (context, { query }) => {
    const agent = requireAgent(context, String(query.model_id));
    const rows = context.state.calls
      .filter((call) => call.modelId === agent.modelId && isListed(context, call, query))
      .reverse();
    const { items, pagination } = pageOf(rows, query);
    return envelope({ calls: items.map((call) => record(context, call, "item")), pagination });
  },
  "get-phone-call": (context, { path }) => {
    const call = context.state.callsById.get(path.call_id ?? "");
    if (call === undefined) throw refusal(404, "Call not found");
    return envelope({
      calls: [record(context, call, "single")],
      pagination: { total_records: 1, limit: 20, offset: 0 },
    });
  },
} satisfies Readonly<Record<string, Handler>>;

interface CallRequest {
  readonly model_id: string;
  readonly phone: string;
  readonly name: string;
  readonly from_phone_number?: string;
  readonly custom_variables?: SandboxCall["variables"];
}

/** The number asked for if it is attached; without one, the agent's own or the first of its pool. */
function chooseCallerId(state: SandboxState, agent: SandboxAgent, asked: string | undefined): string {
  const attached = [...agent.pool].flatMap((slug) => state.numbers.get(slug)?.number ?? []);
  if (asked !== undefined) {
    if (attached.includes(asked)) return asked;
    throw refusal(400, `Phone number ${asked} is not attached to this assistant`);
  }
  const own = typeof agent.fields.phone_number === "string" ? agent.fields.phone_number : attached[0];
  if (own === undefined) throw refusal(400, "This assistant has no phone number to call from");
  return own;
}

function record({ options, now }: SandboxContext, call: SandboxCall, as: "single" | "item"): object {
  return callRecord(call, { as, now: now(), echoVariables: options.echoVariables });
}

function isListed(
  { options, now }: SandboxContext,
  call: SandboxCall,
  query: Readonly<Record<string, unknown>>,
): boolean {
  const at = now();
  if (call.createdAt + options.listDelayMs > at) return false;
  const { from_date, to_date, call_status, duration_min, duration_max, lead_phone_number } = query;
  const seconds = at >= call.timeline.endsAt ? secondsTalked(call) : 0;
  return (
    isAtLeast(call.timeline.startsAt, from_date) &&
    isAtMost(call.timeline.startsAt, to_date) &&
    (call_status === undefined || call_status === statusAt(call.timeline, at)) &&
    isAtLeast(seconds, duration_min) &&
    isAtMost(seconds, duration_max) &&
    (lead_phone_number === undefined || lead_phone_number === call.to)
  );
}

function isAtLeast(value: number, bound: unknown): boolean {
  return typeof bound !== "number" || value >= bound;
}

function isAtMost(value: number, bound: unknown): boolean {
  return typeof bound !== "number" || value <= bound;
}
