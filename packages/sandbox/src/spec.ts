import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import spec from "./generated/spec.json" with { type: "json" };
import type { ValidationItem } from "./problem.js";

/** One operation of the spec, with its checks compiled. */
export interface SpecOperation {
  readonly operationId: string;
  readonly method: string;
  /** As the spec writes it, e.g. `/calls/{call_id}`. */
  readonly path: string;
  /** Path parameters by name, or `undefined` when the path is another one. @throws URIError for a broken escape. */
  matchPath(path: string): Readonly<Record<string, string>> | undefined;
  /** Coerces the query in place and says what is wrong with it. */
  checkQuery(query: Record<string, unknown>): readonly ValidationItem[];
  checkBody(body: unknown): readonly ValidationItem[];
  /** Says how an answer breaks the spec. */
  checkAnswer(status: number, body: unknown): readonly ValidationItem[];
}

interface ParameterObject {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: object;
}

interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
const JSON_CONTENT = "content/application~1json/schema";

let loaded: readonly SpecOperation[] | undefined;

/** Every operation of the bundled spec. Compiled once a process: it takes a tenth of a second. */
export function loadSpec(): readonly SpecOperation[] {
  loaded ??= compileSpec();
  return loaded;
}

function compileSpec(): readonly SpecOperation[] {
  const strict = createAjv(false);
  const coercing = createAjv(true);
  return Object.entries(spec.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) =>
      compileOperation(
        { strict, coercing },
        path,
        method,
        item as unknown as Readonly<Record<string, unknown>>,
      ),
    ),
  );
}

function createAjv(coerceTypes: boolean): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes });
  addFormats.default(ajv);
  return ajv.addSchema(spec, "spec");
}

function compileOperation(
  { strict, coercing }: { readonly strict: Ajv2020; readonly coercing: Ajv2020 },
  path: string,
  method: string,
  item: Readonly<Record<string, unknown>>,
): SpecOperation {
  const operation = item[method] as OperationObject;
  const pointer = `spec#/paths/${path.replaceAll("/", "~1")}/${method}`;
  const parameters = [...((item.parameters as unknown[]) ?? []), ...(operation.parameters ?? [])].map(
    resolveParameter,
  );
  const query = coercing.compile(querySchema(parameters));
  const body =
    operation.requestBody === undefined
      ? undefined
      : strict.compile({ $ref: `${pointer}/requestBody/${JSON_CONTENT}` });
  const answers = compileAnswers(strict, pointer, operation.responses);
  const pattern = new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
  return {
    operationId: operation.operationId,
    method: method.toUpperCase(),
    path,
    matchPath(candidate) {
      const match = pattern.exec(candidate);
      return match === null
        ? undefined
        : Object.fromEntries(
            Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
          );
    },
    checkQuery: (values) => check(query, values, "query"),
    checkBody: (value) => (body === undefined ? [] : check(body, value, "body")),
    checkAnswer(status, value) {
      const validate = answers.get(String(status)) ?? answers.get(`${Math.floor(status / 100)}XX`);
      if (validate === undefined)
        return [
          {
            loc: ["status"],
            msg: `${status} is not an answer of ${operation.operationId}`,
            type: "undocumented",
          },
        ];
      return check(validate, value, "answer");
    },
  };
}

function resolveParameter(parameter: unknown): ParameterObject {
  const { $ref } = parameter as { $ref?: string };
  if ($ref === undefined) return parameter as ParameterObject;
  const name = $ref.split("/").at(-1) as keyof typeof spec.components.parameters;
  return spec.components.parameters[name] as unknown as ParameterObject;
}

function querySchema(parameters: readonly ParameterObject[]): object {
  const inQuery = parameters.filter((parameter) => parameter.in === "query");
  const absolute = (schema: object): object => {
    const { $ref } = schema as { $ref?: string };
    return $ref === undefined ? schema : { $ref: `spec${$ref}` };
  };
  return {
    type: "object",
    required: inQuery.filter((parameter) => parameter.required).map((parameter) => parameter.name),
    properties: Object.fromEntries(inQuery.map(({ name, schema }) => [name, absolute(schema)])),
  };
}

function compileAnswers(
  ajv: Ajv2020,
  pointer: string,
  responses: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, ValidateFunction> {
  return new Map(
    Object.entries(responses).map(([status, response]) => {
      const { $ref } = response as { $ref?: string };
      const base = $ref === undefined ? `${pointer}/responses/${status}` : `spec${$ref}`;
      return [status, ajv.compile({ $ref: `${base}/${JSON_CONTENT}` })];
    }),
  );
}

function check(validate: ValidateFunction, value: unknown, where: string): readonly ValidationItem[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).filter(isTelling).map((error) => toItem(error, where));
}

/** What only repeats what a branch has said already, or says that a field may not be there at all. */
function isTelling({ keyword }: ErrorObject): boolean {
  return keyword !== "if" && keyword !== "false schema";
}

function toItem(
  { instancePath, keyword, message = "is not valid", params }: ErrorObject,
  where: string,
): ValidationItem {
  const path = instancePath
    .split("/")
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll("~1", "/").replaceAll("~0", "~")));
  if (keyword === "required") {
    return {
      loc: [where, ...path, String(params.missingProperty)],
      msg: "field required",
      type: "value_error.missing",
    };
  }
  return { loc: [where, ...path], msg: message, type: `value_error.${keyword}` };
}
