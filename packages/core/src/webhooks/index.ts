export { type PostCallEvent, parsePostCallEvent, WebhookEventError } from "./event.js";
export { createWebhookHandler, type WebhookHandlerOptions } from "./handler.js";
export {
  type SignedEvent,
  signWebhook,
  verifyWebhookSignature,
  type WebhookHeaders,
  type WebhookSecret,
} from "./signature.js";
