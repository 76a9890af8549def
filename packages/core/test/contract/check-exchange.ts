import { registerSchema, type SchemaObject, validate } from "@hyperjump/json-schema/openapi-3-1";
import type { Exchange } from "./recording-proxy.js";
import { readOperations, type SpecOperation, specDocument } from "./spec-reader.js";

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What an independent reading of the spec makes of one exchange. */
export interface Verdict {
  readonly operationId: string | undefined;
  /** What is wrong with the request, in words; none: nothing. */
  readonly request: readonly string[];
  /** What is wrong with the answer. */
  readonly answer: readonly string[];
}

const DOCUMENT_URI = "https://synthflow.test/openapi";
const DIALECT_OF_DOCUMENTS = "https://spec.openapis.org/oas/3.1/schema-base";

registerSchema(specDocument as SchemaObject, DOCUMENT_URI, DIALECT_OF_DOCUMENTS);
const operations = readOperations();

/** The operations of the spec, by its ids. */
export const operationIds = operations.map(({ id }) => id);

/** Why the document is no OpenAPI 3.1; none: it is. */
export async function checkDocument(): Promise<readonly string[]> {
  return await problemsOf(DIALECT_OF_DOCUMENTS, specDocument as Json);
}

/**
 * Checks one exchange against the spec with a validator that neither the client
 * nor the sandbox uses.
 */
export async function checkExchange(exchange: Exchange): Promise<Verdict> {
  const url = new URL(exchange.target, "http://api.test");
  const path = url.pathname.replace(/^\/v2(?=\/)/, "");
  const operation = operations.find(
    ({ method, pathPattern }) => method === exchange.method && pathPattern.test(path),
  );
  if (operation === undefined) {
    const problem = `there is no operation ${exchange.method} ${path}`;
    return { operationId: undefined, request: [problem], answer: [] };
  }
  return {
    operationId: operation.id,
    request: await requestProblems(operation, exchange, url, path),
    answer: await answerProblems(operation, exchange),
  };
}

async function requestProblems(
  operation: SpecOperation,
  { requestHeaders, requestText }: Exchange,
  { searchParams }: URL,
  path: string,
): Promise<string[]> {
  const problems: string[] = [];
  if (!/^Bearer \S+$/.test(requestHeaders.authorization ?? "")) problems.push("it carries no bearer token");

  const inPath = operation.pathPattern.exec(path)?.groups ?? {};
  for (const { name, in: place, required, schemaAt } of operation.parameters) {
    const values =
      place === "path" ? [inPath[name] ?? ""].map(decodeURIComponent) : searchParams.getAll(name);
    if (required && values.length === 0) problems.push(`the parameter ${name} is missing`);
    if (values.length > 1) problems.push(`the parameter ${name} comes ${values.length} times`);
    for (const value of values) problems.push(...(await parameterProblems(name, value, schemaAt)));
  }
  const known = operation.parameters.filter((one) => one.in === "query").map(({ name }) => name);
  for (const name of new Set(searchParams.keys())) {
    if (!known.includes(name)) problems.push(`the parameter ${name} is not of this operation`);
  }

  if (operation.bodyAt === undefined) {
    if (requestText !== "") problems.push("it carries a body, and the operation takes none");
    return problems;
  }
  const type = (requestHeaders["content-type"] ?? "").replace(/;.*$/, "");
  if (type !== "application/json") problems.push(`its content type is "${type}"`);
  return [...problems, ...(await jsonProblems(operation.bodyAt, requestText))];
}

/** A query carries text. It is what the schema can take it for: a number, a boolean, or the text itself. */
async function parameterProblems(name: string, text: string, schemaAt: string): Promise<string[]> {
  const readings: Json[] = [text];
  if (/^-?\d+(\.\d+)?$/.test(text)) readings.push(Number(text));
  if (text === "true" || text === "false") readings.push(text === "true");
  for (const reading of readings) {
    if ((await problemsOf(uriOf(schemaAt), reading)).length === 0) return [];
  }
  return [`the parameter ${name} may not be "${text}"`];
}

async function answerProblems(
  { answersAt }: SpecOperation,
  { status, contentType, responseText }: Exchange,
): Promise<string[]> {
  const schemaAt = answersAt.get(String(status)) ?? answersAt.get(`${Math.floor(status / 100)}XX`);
  if (schemaAt === undefined) return [`the status ${status} is not documented`];
  const problems = contentType === "application/json" ? [] : [`its content type is "${contentType}"`];
  return [...problems, ...(await jsonProblems(schemaAt, responseText))];
}

async function jsonProblems(schemaAt: string, text: string): Promise<readonly string[]> {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return [`the body is no JSON: ${text.slice(0, 60)}`];
  }
  return await problemsOf(uriOf(schemaAt), value);
}

/** A pointer as a URI's fragment: the braces of a path template need an escape there. */
function uriOf(schemaAt: string): string {
  return `${DOCUMENT_URI}#${encodeURI(schemaAt)}`;
}

async function problemsOf(schemaUri: string, value: Json): Promise<string[]> {
  const output = await validate(schemaUri, value, "BASIC");
  if (output.valid) return [];
  const errors = (output.errors ?? []).map(
    ({ instanceLocation, absoluteKeywordLocation }) =>
      `${instanceLocation} breaks ${absoluteKeywordLocation}`,
  );
  return errors.length > 0 ? errors : [`the value breaks ${schemaUri}`];
}
