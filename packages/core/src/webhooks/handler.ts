import { refuse } from "../arguments.js";
import { type PostCallEvent, parsePostCallEvent } from "./event.js";
import { readText } from "./read-text.js";
import { secretsOf, signaturesOf, verifyWebhookSignature, type WebhookSecret } from "./signature.js";

/** Most that an event may hold, in bytes: transcripts are long. */
const DEFAULT_MAX_BODY_BYTES = 1_048_576;

/** What a webhook handler needs. */
export interface WebhookHandlerOptions {
  readonly secret: WebhookSecret;
  /**
   * Told each event whose signature holds. What it throws is answered with 500,
   * so that a sender that tries again may. Expect repeats, and read the call
   * again when it matters: the signature covers its id alone.
   */
  readonly onPostCall: (event: PostCallEvent) => unknown;
  /** Told what `onPostCall` threw. Without it, nobody is. What it throws itself is ignored. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
  /** Longer bodies are refused: from 1 byte, default 1 MiB. */
  readonly maxBodyBytes?: number | undefined;
}

/**
 * Makes a function that receives post-call events, for every server that speaks
 * `Request` and `Response`: Hono, Next, workers, Deno, Bun.
 *
 * It answers 200 to an event, 405 to another method than POST, 401 without a
 * signature that holds, 413 to a body that is too long, 400 to one that cannot
 * be read or is no event, and 500 if `onPostCall` fails.
 *
 * @throws ConfigError naming the option that is wrong.
 */
export function createWebhookHandler(
  options: WebhookHandlerOptions,
): (request: Request) => Promise<Response> {
  const { onPostCall, onError, maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = options;
  const secret = secretsOf(options.secret);
  if (typeof onPostCall !== "function") refuse("onPostCall", "must be a function");
  if (!(maxBodyBytes >= 1)) refuse("maxBodyBytes", "must be a number from 1 on");

  return async (request) => {
    if (request.method !== "POST") return answer(405, "Events come by POST.", { Allow: "POST" });
    if (signaturesOf(request.headers).length === 0) return answer(401, "The signature is missing.");
    let event: PostCallEvent;
    try {
      const text = await readText(request, maxBodyBytes);
      if (text === undefined) return answer(413, `The body is longer than ${maxBodyBytes} bytes.`);
      event = parsePostCallEvent(text);
    } catch {
      return answer(400, "The body is no post-call event.");
    }
    const isSigned = await verifyWebhookSignature({
      callId: event.call.call_id,
      headers: request.headers,
      secret,
    });
    if (!isSigned) return answer(401, "The signature does not hold.");
    try {
      await onPostCall(event);
    } catch (error) {
      // Whoever only listens cannot change the answer, by throwing or by rejecting.
      new Promise((done) => done(onError?.(error))).catch(() => {});
      return answer(500, "The event could not be handled.");
    }
    return answer(200, "Received.");
  };
}

function answer(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json({ message }, { status, headers });
}
