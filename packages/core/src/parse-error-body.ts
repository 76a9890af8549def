import type { ErrorIssue } from "./errors.js";

const MAX_TEXT_LENGTH = 300;

/** What an error body says, whichever of the vendor's envelopes it comes in. */
export interface ParsedErrorBody {
  /** The API's own words; absent when the body has none. */
  readonly message?: string;
  readonly requestId?: string;
  readonly category?: string;
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
  if (typeof body === "string") return withMessage(plainText(body));
  if (!isRecord(body)) return { issues: [] };
  const { detail } = body;
  if (Array.isArray(detail)) return fromIssues(detail);
  if (isRecord(detail)) return fromDetail(detail);
  return withMessage(text(detail) ?? text(body.message) ?? text(body.error));
}

function fromDetail(detail: Record<string, unknown>): ParsedErrorBody {
  const requestId = text(detail.request_id);
  const category = text(detail.category);
  return {
    ...withMessage(text(detail.description) ?? text(detail.message) ?? text(detail.status)),
    ...(requestId === undefined ? {} : { requestId }),
    ...(category === undefined ? {} : { category }),
  };
}

function fromIssues(items: readonly unknown[]): ParsedErrorBody {
  const issues = items.filter(isRecord).map(toIssue);
  const message = issues.map((issue) => `${issue.path.join(".") || "request"}: ${issue.message}`).join("; ");
  return { ...(message === "" ? {} : { message }), issues };
}

function toIssue(item: Record<string, unknown>): ErrorIssue {
  const path = (Array.isArray(item.loc) ? item.loc : []).filter(
    (part): part is string | number => typeof part === "string" || typeof part === "number",
  );
  const type = text(item.type);
  return { path, message: text(item.msg) ?? "is not accepted", ...(type === undefined ? {} : { type }) };
}

function withMessage(message: string | undefined): ParsedErrorBody {
  return { ...(message === undefined ? {} : { message }), issues: [] };
}

/** A proxy's HTML page says nothing to the reader of an error message. */
function plainText(body: string): string | undefined {
  const trimmed = body.trim();
  return trimmed.startsWith("<") ? undefined : text(trimmed);
}

/** Text that says something, short enough for an error message. */
function text(value: unknown): string | undefined {
  const trimmed = typeof value === "string" ? value.trim() : "";
  if (trimmed === "") return undefined;
  return trimmed.length > MAX_TEXT_LENGTH ? `${trimmed.slice(0, MAX_TEXT_LENGTH)}…` : trimmed;
}

/** True for a JSON object: not null, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
