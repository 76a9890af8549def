import { nameOf, type Operation, UnexpectedResponseError } from "./errors.js";
import type { Page } from "./paginate.js";
import { isRecord } from "./parse-error-body.js";
import type { Redactor } from "./redact.js";
import type { Pagination, PlacedCall } from "./types.js";

/**
 * How the body of a success is read: what it must hold, in words, and the
 * function that finds it, or `undefined` if it is not there.
 *
 * A body is any JSON value; an empty one is `undefined`.
 *
 * @param id What was asked for, where one thing was.
 */
export type Answer<T> = readonly [what: string, read: (body: unknown, id?: string) => T | undefined];

/**
 * Reads the body of a success.
 *
 * @param given The body's text.
 * @param redactor Made only when it is needed.
 * @throws UnexpectedResponseError if it is not JSON or does not hold what it must.
 */
export function readAnswer<T>(
  operation: Operation,
  { status, headers }: Response,
  given: string | undefined,
  [what, read]: Answer<T>,
  redactor: () => Redactor,
  id?: string,
): T {
  const text = given?.trim() ?? "";
  let body: unknown;
  try {
    body = text === "" ? undefined : JSON.parse(text);
  } catch {
    const clean = redactor().text(text);
    throw broken("is not JSON", clean, syntaxErrorOf(clean));
  }
  const result = read(body, id);
  if (result !== undefined) return result;
  throw broken(text === "" ? "is empty" : `holds no ${what}`, redactor().value(body ?? ""));

  function broken(how: string, body: unknown, cause?: unknown): UnexpectedResponseError {
    const message = `${nameOf(operation)} answered ${status} with a body that ${how}.`;
    const requestId = headers.get("X-Request-Id") ?? undefined;
    return new UnexpectedResponseError(message, operation, status, body, requestId, cause ? { cause } : {});
  }
}

/** A syntax error quotes what it could not read: it must be one of text without secrets. */
function syntaxErrorOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

/** What the envelope `{ status, response }` holds; a flat answer is its own payload. */
function payloadOf(body: unknown): unknown {
  return isRecord(body) && "response" in body ? body.response : body;
}

/** What a payload holds under a name; or the payload, where the name is left out. */
function under(name: string, body: unknown): unknown {
  const payload = payloadOf(body);
  return isRecord(payload) ? (payload[name] ?? payload) : payload;
}

/** A success that need not say anything, and may not: the body may be empty. */
export const DONE: Answer<{ readonly status?: string }> = [
  "object",
  (body) => (body === undefined ? {} : isRecord(body) ? body : undefined),
];

/** As {@link DONE}, for an answer in an envelope. */
export const DONE_IN_ENVELOPE: Answer<object> = [
  "object",
  (body) => {
    const payload = payloadOf(DONE[1](body));
    return isRecord(payload) ? payload : undefined;
  },
];

/**
 * One thing: in a list of one or bare, under its list's name or not.
 *
 * @param idField The field that every such thing has: without it, this is something else.
 */
export function oneOf<T extends object>(name: string, idField: keyof T & string): Answer<T> {
  return [
    `${name} with a ${idField}`,
    (body, id) => {
      const value = under(name, body);
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      const things = items.filter((item) => isRecord(item) && isText(item[idField])) as Record<string, unknown>[];
      return (things.find((thing) => thing[idField] === id) ??
        (items.length === 1 ? things[0] : undefined)) as T | undefined;
    },
  ];
}

/** A page of a list. */
export function pageOf<T extends object>(name: string): Answer<Page<T>> {
  return [
    `list of ${name}`,
    (body) => {
      const payload = payloadOf(body);
      const items = under(name, body);
      if (!Array.isArray(items) || !items.every(isRecord)) return undefined;
      const pagination = isRecord(payload) ? payload.pagination : undefined;
      return {
        items: items as T[],
        ...(isRecord(pagination) && { pagination: pagination as unknown as Pagination }),
      };
    },
  ];
}

/** A call that was placed. Without its id it proves nothing. */
export const PLACED_CALL: Answer<PlacedCall> = [
  "call with a call_id",
  (body) => {
    const payload = payloadOf(body);
    if (!isRecord(payload) || !isText(payload.call_id)) return undefined;
    // It stands beside the payload, not in it.
    const { eta } = body as Record<string, unknown>;
    return { ...payload, ...(typeof eta === "number" && { eta }) } as PlacedCall;
  },
];

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
