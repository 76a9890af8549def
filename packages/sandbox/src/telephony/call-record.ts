import type { Schema } from "../wire-types.js";
import { durationOf, hasEnded, type SimulatedCall, statusOf } from "./call.js";
import type { EndedStatus } from "./outcomes.js";

/** What a record shows beside the call itself. */
export interface RecordView {
  readonly now: number;
  /** Milliseconds the API's clock is ahead of the caller's. */
  readonly clockOffsetMs: number;
  /** Whether `custom_variables` come back in `prompt_variables`. */
  readonly echoVariables: boolean;
  readonly isRecorded: boolean;
}

type Ending = Pick<Schema<"Call">, "end_call_reason" | "telephony_hangup" | "telephony_disconnect_reason">;

const ENDINGS: Readonly<Record<EndedStatus, Ending>> = {
  completed: ending("human_ended_call", "callee", "callee_hangup"),
  "no-answer": ending("timeout", "caller", "caller_hangup"),
  busy: ending("error", "callee", "callee_hangup"),
  failed: ending("error", null, "error"),
  canceled: ending("user_canceled", "caller", "caller_hangup"),
  "user-canceled": ending("human_pick_up_cut_off", "callee", "callee_hangup"),
  hangup_on_voicemail: ending("voicemail", "caller", "caller_hangup"),
  left_voicemail: ending("voicemail_message_left", "caller", "caller_hangup"),
  spam: ending("error", "callee", "forbidden"),
};

/** One call as `GET /calls/{call_id}` gives it: with `status`. */
export function singleRecord(call: SimulatedCall, view: RecordView): Schema<"Call"> {
  return { ...sharedFields(call, view), status: statusOf(call, view.now) };
}

/** One call as `GET /calls` lists it: with `call_status` and `agent_phone_number`. */
export function listedRecord(call: SimulatedCall, view: RecordView): Schema<"Call"> {
  return {
    ...sharedFields(call, view),
    call_status: statusOf(call, view.now),
    agent_phone_number: call.from,
  };
}

function sharedFields(call: SimulatedCall, view: RecordView): Schema<"Call"> {
  const { request, plan, timeline } = call;
  const isOver = hasEnded(call, view.now);
  const { error } = plan;
  return {
    call_id: call.id,
    model_id: call.agentId,
    type_of_call: "outbound",
    campaign_type: "outbound",
    deployment_type: "production",
    phone_number_from: call.from,
    phone_number_to: call.to,
    lead_phone_number: call.to,
    name: request.name,
    lead_name: request.name,
    duration: durationOf(call, view.now),
    transcript: isOver ? transcriptOf(call) : "",
    recording_url:
      isOver && view.isRecorded && plan.talkMs > 0 ? `https://recordings.example.com/${call.id}.mp3` : null,
    ...(isOver ? ENDINGS[plan.status] : ending(null, null, null)),
    custom_end_call_reason: null,
    error_message: isOver && error !== null ? `Telephony - ${error.code} - ${error.text}` : null,
    executed_actions: {},
    prompt_variables: view.echoVariables ? variablesOf(call) : {},
    collected_variables: {},
    labels: [],
    agents_used: [],
    judge_results: null,
    start_time: String(Math.round(call.placedAt + view.clockOffsetMs)),
    timezone: request.lead_timezone ?? "UTC",
    telephony_duration: isOver ? plan.talkMs : null,
    telephony_ringing_duration: isOver ? plan.ringingMs : null,
    telephony_start: view.now >= timeline.dialedAt ? isoOf(timeline.dialedAt, view) : null,
    telephony_end: isOver ? isoOf(timeline.endsAt, view) : null,
  };
}

/** `{ key: value }` of the request's variables; a key given twice keeps its last value. */
export function variablesOf(call: SimulatedCall): Record<string, string> {
  return Object.fromEntries((call.request.custom_variables ?? []).map(({ key, value }) => [key, value]));
}

function transcriptOf(call: SimulatedCall): string {
  const greeting = `agent: ${call.request.greeting ?? `Hello, is this ${call.request.name}?`}`;
  if (call.plan.status === "completed")
    return `${greeting}\nhuman: Yes, speaking.\nagent: Thank you. Goodbye.`;
  return call.plan.talkMs > 0 ? greeting : "";
}

function ending(
  reason: Ending["end_call_reason"],
  hangup: string | null,
  disconnectReason: Ending["telephony_disconnect_reason"],
): Ending {
  return {
    end_call_reason: reason ?? null,
    telephony_hangup: hangup,
    telephony_disconnect_reason: disconnectReason ?? null,
  };
}

function isoOf(instant: number, view: RecordView): string {
  return new Date(instant + view.clockOffsetMs).toISOString();
}
