import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** A parameter of an operation, and where its schema stands in the document. */
export interface SpecParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schemaAt: string;
}

/** One operation of the document, with references to parameters and answers followed. */
export interface SpecOperation {
  readonly id: string;
  readonly method: string;
  /** Matches the path of a request below the base URL; its groups are the path's parameters. */
  readonly pathPattern: RegExp;
  readonly parameters: readonly SpecParameter[];
  /** Where the schema of the body stands; undefined if there is no body. */
  readonly bodyAt: string | undefined;
  /** Where the schema of an answer stands, by status as the document writes it: `"200"`, `"5XX"`. */
  readonly answersAt: ReadonlyMap<string, string>;
}

type Node = Readonly<Record<string, unknown>>;

/** The OpenAPI document that client and sandbox are made from, read anew: nothing of either is used. */
export const specDocument = parse(
  readFileSync(new URL("../../../../openapi/synthflow.yaml", import.meta.url), "utf8"),
) as Node;

const METHODS = ["get", "put", "post", "delete", "patch"];

/** Every operation of the document, in its order. */
export function readOperations(): readonly SpecOperation[] {
  return keysOf("/paths").flatMap((path) => {
    const at = `/paths/${escapePointer(path)}`;
    return keysOf(at)
      .filter((method) => METHODS.includes(method))
      .map((method) => readOperation(path, at, method));
  });
}

function readOperation(path: string, pathAt: string, method: string): SpecOperation {
  const at = `${pathAt}/${method}`;
  const parametersAt = [`${pathAt}/parameters`, `${at}/parameters`].flatMap((listAt) =>
    keysOf(listAt).map((index) => follow(`${listAt}/${index}`)),
  );
  const answers = keysOf(`${at}/responses`).map(
    (status) => [status, jsonSchemaAt(follow(`${at}/responses/${status}`))] as const,
  );
  return {
    id: String(nodeAt(`${at}/operationId`)),
    method: method.toUpperCase(),
    pathPattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
    parameters: parametersAt.map((parameterAt) => ({
      name: String(nodeAt(`${parameterAt}/name`)),
      in: String(nodeAt(`${parameterAt}/in`)),
      required: nodeAt(`${parameterAt}/required`) === true,
      schemaAt: `${parameterAt}/schema`,
    })),
    bodyAt: nodeAt(`${at}/requestBody`) === undefined ? undefined : jsonSchemaAt(`${at}/requestBody`),
    answersAt: new Map(answers),
  };
}

function jsonSchemaAt(at: string): string {
  const schemaAt = `${at}/content/application~1json/schema`;
  if (nodeAt(schemaAt) === undefined) throw new Error(`The spec has no JSON schema at ${schemaAt}.`);
  return schemaAt;
}

/** Where the thing itself stands, if a `$ref` stands at the place. */
function follow(at: string): string {
  const reference = nodeAt(`${at}/$ref`);
  return typeof reference === "string" ? reference.replace(/^#/, "") : at;
}

function nodeAt(pointer: string): unknown {
  let node: unknown = specDocument;
  for (const step of pointer.split("/").slice(1)) {
    if (typeof node !== "object" || node === null) return undefined;
    node = (node as Node)[step.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return node;
}

function keysOf(pointer: string): string[] {
  return Object.keys(nodeAt(pointer) ?? {});
}

function escapePointer(step: string): string {
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}
