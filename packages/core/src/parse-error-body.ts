import type { ErrorIssue } from "./errors.js";

const MAX_TEXT_LENGTH = 300;

/** What an error body says, whichever of the vendor's envelopes it comes in. */
export interface ParsedErrorBody {
  /** The API's own words; absent when the body has none. */
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
  readonly category?: string | undefined;
  readonly issues: readonly ErrorIssue[];
}

/**
 * Reads any documented error body. Never throws; garbage gives no message and no issues.
 *
 * Envelopes: `{ detail: { status, description, request_id, category } }`,
 * `{ detail: "text" }`, `{ detail: [{ loc, msg, type }] }`,
 * `{ error, message }` of the gateway, `{}` and plain text.
 */
export function parseErrorBody(body: unknown): ParsedErrorBody {
  const detail = isRecord(body) ? (body.detail ?? body) : body;
  const issues = Array.isArray(detail) && detail !== body ? detail.filter(isRecord).map(toIssue) : [];
  const { description, message, error, status, request_id, category } = Object(detail) as Record<
    string,
    unknown
  >;
  // A proxy's HTML page says nothing to the reader of an error message.
  const isPage = typeof body === "string" && /^\s*</.test(body);
  return {
    message: isPage
      ? undefined
      : [issues.map(sentenceOf).join("; "), detail, description, message, error, status]
          .map(text)
          .find(Boolean),
    requestId: text(request_id),
    category: text(category),
    issues,
  };
}

const sentenceOf = ({ path, message }: ErrorIssue) => `${path.join(".") || "request"}: ${message}`;

function toIssue({ loc, msg, type }: Record<string, unknown>): ErrorIssue {
  const path = (Array.isArray(loc) ? loc : []).filter(
    (part): part is string | number => typeof part === "string" || typeof part === "number",
  );
  const kind = text(type);
  return { path, message: text(msg) ?? "is not accepted", ...(kind && { type: kind }) };
}

/** Text that says something, short enough for an error message. */
function text(value: unknown): string | undefined {
  const trimmed = typeof value === "string" ? value.trim() : "";
  return trimmed.length > MAX_TEXT_LENGTH ? `${trimmed.slice(0, MAX_TEXT_LENGTH)}…` : trimmed || undefined;
}

/** True for a JSON object: not null, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
