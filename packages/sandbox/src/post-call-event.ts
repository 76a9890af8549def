import { createHmac } from "node:crypto";
import { hasEnded, type SimulatedCall } from "./telephony/call.js";
import { type RecordView, singleRecord } from "./telephony/call-record.js";
import type { Schema } from "./wire-types.js";

/** The vendor's event that a call has ended, as it goes over the wire. */
export interface PostCallMessage {
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/**
 * The signed event of a call. The signature covers the call's id alone, so a body may be changed
 * and still be signed.
 *
 * @param secret The workspace's webhook secret.
 * @returns `undefined` while the call goes on.
 */
export function postCallMessage(
  call: SimulatedCall,
  view: RecordView,
  secret: string,
): PostCallMessage | undefined {
  if (!hasEnded(call, view.now)) return undefined;
  const record = singleRecord(call, view);
  const event: Schema<"PostCallEvent"> = {
    status: "completed",
    ...(record.error_message == null ? {} : { error_message: record.error_message }),
    lead: { name: call.request.name, phone_number: call.to },
    call: {
      call_id: call.id,
      model_id: call.agentId,
      status: record.status ?? null,
      end_call_reason: record.end_call_reason ?? null,
      timezone: record.timezone ?? null,
      duration: record.duration ?? null,
      start_time: record.start_time ?? null,
      transcript: record.transcript ?? null,
    },
    executed_actions: {},
    collected_variables: {},
  };
  return {
    headers: { "content-type": "application/json", "synthflow-signature": signatureOf(call.id, secret) },
    body: JSON.stringify(event),
  };
}

function signatureOf(callId: string, secret: string): string {
  return createHmac("sha256", secret).update(callId).digest("base64");
}
