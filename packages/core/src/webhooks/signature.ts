import { refuse } from "../arguments.js";

/** Headers as `fetch` has them, or as Node does: lower-case names, lists where one came twice. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The workspace's webhook secret; several while it is being changed, and any of them counts. */
export type WebhookSecret = string | readonly string[];

/** What a signature is checked against. */
export interface SignedEvent {
  /** `call.call_id` of the body: all that the signature covers. */
  readonly callId: string;
  readonly headers: WebhookHeaders;
  readonly secret: WebhookSecret;
}

/** The vendor documents the second name, which looks like a server framework's word for the first. */
const HEADER_NAMES = ["synthflow-signature", "http_synthflow_signature"];

const HMAC = { name: "HMAC", hash: "SHA-256" };

/**
 * Tells if a post-call event was signed with the workspace's webhook secret: the
 * base64 of HMAC-SHA256 over the call's id, in the header `Synthflow-Signature`
 * or `HTTP_SYNTHFLOW_SIGNATURE`, in upper or lower case.
 *
 * **It covers the call's id alone.** Whoever has seen one event can send it
 * again, with any other content: take the event as a hint that the call has
 * ended, and read the call with `calls.get` when it matters.
 *
 * Compared in constant time, by Web Crypto, with every secret.
 *
 * @throws ConfigError if there is no secret, or an empty one.
 */
export async function verifyWebhookSignature({ callId, headers, secret }: SignedEvent): Promise<boolean> {
  const keys = await Promise.all(secretsOf(secret).map(keyOf));
  const signatures = signaturesOf(headers);
  const checks = keys.flatMap((key) =>
    signatures.map((signature) => crypto.subtle.verify(HMAC, key, signature, bytesOf(callId))),
  );
  return callId !== "" && (await Promise.all(checks)).includes(true);
}

/** Signs a call's id as the vendor does: for tests of what receives events. */
export async function signWebhook(callId: string, secret: string): Promise<string> {
  const [only = ""] = secretsOf(secret);
  const signature = await crypto.subtle.sign(HMAC, await keyOf(only), bytesOf(callId));
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/**
 * The secrets, of which there is one at least.
 *
 * @throws ConfigError otherwise. A secret is never quoted.
 */
export function secretsOf(secret: WebhookSecret): readonly string[] {
  const secrets = typeof secret === "string" ? [secret] : secret;
  const isUsable = (one: unknown) => typeof one === "string" && one.trim() !== "";
  if (!Array.isArray(secrets) || secrets.length === 0 || !secrets.every(isUsable))
    refuse("secret", "must be the workspace's webhook secret, or a list of such");
  return secrets;
}

/** The signatures of a request that may be one, decoded. */
export function signaturesOf(headers: WebhookHeaders): Uint8Array<ArrayBuffer>[] {
  const entries: Iterable<readonly [string, unknown]> =
    headers instanceof Headers ? headers : Object.entries(headers);
  const texts = [...entries].flatMap(([name, value]) =>
    HEADER_NAMES.includes(name.toLowerCase()) ? [value].flat() : [],
  );
  return texts.flatMap((text) => {
    try {
      return [Uint8Array.from(atob(String(text).trim()), (character) => character.charCodeAt(0))];
    } catch {
      return [];
    }
  });
}

function keyOf(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytesOf(secret), HMAC, false, ["sign", "verify"]);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
