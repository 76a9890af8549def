import { type Operation, UnexpectedResponseError } from "./errors.js";
import { isRecord } from "./parse-error-body.js";

/**
 * The payload of a `{ status, response }` envelope; a flat answer is its own payload.
 *
 * @throws UnexpectedResponseError if `response` is there and is not an object.
 */
export function unwrap<T extends object>(operation: Operation, envelope: object): T {
  if (!("response" in envelope)) return envelope as T;
  const { response } = envelope;
  if (!isRecord(response)) throw broken(operation, "its response is not an object", envelope);
  return response as T;
}

/**
 * The one item of a payload that carries it as a list of one, or bare.
 *
 * @param idField The field that every such item has: without it, this is something else.
 * @throws UnexpectedResponseError if it is not there.
 */
export function single<T extends object>(
  operation: Operation,
  value: unknown,
  what: string,
  idField: keyof T & string,
  body: unknown,
): T {
  const item: unknown = Array.isArray(value) ? value[0] : value;
  if (!isRecord(item) || typeof item[idField] !== "string" || item[idField] === "") {
    throw broken(operation, `it holds no ${what} with a ${idField}`, body);
  }
  return item as T;
}

/** The rows of a list payload. @throws UnexpectedResponseError if they are not a list of objects. */
export function rows<T extends object>(
  operation: Operation,
  value: unknown,
  what: string,
  body: unknown,
): T[] {
  if (!Array.isArray(value) || !value.every(isRecord))
    throw broken(operation, `it holds no list of ${what}`, body);
  return value as T[];
}

function broken(operation: Operation, why: string, body: unknown): UnexpectedResponseError {
  return new UnexpectedResponseError(
    operation,
    200,
    `${operation.method} ${operation.path} answered with a body that breaks the spec: ${why}.`,
    body,
  );
}
