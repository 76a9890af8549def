import { requestIdOf } from "./api-error.js";
import { nameOf, type Operation, UnexpectedResponseError } from "./errors.js";
import type { Page } from "./paginate.js";
import { isRecord } from "./parse-error-body.js";
import type { Redactor } from "./redact.js";
import type { Pagination, PlacedCall, StatusResponse } from "./types.js";

/** What openapi-fetch answers, of a body that has been read. */
export interface Answered {
  readonly response: Response;
  /** A success's body; absent if it is empty. */
  readonly data?: string;
  /** A refusal's body, parsed if it is JSON; absent if it is empty. */
  readonly error?: unknown;
}

/**
 * How the body of a success is read: the name of what it must hold, and the
 * function that finds it, or answers `undefined` if it is not there.
 *
 * A body is any JSON value; an empty one is `undefined`.
 *
 * @param id What was asked for, where one thing was.
 */
export type Answer<T> = readonly [what: string, read: (body: unknown, id?: string) => T | undefined];

/**
 * Reads the body of a success.
 *
 * @param redactor Made only when it is needed.
 * @throws UnexpectedResponseError if it is not JSON or does not hold what it must.
 */
export function readAnswer<T>(
  operation: Operation,
  { response: { status, headers }, data = "" }: Answered,
  [what, read]: Answer<T>,
  redactor: () => Redactor,
  id?: string,
): T {
  const text = data.trim();
  let body: unknown;
  let fault = text ? `holds no ${what}` : "is empty";
  try {
    body = text ? JSON.parse(text) : undefined;
    const result = read(body, id);
    if (result !== undefined) return result;
  } catch {
    // What is thrown quotes the text, secrets included.
    fault = "is not JSON";
  }
  const redact = redactor();
  throw new UnexpectedResponseError(`${nameOf(operation)} answered ${status} with a body that ${fault}.`, {
    operation,
    status,
    requestId: requestIdOf(headers, redact),
    body: redact.value(body === undefined ? text : body),
  });
}

/** What the envelope `{ status, response }` holds; a flat answer is its own payload. */
function payloadOf(body: unknown): unknown {
  return isRecord(body) && "response" in body ? body.response : body;
}

/** What a payload holds under a name; or the payload, where the name is left out. */
function under(name: string, payload: unknown): unknown {
  return isRecord(payload) ? (payload[name] ?? payload) : payload;
}

/** A success that need not say anything, and may not: the body may be empty. */
export const DONE: Answer<StatusResponse> = [
  "status",
  (body) => (body === undefined ? {} : isRecord(body) ? body : undefined),
];

/**
 * One thing: in a list of one or bare, under its list's name or not.
 *
 * @param idField The field that every such thing has: without it, this is something else.
 */
// @__NO_SIDE_EFFECTS__
export function oneOf<T extends object>(idField: keyof T & string, list = ""): Answer<T> {
  return [
    idField,
    (body, id) => {
      const value = under(list, payloadOf(body));
      const things = [value].flat().filter((thing) => isRecord(thing) && isText(thing[idField])) as T[];
      return things.find((thing) => thing[idField] === id) ?? (things.length === 1 ? things[0] : undefined);
    },
  ];
}

/** A page of a list. */
// @__NO_SIDE_EFFECTS__
export function pageOf<T extends object>(list: string): Answer<Page<T>> {
  return [
    list,
    (body) => {
      const payload = payloadOf(body);
      const items = under(list, payload);
      if (!Array.isArray(items) || !items.every(isRecord)) return undefined;
      const { pagination } = payload as { readonly pagination?: unknown };
      return { items: items as T[], ...(isRecord(pagination) && { pagination: pagination as Pagination }) };
    },
  ];
}

/** A call that was placed. Without its id it proves nothing. */
export const PLACED_CALL: Answer<PlacedCall> = [
  "call_id",
  (body) => {
    const payload = payloadOf(body);
    if (!isRecord(payload) || !isText(payload.call_id)) return undefined;
    // It stands beside the payload, not in it.
    const { eta } = body as { readonly eta?: unknown };
    return { ...payload, ...(typeof eta === "number" && { eta }) } as PlacedCall;
  },
];

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
