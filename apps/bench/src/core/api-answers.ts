/** Rows of one page: the API's own default, and what `calls.list` asks for. */
export type PageSize = 20 | 100;

/** The agent that every request names. */
export const AGENT_ID = "0ae2859d-c25c-4d56-a9f3-809387b725ce";

/** What `POST /calls` answers. */
export const PLACED_CALL = JSON.stringify({
  status: "ok",
  response: { call_id: callId(0), answer: "Call is being placed" },
});

/** What `GET /calls` answers: full records with a short transcript, about 1.2 kB each. */
export function callPage(size: PageSize): string {
  return JSON.stringify({
    status: "ok",
    response: {
      calls: Array.from({ length: size }, (_, index) => callRecord(index)),
      pagination: { total_records: 5_000, limit: size, offset: 0 },
    },
  });
}

function callRecord(index: number) {
  const startedAt = Date.UTC(2026, 10, 24, 10) + index * 60_000;
  return {
    call_id: callId(index),
    model_id: AGENT_ID,
    type_of_call: "outbound",
    campaign_type: "outbound",
    deployment_type: "production",
    phone_number_from: "+14155550100",
    phone_number_to: "+12125550123",
    lead_phone_number: "+12125550123",
    agent_phone_number: "+14155550100",
    name: "Ann",
    lead_name: "Ann",
    call_status: "completed",
    duration: 74,
    transcript: "bot: Hello, this is about your renewal.\nhuman: Yes, please go on.\n".repeat(5),
    recording_url: `https://recordings.example.com/${callId(index)}.mp3`,
    end_call_reason: "human_ended_call",
    custom_end_call_reason: null,
    error_message: null,
    executed_actions: {},
    prompt_variables: { attempt: `attempt-${index}` },
    collected_variables: {},
    labels: [],
    agents_used: [],
    judge_results: null,
    start_time: String(startedAt),
    timezone: "America/New_York",
    telephony_hangup: "callee",
    telephony_disconnect_reason: "callee_hangup",
    telephony_duration: 74_000,
    telephony_ringing_duration: 6_000,
    telephony_start: new Date(startedAt).toISOString(),
    telephony_end: new Date(startedAt + 80_000).toISOString(),
  };
}

function callId(index: number): string {
  return `7d1c4b0e-2f7a-4c1e-9a55-${String(index).padStart(12, "0")}`;
}
