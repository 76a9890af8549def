import { spec } from "../generated/spec.js";

/** A JSON Schema as it stands in the document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A parameter of a path or a query. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

interface MediaBody {
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  readonly required?: boolean;
}

/** One operation of the document with its references to parameters and answers followed. */
export interface SpecOperation {
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  /** The path template, e.g. `/calls/{call_id}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Undefined if the operation takes no body. */
  readonly bodySchema: JsonSchema | undefined;
  /** By status as the document writes it: `"200"`, `"5XX"`. */
  readonly responseSchemas: ReadonlyMap<string, JsonSchema>;
}

/** The part of an OpenAPI document that the sandbox reads. */
export interface SpecDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface RawOperation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: MediaBody;
  readonly responses: Readonly<Record<string, MediaBody | Reference>>;
}

interface Reference {
  readonly $ref: string;
}

const METHODS = ["get", "put", "post", "delete", "patch"] as const;
const JSON_TYPE = "application/json";

/** The bundled document. */
export function bundledSpec(): SpecDocument {
  // Its shape is checked by the linter of the spec and by the tests, not again at every start.
  return spec as SpecDocument;
}

/** Every operation of a document, in its order. */
export function operationsOf(document: SpecDocument): readonly SpecOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method] as RawOperation | undefined;
      if (operation === undefined) return [];
      const shared = (item.parameters ?? []) as readonly (Parameter | Reference)[];
      return [readOperation(document, path, method, operation, shared)];
    }),
  );
}

function readOperation(
  document: SpecDocument,
  path: string,
  method: string,
  operation: RawOperation,
  shared: readonly (Parameter | Reference)[],
): SpecOperation {
  const responses = Object.entries(operation.responses).flatMap(([status, response]) => {
    const schema = schemaOf(follow<MediaBody>(document, response));
    return schema === undefined ? [] : [[status, schema] as const];
  });
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    parameters: [...shared, ...(operation.parameters ?? [])].map((one) => follow<Parameter>(document, one)),
    bodySchema: operation.requestBody === undefined ? undefined : schemaOf(operation.requestBody),
    responseSchemas: new Map(responses),
  };
}

function schemaOf(body: MediaBody): JsonSchema | undefined {
  return body.content?.[JSON_TYPE]?.schema;
}

/** The thing itself, or what a `#/components/<kind>/<name>` reference points to. */
function follow<Target>(document: SpecDocument, node: Target | Reference): Target {
  if (typeof node !== "object" || node === null || !("$ref" in node)) return node as Target;
  const [, , kind = "", name = ""] = node.$ref.split("/");
  const target = document.components[kind]?.[name];
  if (target === undefined) throw new Error(`The spec has no ${node.$ref}.`);
  return target as Target;
}
