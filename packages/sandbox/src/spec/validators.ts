import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { JsonSchema, SpecDocument, SpecOperation } from "./document.js";

/** Checks what goes in and out of one operation. */
export interface OperationValidator {
  /** Errors of a query; none: fine. Texts are turned into numbers and booleans in place. */
  query(values: Record<string, unknown>): readonly ErrorObject[];
  /** Errors of a body; none: fine. */
  body(value: unknown): readonly ErrorObject[];
  /** Why an answer breaks the spec, in words; undefined: it does not. */
  response(status: number, body: unknown): string | undefined;
}

const DOCUMENT_ID = "spec";

/** Compiles the schemas of a document: those of requests at once, those of answers when first needed. */
export function createValidators(
  document: SpecDocument,
  operations: readonly SpecOperation[],
): ReadonlyMap<string, OperationValidator> {
  const strict = createAjv(document, false);
  const coercing = createAjv(document, true);
  return new Map(operations.map((operation) => [operation.id, validatorOf(operation, strict, coercing)]));
}

function validatorOf(operation: SpecOperation, strict: Ajv2020, coercing: Ajv2020): OperationValidator {
  const checkQuery = coercing.compile(querySchema(operation));
  const checkBody =
    operation.bodySchema === undefined ? undefined : strict.compile(anchored(operation.bodySchema));
  const responseChecks = new Map<string, ValidateFunction>();

  function responseCheck(status: number): ValidateFunction | undefined {
    const key = [String(status), `${Math.floor(status / 100)}XX`].find((one) =>
      operation.responseSchemas.has(one),
    );
    const schema = key === undefined ? undefined : operation.responseSchemas.get(key);
    if (key === undefined || schema === undefined) return undefined;
    const check = responseChecks.get(key) ?? strict.compile(anchored(schema));
    responseChecks.set(key, check);
    return check;
  }

  return {
    query: (values) => (checkQuery(values) ? [] : (checkQuery.errors ?? [])),
    body: (value) => (checkBody === undefined || checkBody(value) ? [] : (checkBody.errors ?? [])),
    response(status, body) {
      const check = responseCheck(status);
      if (check === undefined) return `${operation.id} does not document status ${status}`;
      if (check(body)) return undefined;
      return `${operation.id} ${status}: ${strict.errorsText(check.errors ?? null, { dataVar: "body" })}`;
    },
  };
}

function createAjv(document: SpecDocument, coerceTypes: boolean): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, coerceTypes, logger: false });
  formats.default(ajv, ["uuid", "password"]);
  ajv.addVocabulary(["components"]);
  return ajv.addSchema({ $id: DOCUMENT_ID, components: document.components });
}

function querySchema(operation: SpecOperation): JsonSchema {
  const parameters = operation.parameters.filter((parameter) => parameter.in === "query");
  return anchored({
    type: "object",
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
  });
}

/** Points the references of a schema into the document, for a schema that is compiled outside of it. */
function anchored(schema: JsonSchema): JsonSchema {
  return JSON.parse(
    JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${DOCUMENT_ID}#/`),
  ) as JsonSchema;
}
