import { SynthflowError } from "../errors.js";
import type { components } from "../generated/schema.js";
import { isRecord } from "../parse-error-body.js";

type Schemas = components["schemas"];

/** What the vendor sends when a call has ended. Only the call's id is certain. */
export type PostCallEvent = Partial<Schemas["PostCallEvent"]> & { readonly call: Schemas["PostCallRecord"] };

/** A body that is no post-call event. */
export class WebhookEventError extends SynthflowError {
  override readonly name = "WebhookEventError";
  readonly code = "webhook_event_invalid";
}

/**
 * Reads a post-call event. Fields newer than the spec come through as they are.
 *
 * It proves nothing: check who sent it with `verifyWebhookSignature`.
 *
 * @param body The body's text, or what its JSON holds.
 * @throws WebhookEventError if it is not JSON, or has no `call.call_id`.
 */
export function parsePostCallEvent(body: unknown): PostCallEvent {
  const event = typeof body === "string" ? parseJson(body) : body;
  const call = isRecord(event) ? event.call : undefined;
  if (!isRecord(call) || typeof call.call_id !== "string" || call.call_id === "")
    throw new WebhookEventError("The post-call event holds no call with a call_id.", {});
  return event as unknown as PostCallEvent;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is thrown quotes the text, and the text may hold a transcript.
    throw new WebhookEventError("The post-call event is not JSON.", {});
  }
}
