import type { SandboxCall } from "./state.js";
import { statusAt } from "./telephony.js";

/** Failures as the vendor words them: "Telephony - CODE - TEXT". */
const FAILURES = [
  "Telephony - 480 - Temporarily unavailable",
  "Telephony - 403 - Caller ID unauthorized",
  "Telephony - 404 - Not found",
  "Telephony - 503 - Service unavailable",
] as const;

const END_REASONS: Readonly<Record<string, string>> = {
  completed: "human_ended_call",
  left_voicemail: "voicemail_message_left",
  hangup_on_voicemail: "voicemail",
};

/**
 * A call as the API shows it at `now`.
 *
 * @param as A record on its own says `status`; an item of a list says
 *   `call_status` and carries `agent_phone_number`.
 */
export function callRecord(
  call: SandboxCall,
  options: { readonly as: "single" | "item"; readonly now: number; readonly echoVariables: boolean },
): Readonly<Record<string, unknown>> {
  const { as, now, echoVariables } = options;
  const { timeline } = call;
  const status = statusAt(timeline, now);
  const hasEnded = now >= timeline.endsAt;
  return {
    call_id: call.callId,
    model_id: call.modelId,
    type_of_call: "outbound",
    campaign_type: "outbound",
    deployment_type: "production",
    ...(as === "single" ? { status } : { call_status: status, agent_phone_number: call.from }),
    phone_number_from: call.from,
    phone_number_to: call.to,
    lead_phone_number: call.to,
    name: call.name,
    lead_name: call.name,
    start_time: String(Math.round(timeline.startsAt)),
    timezone: "America/New_York",
    duration: hasEnded ? secondsTalked(call) : 0,
    end_call_reason: hasEnded ? (END_REASONS[timeline.outcome] ?? null) : null,
    custom_end_call_reason: null,
    error_message: hasEnded && timeline.outcome === "failed" ? failureOf(call) : null,
    transcript: hasEnded && timeline.outcome === "completed" ? "bot: Hello. human: Hello." : null,
    recording_url: null,
    executed_actions: {},
    prompt_variables: echoVariables
      ? Object.fromEntries(call.variables.map(({ key, value }) => [key, value]))
      : {},
    collected_variables: null,
    labels: [],
    agents_used: [],
    judge_results: null,
    telephony_start: new Date(timeline.ringsAt).toISOString(),
    telephony_end: hasEnded ? new Date(timeline.endsAt).toISOString() : null,
    telephony_duration: hasEnded ? Math.round(timeline.endsAt - timeline.ringsAt) : null,
    telephony_ringing_duration: hasEnded
      ? Math.round((timeline.answeredAt ?? timeline.endsAt) - timeline.ringsAt)
      : null,
    telephony_hangup: hasEnded ? "callee" : null,
    telephony_disconnect_reason: hasEnded
      ? timeline.outcome === "failed"
        ? "error"
        : "callee_hangup"
      : null,
  };
}

/** Seconds between the answer and the end: what `duration` and its filters count. */
export function secondsTalked({ timeline: { answeredAt, endsAt } }: SandboxCall): number {
  return answeredAt === undefined ? 0 : Math.round((endsAt - answeredAt) / 1000);
}

function failureOf({ callId }: SandboxCall): string {
  return FAILURES[Number.parseInt(callId.slice(0, 2), 16) % FAILURES.length] ?? FAILURES[0];
}
